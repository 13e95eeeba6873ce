"""Two texts under two rights."""

import datetime as dt

import pytest

from centre.temps import PARIS
from parcours.models import Entretien, Orientation
from tests.builders import (
    creer_orientation,
    creer_parcours,
    creer_professionnel,
    creer_referent,
    creer_utilisateur,
)
from tests.navigateurs import connecter

pytestmark = pytest.mark.django_db

SECRET = "CANARI-CONFIDENCE"
SAISIE = {
    "type": "suivi",
    "etat": "tenu",
    "jour": "2026-11-10",
    "heure": "14:30",
    "duree_minutes": "60",
    "partageable": "Prépare une visite.",
    "confidentiel": SECRET,
}


@pytest.fixture
def parcours(db):
    return creer_parcours()


@pytest.fixture
def auteur(parcours):
    utilisateur = creer_utilisateur("referent")
    creer_referent(parcours, creer_professionnel(utilisateur))
    return utilisateur


def ecrire(parcours, utilisateur, **champs):
    url = f"/parcours/{parcours.pk}/entretiens/nouveau/"
    return connecter(utilisateur).post(url, {**SAISIE, **champs})


def test_l_entretien_garde_l_heure_de_paris(parcours, auteur):
    ecrire(parcours, auteur)
    entretien = Entretien.objects.get()
    assert entretien.debut == dt.datetime(2026, 11, 10, 14, 30, tzinfo=PARIS)
    assert (entretien.auteur, entretien.partageable) == (auteur, "Prépare une visite.")


@pytest.mark.parametrize("role", ["coordination", "referent", "accueil"])
def test_seul_l_auteur_ouvre_la_confidence(parcours, auteur, role):
    ecrire(parcours, auteur)
    url = f"/entretiens/{Entretien.objects.get().pk}/modifier/"
    assert SECRET in connecter(auteur).get(url).text
    assert connecter(creer_utilisateur(role)).get(url).status_code == 404


def test_la_page_de_la_personne_ne_montre_la_confidence_qu_a_l_auteur(parcours, auteur):
    ecrire(parcours, auteur)
    url = f"/personnes/{parcours.personne.reference}/"
    coordination = connecter(creer_utilisateur("coordination")).get(url).text
    assert SECRET in connecter(auteur).get(url).text
    assert ("Prépare une visite." in coordination, SECRET in coordination) == (True, False)


def test_un_entretien_a_venir_n_est_pas_tenu(parcours, auteur):
    reponse = ecrire(parcours, auteur, jour="2090-01-02")
    assert "n’a pas encore eu lieu" in reponse.text
    assert SECRET in reponse.text
    assert Entretien.objects.count() == 0


def test_un_double_clic_n_ecrit_qu_un_entretien(parcours, auteur):
    ecrire(parcours, auteur)
    reponse = ecrire(parcours, auteur)
    assert "déjà écrit" in reponse.text
    assert Entretien.objects.count() == 1


@pytest.mark.parametrize(("champ", "valeur"), [("jour", "31/02/2026"), ("heure", "25:00")])
def test_une_date_impossible_est_dite(parcours, auteur, champ, valeur):
    reponse = ecrire(parcours, auteur, **{champ: valeur})
    assert "n’existe pas" in reponse.context["form"].errors[champ][0]


def test_un_premier_entretien_fixe_fait_avancer_la_fiche():
    orientation = creer_orientation()
    client = connecter(creer_utilisateur("coordination"))
    saisie = {**SAISIE, "type": "premier_entretien", "etat": "fixe", "jour": "2090-01-02"}
    client.post(f"/orientations/recues/{orientation.pk}/entretien/", saisie)
    orientation.refresh_from_db()
    assert orientation.etat == Orientation.Etat.ENTRETIEN_FIXE


def test_l_auteur_corrige_son_texte(parcours, auteur):
    ecrire(parcours, auteur)
    url = f"/entretiens/{Entretien.objects.get().pk}/modifier/"
    connecter(auteur).post(url, {**SAISIE, "partageable": "Visite faite.", "confidentiel": ""})
    entretien = Entretien.objects.get()
    assert (entretien.partageable, entretien.confidentiel) == ("Visite faite.", "")
