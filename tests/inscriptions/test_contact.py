"""Another way to reach a person: what waits stops, goes elsewhere, or is said again."""

import datetime as dt

import pytest
import time_machine

from centre.models import Message
from centre.temps import instant
from inscriptions.emails import rendre
from inscriptions.models import Envoi
from inscriptions.operations import (
    AnnulationVoulue,
    DeplacementVoulu,
    changer_seances,
    prendre_place,
)
from inscriptions.operations.contact import faire_taire
from inscriptions.operations.demandes_reponses import refuser_la_demande
from inscriptions.operations.echeances import marquer_les_refus
from parcours.models import Personne
from parcours.operations.accords import choisir
from parcours.operations.fusion import fusionner
from parcours.operations.personnes import modifier_personne
from tests.builders import (
    creer_centre,
    creer_demande_publique,
    creer_message,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
# The séance is on Thursday 19 November at 9:00: more than a day ahead, so that messages wait.
QUAND = instant(dt.date(2026, 11, 16), dt.time(10))
ANCIEN = {"canal": "courriel", "courriel": "ancien@example.org", "telephone": "+33639980001"}


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(QUAND, tick=False) as voyage:
        yield voyage


def changer(personne, **champs):
    lue = Personne.objects.get(pk=personne.pk)
    par = creer_utilisateur("accueil", lue.centre)
    return modifier_personne(lue, champs=champs, par=par, version=lue.version)


def annuler(seance):
    seance.refresh_from_db()
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=QUAND)


def messages(*etats):
    """(channel, address, motif, method) of the messages in these states, in order."""
    rangees = Envoi.objects.filter(message__etat__in=etats or ["en_attente"]).order_by("pk")
    return [
        (e.message.canal, e.message.destinataire, e.message.graine["motif"], e.message.methode)
        for e in rangees.select_related("message")
    ]


def invitee(**champs):
    """A person with a place on the 19th, told and settled."""
    personne = creer_personne(**{**ANCIEN, **champs})
    place = prendre_place(
        seance=creer_seance(), personne=personne, par=None, quand=QUAND - dt.timedelta(days=5)
    )
    Message.objects.update(etat="envoye", envoye_le=QUAND, tentatives=1)
    return personne, place


@pytest.mark.parametrize(
    ("etat", "ou"), [("en_attente", "fiche"), ("a_reessayer", "accord"), ("echec", "accord")]
)
def test_sans_accord_aux_titres_ce_qui_attend_part_sans_le_titre(etat, ou):
    """A yes taken back acts on what is written and has not left, tried or not."""
    personne, place = invitee(titres_explicites_le=QUAND)
    titre = place.seance.atelier.titre
    annuler(place.seance)
    Message.objects.filter(etat="en_attente").update(etat=etat, octets=titre.encode())
    assert Message.objects.get(etat=etat).graine["titre"] == titre
    if ou == "fiche":
        changer(personne, quartier="Est")
    else:
        choisir(personne, objet="titres", accepte=False, par=None, quand=QUAND)
    message = Message.objects.get(etat=etat)
    assert (message.graine["titre"], message.octets) == ("RDV Le Lierre", None)
    assert titre not in rendre(message).texte


@pytest.mark.parametrize("etat", ["en_attente", "a_reessayer", "echec"])
def test_ne_pas_ecrire_arrete_tout_ce_qui_attend_et_passe_par_la_referente(etat):
    helene = creer_professionnel(telephone="+33353010099", prenom="Hélène", nom="Roux")
    personne, place = invitee()
    voisine = creer_personne(canal="sms", telephone="+33639980002")
    prendre_place(seance=place.seance, personne=voisine, par=None, quand=QUAND)
    Message.objects.update(etat="envoye", envoye_le=QUAND, tentatives=1)
    annuler(place.seance)
    Message.objects.filter(etat="en_attente").exclude(canal="sms").update(etat=etat)
    changer(personne, ne_pas_ecrire=True, passer_par=helene)
    assert messages("en_attente", "a_reessayer", "echec") == [
        ("sms", "06 39 98 00 02", "annulation", ""),
        ("appel", "03 53 01 00 99", "annulation", ""),
    ]
    assert messages("annule") == [("courriel", "ancien@example.org", "annulation", "CANCEL")]
    dit = rendre(Message.objects.get(canal="appel")).texte
    assert "Le centre annule ce rendez-vous." in dit


def test_sans_referente_rien_ne_part_et_rien_n_est_a_appeler():
    personne, place = invitee(canal="appel")
    annuler(place.seance)
    assert messages() == [("appel", "06 39 98 00 01", "annulation", "")]
    changer(personne, ne_pas_ecrire=True)
    assert messages("en_attente", "a_reessayer", "echec") == []


def test_un_changement_sous_protection_passe_par_la_referente():
    helene = creer_professionnel(telephone="+33353010099")
    _, place = invitee(ne_pas_ecrire=True, passer_par=helene)
    annuler(place.seance)
    assert messages() == [("appel", "03 53 01 00 99", "annulation", "")]


def test_ce_qu_un_ouvrier_tient_deja_reste_a_lui():
    personne, place = invitee()
    annuler(place.seance)
    Message.objects.filter(methode="CANCEL").update(etat="en_cours")
    changer(personne, ne_pas_ecrire=True)
    assert messages("en_cours") == [("courriel", "ancien@example.org", "annulation", "CANCEL")]


def test_la_minute_fait_taire_ce_qu_une_autre_voie_a_oublie():
    personne, place = invitee()
    annuler(place.seance)
    Personne.objects.filter(pk=personne.pk).update(ne_pas_ecrire=True)
    assert (faire_taire(QUAND), messages(), faire_taire(QUAND)) == (1, [], 0)


def test_reunir_deux_fiches_dont_une_est_protegee_fait_taire_les_deux():
    personne, place = invitee()
    annuler(place.seance)
    doublon = creer_personne(personne.centre, ne_pas_ecrire=True)
    fusionner(garde=personne, doublon=doublon, quand=QUAND)
    assert messages() == []


def test_quand_on_peut_de_nouveau_ecrire_l_agenda_rattrape():
    """Moved while silent: nothing left; the calendar is put right when the silence ends."""
    personne, place = invitee()
    changer(personne, ne_pas_ecrire=True)
    seance = place.seance
    seance.refresh_from_db()
    heure = dt.timedelta(hours=1)
    voulu = DeplacementVoulu(seance, seance.debut + heure, seance.fin + heure, seance.lieu)
    changer_seances(deplacements=[voulu], par=None, quand=QUAND)
    assert messages() == []
    changer(personne, ne_pas_ecrire=False)
    assert messages() == [("courriel", "ancien@example.org", "deplacement", "REQUEST")]


def test_quand_on_peut_de_nouveau_ecrire_le_relais_s_arrete_et_elle_le_sait():
    helene = creer_professionnel(telephone="+33353010099")
    personne, place = invitee(canal="sms", ne_pas_ecrire=True, passer_par=helene)
    suite = creer_place(creer_seance(place.seance.atelier, dt.date(2026, 11, 26)), personne)
    annuler(place.seance)
    changer(personne, ne_pas_ecrire=False)
    assert messages() == [
        ("sms", "06 39 98 00 01", "annulation", ""),
        ("sms", "06 39 98 00 01", "invitation", ""),
    ]
    assert Envoi.objects.latest("pk").seance == suite.seance


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        (
            {"courriel": "nouveau@example.org"},
            [
                ("courriel", "ancien@example.org", "annulation", "CANCEL"),
                ("courriel", "nouveau@example.org", "annulation", ""),
            ],
        ),
        (
            {"canal": "sms"},
            [
                ("courriel", "ancien@example.org", "annulation", "CANCEL"),
                ("sms", "06 39 98 00 01", "annulation", ""),
            ],
        ),
    ],
)
def test_une_annulation_de_la_minute_se_dit_a_la_nouvelle_adresse(champs, attendu):
    """The agenda at the old address forgets the date; the person reads it at the new one."""
    personne, place = invitee()
    annuler(place.seance)
    changer(personne, **champs)
    assert messages() == attendu


def test_un_sms_qui_attend_suit_le_nouveau_numero():
    personne, place = invitee(canal="sms")
    annuler(place.seance)
    changer(personne, telephone="+33639980009")
    assert messages() == [("sms", "06 39 98 00 09", "annulation", "")]
    assert messages("annule") == [("sms", "06 39 98 00 01", "annulation", "")]


def test_une_invitation_de_la_minute_ne_part_qu_a_la_nouvelle_adresse():
    personne = creer_personne(**ANCIEN)
    prendre_place(seance=creer_seance(), personne=personne, par=None, quand=QUAND)
    changer(personne, courriel="nouveau@example.org")
    assert messages() == [("courriel", "nouveau@example.org", "invitation", "REQUEST")]


def test_changer_de_quartier_ne_redit_rien():
    personne, place = invitee()
    annuler(place.seance)
    avant = messages()
    changer(personne, quartier="Quartier-Est")
    assert messages() == avant


def apercu_puis_appels(client, seance):
    """The three pages that show who will be called: before the cancellation, and after."""
    client.force_login(creer_utilisateur("coordination", creer_centre()))
    donnees = {"motif": "autre", "version": seance.version, "etape": "apercu"}
    apercu = client.post(f"/seances/{seance.pk}/annuler/", donnees)
    annuler(seance)
    pages = [apercu, client.get("/appels/"), client.get(f"/seances/{seance.pk}/")]
    return [page.content.decode().replace("\u00a0", " ") for page in pages]


def test_aucune_page_de_qui_va_appeler_ne_montre_son_numero(client):
    helene = creer_professionnel(telephone="+33353010099", prenom="Hélène", nom="Roux")
    _, place = invitee(ne_pas_ecrire=True, passer_par=helene)
    for page in apercu_puis_appels(client, place.seance):
        assert ("03 53 01 00 99" in page, "06 39 98 00 01" in page) == (True, False)
        assert "Passez par Hélène Roux" in page


def test_un_telephone_partage_et_ses_heures_se_disent_a_qui_va_appeler(client):
    _, place = invitee(canal="appel", telephone_est_partage=True, quand_appeler="le matin")
    for page in apercu_puis_appels(client, place.seance):
        vus = [mot in page for mot in ("06 39 98 00 01", "Téléphone partagé", "le matin")]
        assert vus == [True, True, True]


def test_un_sms_perdu_montre_le_numero_a_appeler_et_non_un_papier(client):
    _, place = invitee(canal="sms", langue="tr")
    annuler(place.seance)
    Message.objects.filter(etat="en_attente").update(etat="echec", tentatives=3)
    client.force_login(creer_utilisateur("accueil", place.seance.centre))
    page = client.get("/appels/").content.decode().replace("\u00a0", " ")
    assert ("06 39 98 00 01" in page, "Papier à remettre" in page) == (True, False)
    assert ("Le rendez-vous de" in page, "Merhaba" in page) == (True, False)


def test_la_demande_d_un_numero_a_taire_ne_se_compose_ni_ne_s_ecrit(client):
    """She proved her number, then her file was protected; another's request is as before."""
    demande, autre = creer_demande_publique(), creer_demande_publique(telephone="+33639984499")
    creer_personne(telephone=demande.telephone, ne_pas_ecrire=True)
    accueil = creer_utilisateur("accueil", demande.centre)
    client.force_login(accueil)
    chemins = ["/demandes-d-inscription/", f"/demandes-d-inscription/{demande.pk}/"]
    pages = [client.get(chemin).content.decode() for chemin in chemins]
    assert ["+33639984401" in page for page in pages] == [False, False]
    assert ["Ne pas la joindre." in page for page in pages] == [True, True]
    assert "tel:+33639984499" in pages[0]
    ecrits = [refuser_la_demande(d, prevenir=True, par=accueil) for d in (demande, autre)]
    assert (ecrits, Message.objects.count()) == ([False, True], 1)


@pytest.mark.parametrize(
    ("champs", "phrases"),
    [
        ({"ne_pas_ecrire": True}, ["Aucun message ne part vers elle", "Seule la personne appelle"]),
        ({"canal": "sms", "telephone_est_partage": True}, [": SMS.", "Téléphone partagé"]),
        ({"canal": "appel", "quand_appeler": "le soir"}, ["dites-le-lui", "le soir"]),
    ],
)
def test_qui_donne_une_place_ou_un_rendez_vous_lit_comment_la_prevenir(client, champs, phrases):
    personne = creer_personne(**{**ANCIEN, **champs})
    seance = creer_seance(capacite=1)
    creer_place(seance, personne, etat="liste_attente", rang=1)
    client.force_login(creer_utilisateur("coordination", seance.centre))
    chemins = [
        f"/seances/{seance.pk}/?personne={personne.reference}",
        f"/seances/{seance.pk}/",
        f"/personnes/{personne.reference}/inscrire/",
        f"/parcours/{creer_parcours(personne).pk}/entretiens/nouveau/",
    ]
    for chemin in chemins:
        page = client.get(chemin).content.decode().replace("\u00a0", " ")
        assert [phrase in page for phrase in phrases] == [True, True], chemin


@pytest.mark.parametrize(
    ("dit", "marquee"),
    [("(550) : 5.1.1 inconnu", True), ("(554) : 5.7.1 Relay access denied", False)],
)
def test_une_adresse_que_le_serveur_refuse_aussitot_est_marquee(dit, marquee):
    """A relay that refuses us refuses everybody: no address is to blame."""
    personne = creer_personne(**ANCIEN)
    raison = f"Adresse refusée par le serveur {dit}"
    message = creer_message(destinataire=personne.courriel, etat="echec", raison=raison)
    Envoi.objects.create(message=message, personne=personne, motif="invitation")
    marquer_les_refus(QUAND)
    personne.refresh_from_db()
    assert (personne.courriel_en_erreur, personne.canal_effectif()) == (
        marquee,
        "appel" if marquee else "courriel",
    )
    changer(personne, courriel="nouveau@example.org")
    assert marquer_les_refus(QUAND) == 0
