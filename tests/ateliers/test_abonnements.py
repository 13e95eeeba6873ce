import datetime as dt

import icalendar
import pytest
import time_machine

from ateliers import ical
from ateliers.models import AbonnementEquipe, Seance
from ateliers.operations import annuler
from ateliers.operations.abonnements import (
    APPAREILS_MAX,
    fermer_abonnement,
    fermer_tous_les_abonnements,
    ouvrir_abonnement,
)
from centre.erreurs import Refus
from centre.models import Affectation
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)
from tests.navigateurs import connecter

MIDI = instant(JOUR, dt.time(12))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MIDI, tick=False)]
TOUT, MIENNES = AbonnementEquipe.Contenu.CENTRE, AbonnementEquipe.Contenu.MES_SEANCES


def suivre(utilisateur, contenu=TOUT, centre=None):
    jeton = ouvrir_abonnement(
        utilisateur, centre or creer_centre(), contenu=contenu, libelle="Téléphone"
    )
    return f"/agenda/p/equipe-{jeton}.ics"


def lus(reponse):
    calendrier = icalendar.Calendar.from_ical(reponse.content)
    return [str(e["SUMMARY"]) for e in calendrier.walk("VEVENT")]


def programme():
    """One séance of each level, one entretien, one draft, one of another centre."""
    for rang, sensibilite in enumerate((0, 1, 2, 3)):
        atelier = creer_atelier(
            titre=f"Niveau {sensibilite}",
            titre_discret=f"RDV {sensibilite}",
            sensibilite=sensibilite,
        )
        creer_seance(atelier, heure=8 + rang)
    creer_seance(creer_atelier(titre="Bilan de Nadia", genre="entretien"), heure=13)
    creer_seance(creer_atelier(titre="Brouillon"), etat=Seance.Etat.BROUILLON)
    creer_seance(creer_atelier(creer_centre("autre"), titre="Ailleurs"))


def test_ouvrir_un_abonnement_ne_garde_que_l_empreinte():
    claire = creer_utilisateur("coordination")
    jeton = ouvrir_abonnement(claire, creer_centre(), contenu=TOUT, libelle="Téléphone")

    garde = AbonnementEquipe.objects.get()
    assert (garde.utilisateur, garde.libelle, garde.contenu) == (claire, "Téléphone", TOUT)
    assert len(jeton) >= 40
    assert jeton not in str(AbonnementEquipe.objects.values())


def test_ouvrir_un_abonnement_est_pour_l_equipe_du_centre():
    for etranger in (
        creer_utilisateur("prescripteur"),
        creer_utilisateur("coordination", creer_centre("autre")),
    ):
        with pytest.raises(Refus) as refus:
            ouvrir_abonnement(etranger, creer_centre(), contenu=TOUT, libelle="x")
        assert refus.value.code == "role"


def test_ouvrir_un_onzieme_appareil_est_refuse():
    claire = creer_utilisateur("coordination")
    for _ in range(APPAREILS_MAX):
        suivre(claire)
    with pytest.raises(Refus) as refus:
        suivre(claire)
    assert (refus.value.code, AbonnementEquipe.objects.count()) == ("trop", APPAREILS_MAX)


def test_agenda_du_centre_a_toutes_les_seances_sous_leur_titre_discret(client):
    programme()
    chemin = suivre(creer_utilisateur("coordination"))

    assert lus(client.get(chemin)) == ["Niveau 0", "Niveau 1", "RDV 2", "RDV 3", "RDV Le Lierre"]


def test_agenda_de_l_animation_n_a_pas_le_protege_des_autres(client):
    programme()
    chemin = suivre(creer_utilisateur("animation"))

    assert lus(client.get(chemin)) == ["Niveau 0", "Niveau 1", "RDV 2", "RDV Le Lierre"]


def test_agenda_d_un_animateur_n_a_que_ses_seances(client):
    programme()
    sarah = creer_utilisateur("animation")
    chemin = suivre(sarah, MIENNES)
    avant = client.get(chemin)
    assert lus(avant) == []

    sienne = Seance.objects.get(atelier__titre="Niveau 3")
    sienne.animateurs.add(creer_professionnel(sarah))
    apres = client.get(chemin, headers={"if-none-match": avant["ETag"]})
    assert (apres.status_code, lus(apres)) == (200, ["RDV 3"])


def test_agenda_de_l_equipe_ne_dit_ni_personne_ni_bureau_ferme(client):
    lieu = creer_lieu(nom="Bureau des violences", est_confidentiel=True, adresse_discrete="Mairie")
    seance = creer_seance(creer_atelier(titre="Relaxation"), lieu=lieu)
    creer_place(seance, creer_personne(prenom="Zelda", nom="Sentinelle"))
    corps = client.get(suivre(creer_utilisateur("coordination"))).content.decode()

    (ligne,) = [li for li in corps.splitlines() if li.startswith("LOCATION")]
    assert ligne == "LOCATION:Mairie"
    for mot in ("Zelda", "Sentinelle", "violences", "ORGANIZER", "ATTENDEE", "METHOD"):
        assert mot not in corps


def test_agenda_de_l_equipe_a_les_en_tetes_d_un_abonnement_prive(client):
    chemin = suivre(creer_utilisateur("coordination"))
    reponse = client.get(chemin)

    noms = ("Content-Type", "Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    assert [reponse[nom] for nom in noms] == [
        "text/calendar; charset=utf-8",
        "private, max-age=900",
        "noindex",
        "no-referrer",
    ]
    assert (reponse.cookies, lus(reponse)) == ({}, [])
    assert client.head(chemin)["ETag"] == reponse["ETag"]
    assert client.post(chemin).status_code == 405


def test_agenda_de_l_equipe_inchange_repond_304_en_deux_requetes(client, django_assert_num_queries):
    programme()
    chemin = suivre(creer_utilisateur("coordination"))
    complete = client.get(chemin)
    with django_assert_num_queries(2):
        reponse = client.get(chemin, headers={"if-none-match": complete["ETag"]})
    assert (reponse.status_code, reponse.content) == (304, b"")


@pytest.mark.parametrize("nombre", [2, 40])
def test_agenda_de_l_equipe_lit_le_meme_nombre_de_requetes(
    client, nombre, django_assert_num_queries
):
    atelier = creer_atelier(sensibilite=2)
    for rang in range(nombre):
        creer_seance(atelier, JOUR + dt.timedelta(days=rang))
    chemin = suivre(creer_utilisateur("coordination"))
    client.get(chemin)
    with django_assert_num_queries(3):
        client.get(chemin)


def test_agenda_de_l_equipe_change_quand_une_seance_discrete_est_annulee(client):
    seance = creer_seance(
        creer_atelier(sensibilite=2, titre_discret="RDV B"), JOUR + dt.timedelta(days=1)
    )
    chemin = suivre(creer_utilisateur("coordination"))
    avant = client.get(chemin)
    annuler(seance, motif="autre", par=None, quand=MIDI)

    apres = client.get(chemin, headers={"if-none-match": avant["ETag"]})
    (evenement,) = icalendar.Calendar.from_ical(apres.content).walk("VEVENT")
    assert (str(evenement["UID"]), evenement["SEQUENCE"], str(evenement["SUMMARY"])) == (
        seance.uid,
        1,
        "Annulé\u00a0: RDV B",
    )


def quitter(claire):
    Affectation.objects.filter(utilisateur=claire).update(fin=JOUR - dt.timedelta(days=1))


def fermer_le_compte(claire):
    claire.is_active = False
    claire.save(update_fields=["is_active"])


@pytest.mark.parametrize(
    "geste",
    [
        quitter,
        fermer_le_compte,
        fermer_tous_les_abonnements,
        lambda c: fermer_abonnement(AbonnementEquipe.objects.get()),
        lambda c: c.delete(),
    ],
)
def test_agenda_se_tait_des_que_le_droit_finit(client, geste):
    """The same 404, with the same body, as a secret that never was (rules T3 and T4)."""
    claire = creer_utilisateur("coordination")
    chemin = suivre(claire)
    assert client.get(chemin).status_code == 200
    geste(claire)

    refuse, inconnu = client.get(chemin), client.get("/agenda/p/equipe-inconnu.ics")
    assert (refuse.status_code, refuse.content) == (404, inconnu.content)


def test_agenda_n_ouvre_rien_a_une_collegue_devenue_binome(client):
    claire, binome = creer_utilisateur("coordination"), creer_utilisateur("binome")
    chemin = suivre(claire)
    Affectation.objects.filter(utilisateur=claire).delete()
    Affectation.objects.filter(utilisateur=binome).update(utilisateur=claire)
    assert client.get(chemin).status_code == 404


def test_agenda_note_la_derniere_lecture_une_fois_par_heure(client):
    chemin = suivre(creer_utilisateur("coordination"))
    for minutes, attendu in ((0, 0), (30, 0), (61, 61)):
        with time_machine.travel(MIDI + dt.timedelta(minutes=minutes), tick=False):
            client.get(chemin)
        lue = AbonnementEquipe.objects.get().derniere_utilisation
        assert lue == MIDI + dt.timedelta(minutes=attendu)


def test_abonnement_list_montre_l_adresse_une_seule_fois():
    client = connecter(creer_utilisateur("animation"))
    donnees = {"libelle": "Mon téléphone", "contenu": MIENNES}
    page = client.post("/planning/agendas/", donnees)

    assert page.context["lien"]["https"].startswith("http://testserver/agenda/p/equipe-")
    assert page.context["lien"]["webcal"].startswith("webcal://testserver/agenda/p/equipe-")
    assert "<svg" in page.context["lien"]["qr"]
    apres = client.get("/planning/agendas/")
    assert (apres.context["lien"], b"equipe-" in apres.content) == (None, False)
    assert b"Mon t\xc3\xa9l\xc3\xa9phone" in apres.content


@pytest.mark.parametrize(
    "donnees",
    [{"libelle": "", "contenu": "centre"}, {"libelle": "x", "contenu": "tout"}, {"libelle": "x\n"}],
)
def test_abonnement_list_redit_la_saisie_refusee(donnees):
    page = connecter(creer_utilisateur("accueil")).post("/planning/agendas/", donnees)
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert not AbonnementEquipe.objects.exists()


def test_abonnement_retirer_est_pour_les_siens():
    claire, autre = creer_utilisateur("coordination"), creer_utilisateur("coordination")
    suivre(claire)
    pk = AbonnementEquipe.objects.get().pk
    assert connecter(autre).post(f"/planning/agendas/{pk}/retirer/").status_code == 404
    assert AbonnementEquipe.objects.vivants().count() == 1
    assert connecter(claire).post(f"/planning/agendas/{pk}/retirer/").status_code == 302
    assert AbonnementEquipe.objects.vivants().count() == 0


def test_abonnement_tout_retirer_ne_touche_pas_les_autres():
    claire, autre = creer_utilisateur("coordination"), creer_utilisateur("accueil")
    for qui in (claire, claire, autre):
        suivre(qui)
    connecter(claire).post("/planning/agendas/retirer/")
    assert list(AbonnementEquipe.objects.vivants().values_list("utilisateur", flat=True)) == [
        autre.pk
    ]


@pytest.mark.parametrize(
    ("suite", "adresse"),
    [
        ("", "/agenda/le-lierre.ics"),
        ("?atelier=couture", "/agenda/le-lierre/couture.ics"),
        ("?lieu=salle", "/agenda/le-lierre/lieu/salle.ics"),
    ],
)
def test_s_abonner_donne_l_adresse_et_la_phrase_franche(client, suite, adresse):
    creer_atelier(slug="couture")
    creer_lieu(slug="salle")
    page = client.get(f"/agenda/le-lierre/{suite}")

    lien = page.context["lien"]
    assert (lien["https"], lien["webcal"]) == (
        f"http://testserver{adresse}",
        f"webcal://testserver{adresse}",
    )
    texte = page.content.decode()
    assert f'value="http://testserver{adresse}" readonly' in texte
    assert "6 à 24 heures" in texte
    assert client.get(adresse).status_code == 200


@pytest.mark.parametrize(
    "suite",
    ["?atelier=inconnu", "?atelier=discret", "?lieu=bureau", "?atelier=" + "x" * 300],
)
def test_s_abonner_a_ce_qui_n_est_pas_public_est_introuvable(client, suite):
    creer_atelier(slug="discret", sensibilite=2)
    creer_lieu(slug="bureau", est_confidentiel=True)
    assert client.get(f"/agenda/le-lierre/{suite}").status_code == 404


def test_vevent_equipe_garde_l_identifiant_des_agendas_publics():
    seance = creer_seance(creer_atelier(titre="Couture"))
    prive, public = (
        icalendar.Calendar.from_ical(ical.assembler([octets], nom="x")).walk("VEVENT")[0]
        for octets in (ical.vevent_equipe(seance), ical.vevent_public(seance))
    )
    assert (prive["UID"], prive["SUMMARY"], prive["CLASS"]) == (
        public["UID"],
        public["SUMMARY"],
        "PRIVATE",
    )
