"""What the database refuses on the ground floor, whatever page or program writes."""

import datetime as dt

import pytest

from centre.models import Affectation, Message, PeriodeCalendrier
from centre.temps import maintenant
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db


def creer_periode(**champs):
    valeurs = {"genre": "fermeture", "nom": "Été", "debut": b.JOUR, "fin": b.JOUR}
    return PeriodeCalendrier.objects.create(centre=b.creer_centre(), **{**valeurs, **champs})


def test_une_periode_ne_finit_pas_avant_de_commencer():
    refuse("periode_fin_apres_debut", creer_periode, fin=b.JOUR - dt.timedelta(days=1))


def test_une_periode_n_est_ecrite_qu_une_fois():
    creer_periode()
    refuse("periode_unique", creer_periode, fin=b.JOUR + dt.timedelta(days=1))


@pytest.mark.parametrize("slug", ["p", "lieu"])
def test_un_centre_ne_prend_pas_une_adresse_reservee(slug):
    refuse("centre_slug_libre", b.creer_centre, slug)


def test_deux_lieux_d_un_centre_n_ont_pas_la_meme_adresse():
    b.creer_lieu(slug="salle")
    refuse("lieu_slug_unique", b.creer_lieu, slug="salle")
    assert b.creer_lieu(b.creer_centre("ailleurs"), slug="salle").pk


def test_un_lieu_tient_au_moins_une_personne():
    refuse("lieu_capacite_positive", b.creer_lieu, capacite=0)


def test_deux_organismes_d_un_centre_n_ont_pas_le_meme_nom():
    b.creer_organisme(nom="UDAF")
    refuse("organisme_nom_unique", b.creer_organisme, nom="UDAF")
    assert b.creer_organisme(b.creer_centre("ailleurs"), nom="UDAF").pk


def test_un_compte_n_est_qu_une_fois_dans_un_organisme():
    compte, organisme = b.creer_utilisateur(), b.creer_organisme()
    b.creer_professionnel(compte, organisme=organisme)
    refuse("professionnel_compte_unique", b.creer_professionnel, compte, organisme=organisme)


SEANCE = {"uid": "a@lierre.example", "sequence": 1, "methode": "REQUEST"}


def test_deux_messages_d_une_serie_n_ont_pas_le_meme_numero():
    b.creer_message(destinataire="n@example.org", **SEANCE)
    refuse("message_sequence_unique", b.creer_message, destinataire="n@example.org", **SEANCE)


def test_deux_messages_d_une_date_n_ont_pas_le_meme_numero():
    champs = {**SEANCE, "destinataire": "n@example.org", "recurrence_id": maintenant()}
    b.creer_message(**champs)
    refuse("message_sequence_instance_unique", b.creer_message, **champs)


@pytest.mark.parametrize(
    "champs",
    [{"etat": Message.Etat.ENVOYE}, {"etat": Message.Etat.ECHEC, "envoye_le": maintenant()}],
    ids=["parti sans date", "date sans départ"],
)
def test_un_message_parti_a_une_date(champs):
    refuse("message_envoye_est_date", b.creer_message, **champs)


def test_un_compte_tient_un_role_une_seule_fois():
    compte = b.creer_utilisateur("accueil")
    refuse(
        "affectation_ouverte_unique",
        Affectation.objects.create,
        utilisateur=compte,
        centre=b.creer_centre(),
        role="accueil",
        debut=b.JOUR,
    )


def test_un_role_ne_finit_pas_avant_de_commencer():
    affectation = b.creer_utilisateur("accueil").affectations.get()
    ligne = Affectation.objects.filter(pk=affectation.pk)
    refuse("affectation_fin_apres_debut", ligne.update, fin=dt.date(2025, 12, 31))


@pytest.mark.parametrize("role", ["prescripteur", "binome"])
def test_un_partenaire_a_un_organisme(role):
    refuse(
        "affectation_partenaire_a_un_organisme",
        Affectation.objects.create,
        utilisateur=b.creer_utilisateur(),
        centre=b.creer_centre(),
        role=role,
        debut=b.JOUR,
    )
