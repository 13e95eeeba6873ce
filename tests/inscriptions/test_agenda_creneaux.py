"""A partner's own feed: the slots she booked herself, nobody's name (CAL-06)."""

import datetime as dt

import icalendar
import pytest
import time_machine
from django.urls import reverse

from ateliers.models import Atelier
from ateliers.operations.abonnements import fermer_abonnement, ouvrir_abonnement
from centre.erreurs import Refus
from centre.models import Affectation
from centre.temps import instant
from inscriptions.models import AbonnementPartenaire
from inscriptions.operations import AnnulationVoulue, annuler_place, changer_seances
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_organisme,
    creer_personne,
    creer_place,
    creer_seance,
    creer_utilisateur,
)
from tests.navigateurs import connecter

MIDI = instant(JOUR, dt.time(12))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MIDI, tick=False)]
DEMAIN = JOUR + dt.timedelta(days=1)


def creneaux(nombre=3, jour=DEMAIN):
    """Slots of half an hour of one permanence, from 8:00 on."""
    fenetre = creer_seance(creer_atelier(genre=Atelier.Genre.PERMANENCE), jour)
    return [
        creer_seance(fenetre.atelier, jour, 8 + n, duree=30, fenetre=fenetre, capacite=1)
        for n in range(nombre)
    ]


def reserver(creneau, sociale):
    return creer_place(creneau, creer_personne(prenom="Zelda", nom="Sentinelle"), faite_par=sociale)


def suivre(sociale, centre=None):
    jeton = ouvrir_abonnement(
        sociale, centre or creer_centre(), libelle="Bureau", modele=AbonnementPartenaire
    )
    return reverse("inscriptions:agenda-creneaux", args=[jeton])


def lus(reponse):
    """What a reader sees: title, hour, state, SEQUENCE of each entry."""
    entrees = icalendar.Calendar.from_ical(reponse.content).walk("VEVENT")
    return [
        (str(e["SUMMARY"]), f"{e.decoded('DTSTART'):%H:%M}", str(e["STATUS"]), e["SEQUENCE"])
        for e in entrees
    ]


def test_agenda_creneaux_n_a_que_les_siens_et_aucun_nom(client):
    """Those of a colleague of the same organisation and of another one are not there."""
    organisme = creer_organisme()
    sociale, collegue = (creer_utilisateur("prescripteur", organisme=organisme) for _ in range(2))
    for creneau, qui in zip(
        creneaux(3), (sociale, collegue, creer_utilisateur("prescripteur")), strict=True
    ):
        reserver(creneau, qui)
    creer_place(creer_seance(jour=DEMAIN), faite_par=sociale)
    reponses = [client.get(suivre(qui)) for qui in (sociale, collegue)]

    assert [lus(r) for r in reponses] == [
        [("RDV", "08:00", "CONFIRMED", 0)],
        [("RDV", "09:00", "CONFIRMED", 0)],
    ]
    corps = reponses[0].content.decode()
    for mot in ("Zelda", "Sentinelle", "Z. S", "Couture", "ATTENDEE", "ORGANIZER", "METHOD"):
        assert mot not in corps


def test_agenda_creneaux_garde_soixante_jours_ce_qui_est_rendu_ou_annule(client):
    sociale = creer_utilisateur("prescripteur")
    rendu, annule, tenu = creneaux(3)
    places = [reserver(creneau, sociale) for creneau in (rendu, annule, tenu)]
    chemin = suivre(sociale)
    avant = client.get(chemin)
    annuler_place(places[0], par=sociale)
    changer_seances(annulations=[AnnulationVoulue(annule, "autre")], par=None)

    apres = client.get(chemin, headers={"if-none-match": avant["ETag"]})
    attendus = [
        ("Annulé\u00a0: RDV", "08:00", "CANCELLED", 1),
        ("Annulé\u00a0: RDV", "09:00", "CANCELLED", 3),
        ("RDV", "10:00", "CONFIRMED", 0),
    ]
    assert lus(apres) == attendus
    for jours, reste in ((60, attendus), (61, [])):
        with time_machine.travel(instant(DEMAIN + dt.timedelta(days=jours), dt.time(9))):
            assert lus(client.get(chemin)) == reste


def test_agenda_creneaux_d_un_creneau_repris_a_deux_entrees(client):
    sociale = creer_utilisateur("prescripteur")
    [creneau] = creneaux(1)
    annuler_place(reserver(creneau, sociale), par=sociale)
    creneau.refresh_from_db()
    reserver(creneau, sociale)
    entrees = icalendar.Calendar.from_ical(client.get(suivre(sociale)).content).walk("VEVENT")
    assert [str(e["STATUS"]) for e in entrees] == ["CANCELLED", "CONFIRMED"]
    assert len({str(e["UID"]) for e in entrees}) == 2


@pytest.mark.parametrize("nombre", [1, 12])
def test_agenda_creneaux_inchange_repond_304_en_trois_requetes(
    client, nombre, django_assert_num_queries
):
    sociale = creer_utilisateur("prescripteur")
    for creneau in creneaux(nombre):
        reserver(creneau, sociale)
    chemin = suivre(sociale)
    client.get(chemin)
    with django_assert_num_queries(4):
        complete = client.get(chemin)
    with django_assert_num_queries(3):
        reponse = client.get(chemin, headers={"if-none-match": complete["ETag"]})
    assert (reponse.status_code, complete["Cache-Control"]) == (304, "private, max-age=900")


def quitter(sociale):
    Affectation.objects.filter(utilisateur=sociale).update(fin=JOUR - dt.timedelta(days=1))


@pytest.mark.parametrize(
    "geste", [quitter, lambda s: fermer_abonnement(AbonnementPartenaire.objects.get())]
)
def test_agenda_creneaux_se_tait_des_que_le_droit_finit(client, geste):
    sociale = creer_utilisateur("prescripteur")
    chemin = suivre(sociale)
    assert client.get(chemin).status_code == 200
    geste(sociale)
    refuse, inconnu = client.get(chemin), client.get("/agenda/p/creneaux-inconnu.ics")
    assert (refuse.status_code, refuse.content) == (404, inconnu.content)


def test_ouvrir_l_agenda_des_creneaux_est_pour_les_partenaires_du_centre():
    ailleurs = creer_utilisateur("prescripteur", creer_centre("autre"))
    for etranger in (creer_utilisateur("coordination"), ailleurs):
        with pytest.raises(Refus) as refus:
            suivre(etranger)
        assert refus.value.code == "role"


def test_creneau_agenda_nomme_montre_une_fois_et_retire():
    sociale = creer_utilisateur("prescripteur")
    client, adresse = connecter(sociale), reverse("inscriptions:creneau-agenda")
    page = client.post(adresse, {"libelle": "Mon téléphone"})
    chemin = page.context["lien"]["https"].removeprefix("http://testserver")
    assert (client.get(chemin).status_code, "creneaux-" in chemin) == (200, True)
    apres = client.get(adresse).content.decode()
    assert ("Mon téléphone" in apres, "19/11/2026" in apres, "creneaux-" in apres) == (
        True,
        True,
        False,
    )

    retirer = reverse(
        "inscriptions:creneau-agenda-retirer", args=[AbonnementPartenaire.objects.get().pk]
    )
    assert retirer in apres
    collegue = connecter(creer_utilisateur("prescripteur"))
    assert (collegue.post(retirer).status_code, client.get(chemin).status_code) == (404, 200)
    assert (client.post(retirer).status_code, client.get(chemin).status_code) == (302, 404)
