"""An interview fixed in advance reaches her: place, invitation, feed; it moves, it ends."""

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine

from centre.messagerie.rendu import octets_de
from centre.models import Message
from centre.temps import instant
from inscriptions.models import Place
from inscriptions.operations.changements import (
    AnnulationVoulue,
    DeplacementVoulu,
    changer_seances,
    defaire,
    retablir,
)
from inscriptions.queries import places_de_l_agenda, rendez_vous
from parcours.models import Entretien
from parcours.operations.entretiens import modifier_entretien, noter_entretien
from tests import builders as b

JEUDI = dt.datetime(2026, 11, 19, 9, 35, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]
MARDI = instant(dt.date(2026, 11, 24), dt.time(14))
HEURE = dt.timedelta(hours=1)


def fixer(parcours, **champs):
    atelier = {"genre": "entretien", "titre": "Bilan de santé", "sensibilite": 3}
    b.creer_atelier(parcours.centre, **{**atelier, **champs})
    bureau = b.creer_lieu(parcours.centre, nom="Bureau fermé", est_confidentiel=True)
    return noter_entretien(
        champs={"debut": MARDI, "etat": "fixe", "lieu": bureau, "medium": "sur_place"},
        auteur=b.creer_utilisateur("referent", parcours.centre),
        parcours=parcours,
    )


def changer(entretien, **champs):
    entretien.refresh_from_db()
    tels_quels = {"debut": entretien.debut, "etat": entretien.etat}
    return modifier_entretien(entretien, champs={**tels_quels, **champs})


def lu(message):
    """All the text of a mail, calendar included, decoded."""
    courriel = message_from_bytes(octets_de(message), policy=default)
    return "".join(p.get_content() for p in courriel.walk() if p.get_content_maintype() == "text")


def partis():
    """Method and reason of each message waiting, then let it leave."""
    messages = Message.objects.filter(etat="en_attente").order_by("pk")
    lus = [(m.canal, m.methode, m.graine["motif"]) for m in messages]
    messages.update(etat="envoye", envoye_le=JEUDI, tentatives=1)
    return lus


def test_un_entretien_fixe_arrive_dans_son_agenda_sous_le_titre_discret(db):
    parcours = b.creer_parcours(b.creer_personne(titres_explicites_le=JEUDI))
    entretien = fixer(parcours)
    place = Place.objects.get()
    assert (place.seance, place.personne, place.parcours, place.etat) == (
        entretien.seance,
        parcours.personne,
        parcours,
        "confirmee",
    )
    assert rendez_vous(parcours.personne, JEUDI) == [place]
    assert places_de_l_agenda(parcours.personne, JEUDI.date()) == [place]
    courriel = lu(Message.objects.get())
    mots = ("METHOD:REQUEST", entretien.seance.atelier.titre_discret, "santé", "Bureau fermé")
    assert [mot in courriel for mot in mots] == [True, True, False, False]


def test_l_invitation_suit_l_entretien_puis_se_retire(db):
    parcours = b.creer_parcours(b.creer_personne())
    entretien = fixer(parcours)
    assert partis() == [("courriel", "REQUEST", "invitation")]
    changer(entretien, debut=MARDI + 2 * HEURE)
    changer(entretien, partageable="Papiers.")
    assert partis() == [("courriel", "REQUEST", "deplacement")]
    changer(entretien, etat="annule")
    assert [(c, m) for c, m, _ in partis()] == [("courriel", "CANCEL")]
    assert Place.objects.get().etat == "annulee_centre"
    changer(entretien, etat="fixe")
    assert [(c, m) for c, m, _ in partis()] == [("courriel", "REQUEST")]


def test_par_sms_un_mot_au_depart_au_changement_et_a_l_annulation(db):
    parcours = b.creer_parcours(b.creer_personne(canal="sms"))
    entretien = fixer(parcours)
    changer(entretien, debut=MARDI + 2 * HEURE)
    assert partis() == [("sms", "", "invitation"), ("sms", "", "deplacement")]
    autre = b.creer_lieu(parcours.centre, nom="Autre bureau", adresse=entretien.lieu.adresse)
    changer(entretien, lieu=autre)
    assert partis() == []
    changer(entretien, etat="annule")
    assert partis() == [("sms", "", "annulation")]


@pytest.mark.parametrize(
    ("champs", "etat"),
    [
        ({"etat": "excuse"}, "annulee_personne"),
        ({"medium": "telephone", "lieu": None}, "annulee_centre"),
    ],
)
def test_elle_a_prevenu_ou_c_est_par_telephone_aucun_mot_ne_part(db, champs, etat):
    entretien = fixer(b.creer_parcours(b.creer_personne(canal="sms")))
    partis()
    changer(entretien, **champs)
    assert (Place.objects.get().etat, partis()) == (etat, [])


def test_tenu_ne_change_rien_et_ne_pas_ecrire_ne_recoit_rien(db):
    muette = b.creer_personne(ne_pas_ecrire=True)
    entretien = fixer(b.creer_parcours(muette))
    assert partis() == []
    with time_machine.travel(MARDI + 2 * HEURE, tick=False):
        changer(entretien, etat="tenu")
    assert (Place.objects.get().etat, Message.objects.count()) == ("confirmee", 0)


@pytest.mark.parametrize("sensibilite", [0, 1, 2])
def test_sous_le_niveau_3_la_salle_se_tient_sans_place(db, sensibilite):
    """Her name would be read by more people than those who walk with her."""
    entretien = fixer(b.creer_parcours(), sensibilite=sensibilite)
    assert (Entretien.objects.get().seance, Place.objects.count()) == (entretien.seance, 0)


def du_rendez_vous(entretien):
    entretien.refresh_from_db()
    return entretien.debut, entretien.fin, entretien.lieu, entretien.etat


@pytest.mark.parametrize(
    ("jour", "minutes"), [(dt.date(2027, 3, 28), 60), (dt.date(2027, 10, 31), 180)]
)
def test_deplace_au_planning_l_entretien_suit_aux_deux_changements_d_heure(db, jour, minutes):
    """ASI-06: from 1:30 to 3:30 on the wall, one hour in spring, three in autumn."""
    entretien = fixer(b.creer_parcours(b.creer_personne(canal="sms")))
    debut, fin = (instant(jour, dt.time(h, 30)) for h in (1, 3))
    ailleurs = b.creer_lieu(entretien.lieu.centre, nom="Bureau du fond")
    avant = du_rendez_vous(entretien)
    partis()
    voulu = DeplacementVoulu(entretien.seance, debut, fin, ailleurs)
    [deplacement] = changer_seances(deplacements=[voulu], par=None).deplacements
    assert du_rendez_vous(entretien) == (debut, fin, ailleurs, "fixe")
    assert (entretien.duree_minutes, partis()) == (minutes, [("sms", "", "deplacement")])
    defaire(deplacement, par=None)
    assert du_rendez_vous(entretien) == avant


def test_annule_puis_retabli_au_planning_l_entretien_suit(db):
    entretien = fixer(b.creer_parcours())
    seance = entretien.seance
    etats = []
    changer_seances(annulations=[AnnulationVoulue(seance, "intervenant_absent")], par=None)
    etats.append((du_rendez_vous(entretien)[3], Place.objects.get().etat))
    retablir(seance, par=None)
    etats.append((du_rendez_vous(entretien)[3], Place.objects.get().etat))
    changer(entretien, etat="excuse")
    retablir(seance, par=None)
    etats.append((du_rendez_vous(entretien)[3], Place.objects.get().etat))
    assert etats == [
        ("annule", "annulee_centre"),
        ("fixe", "confirmee"),
        ("fixe", "annulee_personne"),
    ]


def test_ecrire_son_texte_ne_ramene_pas_l_entretien_deplace_entre_temps(client, db):
    """Her page shows Tuesday; the planning says Wednesday; she saves her text."""
    entretien = fixer(b.creer_parcours())
    b.creer_referent(entretien.parcours, b.creer_professionnel(entretien.auteur))
    client.force_login(entretien.auteur)
    adresse = f"/entretiens/{entretien.pk}/modifier/"
    form = client.get(adresse).context["form"]
    saisie = {nom: form[nom].value() for nom in form.fields}
    saisie |= {"heure": "14:00", "partageable": "Papiers.", "explique": "", "proche": ""}
    mercredi = MARDI + 24 * HEURE
    seance = entretien.seance
    voulu = DeplacementVoulu(seance, mercredi, mercredi + HEURE, seance.lieu)
    changer_seances(deplacements=[voulu], par=None)
    assert client.post(adresse, saisie).status_code == 302
    assert (du_rendez_vous(entretien)[0], entretien.partageable) == (mercredi, "Papiers.")
    client.post(adresse, {**saisie, "heure": "15:00"})
    assert du_rendez_vous(entretien)[0] == MARDI + HEURE


def test_le_premier_entretien_d_une_fiche_se_dit_aussi(db):
    orientation = b.creer_orientation()
    centre = orientation.centre
    b.creer_atelier(centre, genre="entretien", sensibilite=3)
    noter_entretien(
        champs={"debut": MARDI, "etat": "fixe", "lieu": b.creer_lieu(centre)},
        auteur=b.creer_utilisateur("referent", centre),
        orientation=orientation,
    )
    place = Place.objects.get()
    assert (place.personne, place.parcours) == (orientation.personne, None)
