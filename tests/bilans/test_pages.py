"""The page of a bilan, and who is behind each figure."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ateliers.models import Seance
from bilans.figures import FIGURES
from bilans.templatetags.bilans_tags import heures_minutes
from centre.temps import instant
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
JOUR = dt.date(2026, 11, 19)
# Ten figures twice, the two others of the total, the table, the open sheets, the account.
REQUETES = 50


@pytest.fixture(autouse=True)
def maintenant():
    with time_machine.travel(instant(JOUR, dt.time(18)), tick=False):
        yield


@pytest.fixture
def navigateur(client):
    client.force_login(creer_utilisateur("coordination"))
    return client


def venir(personne=None, **champs):
    champs.setdefault("jour", dt.date(2026, 11, 5))
    seance = creer_seance(etat=Seance.Etat.TENUE, **champs)
    return creer_presence(creer_place(seance, personne))


def page(client, **champs):
    return client.get(reverse("bilans:bilan"), champs)


def derriere(client, code, **champs):
    return client.get(reverse("bilans:figure", args=[code]), champs)


def test_bilan_sans_date_va_du_premier_janvier_a_aujourd_hui(navigateur):
    contexte = page(navigateur).context
    assert (contexte["periode"].du, contexte["periode"].au) == (dt.date(2026, 1, 1), JOUR)
    assert "compté le jeudi 19 novembre 2026" in page(navigateur).content.decode()


def test_bilan_compare_aux_memes_dates_de_l_annee_d_avant(navigateur):
    for jour in (dt.date(2025, 3, 1), dt.date(2025, 12, 24), dt.date(2026, 3, 1)):
        creer_orientation(recue_le=jour)
    creer_orientation(recue_le=dt.date(2026, 4, 1))
    carte = page(navigateur).context["cartes"][0]
    assert (carte.nombre, carte.nombre_avant, carte.ecart) == (2, 1, "+100,0 %")


def test_bilan_montre_les_deux_taux_ensemble_et_un_tiret_sous_cinq(navigateur):
    venir()
    texte = page(navigateur).content.decode()
    assert texte.index("Taux de présence") < texte.index("Taux d’assiduité")
    cartes = {c.figure.code: c.figure for c in page(navigateur).context["cartes"]}
    assert (cartes["F13"].valeur, cartes["F14"].valeur) == (100.0, None)


def test_bilan_le_total_compte_chaque_personne_une_fois(navigateur):
    personne = creer_personne()
    venir(personne, atelier=creer_atelier())
    venir(personne, atelier=creer_atelier())
    contexte = page(navigateur).context
    assert [b.ligne.participants for b in contexte["barres"]] == [1, 1]
    assert contexte["total"]["F07"].valeur == 1


def test_bilan_nomme_les_feuilles_ouvertes(navigateur):
    seance = creer_seance(creer_atelier(titre="Couture"), dt.date(2026, 11, 5))
    contexte = page(navigateur).context
    assert contexte["a_renseigner"] == [seance]


@pytest.mark.parametrize(
    "champs",
    [
        {"du": "2026-02-31"},
        {"du": "2026-12-31", "au": "2026-01-01"},
        {"du": "0001-01-01", "au": "9999-12-31"},
        {"dispositif": "inconnu"},
        {"du": "9" * 30},
    ],
)
def test_bilan_une_periode_fausse_est_une_phrase(navigateur, champs):
    reponse = page(navigateur, **champs)
    assert (reponse.status_code, bool(reponse.context["form"].errors)) == (200, True)


def test_bilan_une_ou_trente_lignes_les_memes_requetes(navigateur):
    venir(creer_parcours().personne)
    peu = nombre_de_requetes(navigateur)
    for _ in range(15):
        venir(creer_parcours().personne)
    assert (peu, nombre_de_requetes(navigateur)) == (REQUETES, REQUETES)


def nombre_de_requetes(client):
    page(client)
    with CaptureQueriesContext(connection) as requetes:
        page(client)
    return len(requetes)


@pytest.mark.parametrize("code", FIGURES)
def test_figure_chaque_chiffre_a_sa_page(navigateur, code):
    venir(creer_parcours(creer_orientation().personne).personne)
    reponse = derriere(navigateur, code)
    assert reponse.status_code == 200
    assert reponse.context["definition"].compte in reponse.content.decode()


def test_figure_inconnue_est_introuvable(navigateur):
    assert derriere(navigateur, "F99").status_code == 404


def test_figure_d_un_atelier_ne_montre_que_le_sien(navigateur):
    couture = venir(atelier=creer_atelier(code="COU"))
    venir(atelier=creer_atelier(code="FLE"))
    assert list(derriere(navigateur, "F09", atelier="COU").context["page"]) == [couture]
    assert derriere(navigateur, "F09", atelier="XXX").status_code == 404
    assert derriere(navigateur, "F02", atelier="COU").status_code == 404


def test_figure_une_liste_protegee_est_comptee_sans_etre_montree(navigateur):
    venir(creer_personne(prenom="Secrète"), atelier=creer_atelier(sensibilite=3))
    contexte = derriere(navigateur, "F09").context
    assert (list(contexte["page"]), contexte["cachees"]) == ([], 1)
    assert "Secrète" not in derriere(navigateur, "F09").content.decode()


@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 403),
        ("accueil", 403),
        ("animation", 403),
        ("prescripteur", 404),
        ("binome", 404),
        ("administration", 404),
    ],
)
def test_bilan_est_a_la_coordination(client, role, statut):
    client.force_login(creer_utilisateur(role))
    assert (page(client).status_code, derriere(client, "F02").status_code) == (statut, statut)


def test_bilan_un_autre_centre_ne_se_demande_pas(navigateur):
    creer_orientation(creer_personne(creer_centre("ailleurs")))
    assert page(navigateur, centre="ailleurs").status_code == 404
    assert page(navigateur).context["cartes"][0].nombre == 0


@pytest.mark.parametrize(
    ("minutes", "ecrit"), [(376_755, "6\u00a0279:15"), (45, "0:45"), (0, "0:00")]
)
def test_heures_minutes_ne_coupe_jamais_une_heure(minutes, ecrit):
    assert heures_minutes(minutes) == ecrit
