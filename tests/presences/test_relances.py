"""A sheet that nobody fills: who is told, when, once, and in which words."""

import datetime as dt

import pytest

from centre.models import Message
from centre.temps import instant
from presences.emails import rendre_la_relance
from presences.operations.relances import relancer
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
# The séance of every test ends on Thursday 19 November at 11:00.
FIN = instant(JOUR, dt.time(11))


@pytest.fixture
def seance():
    centre = creer_centre()
    helene = creer_utilisateur("animation", centre, courriel="helene@lierre.example")
    seance = creer_seance(creer_atelier(centre, titre="Couture"))
    seance.animateurs.add(creer_professionnel(helene, centre))
    return seance


def destinataires():
    return sorted(Message.objects.values_list("destinataire", flat=True))


@pytest.mark.parametrize(
    ("apres", "prevenues"),
    [
        (dt.timedelta(hours=23), []),
        (dt.timedelta(hours=24), ["helene@lierre.example"]),
        (dt.timedelta(hours=71), ["helene@lierre.example"]),
        (dt.timedelta(hours=72), ["claire@lierre.example", "helene@lierre.example"]),
        (dt.timedelta(days=7), []),
    ],
)
def test_l_animatrice_puis_la_coordination(seance, apres, prevenues):
    creer_utilisateur("coordination", courriel="claire@lierre.example")
    creer_utilisateur("coordination", creer_centre("amitie-partage"))
    relancer(FIN + apres)
    assert destinataires() == prevenues


def test_une_fois_seulement_et_jamais_la_nuit(seance):
    relancer(FIN + dt.timedelta(hours=35))
    assert destinataires() == []
    for heures in (24, 25, 48):
        relancer(FIN + dt.timedelta(hours=heures))
    assert destinataires() == ["helene@lierre.example"]


def test_une_feuille_fermee_n_attend_personne(seance):
    seance.etat = "tenue"
    seance.save()
    relancer(FIN + dt.timedelta(hours=30))
    assert destinataires() == []


def test_un_atelier_protege_ne_se_dit_qu_a_qui_l_anime(seance):
    seance.atelier.sensibilite, seance.atelier.titre_discret = 3, "RDV Le Lierre"
    seance.atelier.save()
    creer_utilisateur("coordination")
    relancer(FIN + dt.timedelta(hours=72))
    assert destinataires() == ["helene@lierre.example"]


def test_le_message_donne_un_jour_et_un_lien_sans_nom_ni_titre(seance):
    creer_place(seance, creer_personne(prenom="Rosa", nom="Pinto"))
    relancer(FIN + dt.timedelta(hours=24))
    message = Message.objects.get()
    rendu = rendre_la_relance(message)
    assert rendu.sujet == "La feuille du jeudi 19 novembre attend"
    assert f"/presences/seances/{seance.pk}/" in rendu.texte
    for mot in ("Rosa", "Pinto", "Couture"):
        assert mot not in rendu.texte + rendu.html
