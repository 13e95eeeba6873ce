"""Presences that leave for a spreadsheet: columns, formulas, levels, the line in the journal."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from bilans.extrait_presences import COLONNES
from centre.models import JournalAcces
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
ADRESSE = "bilans:export-presences"
ANNEE = {"du": "2026-01-01", "au": "2026-12-31"}


@pytest.fixture
def coordination():
    return creer_utilisateur("coordination")


@pytest.fixture
def navigateur(client, coordination):
    client.force_login(coordination)
    return client


def venir(personne=None, **champs):
    return creer_presence(creer_place(creer_seance(**champs), personne))


def exporter(client, nom, **champs):
    return client.get(reverse(ADRESSE), {**ANNEE, "format": nom, **champs})


def lignes_csv(reponse):
    texte = reponse.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


def test_export_csv_donne_les_colonnes_promises(navigateur):
    personne = creer_personne(prenom="Éloïse", nom="Faure")
    venir(personne, atelier=creer_atelier(code="COU", titre="Couture"))
    [ligne] = lignes_csv(exporter(navigateur, "csv"))
    assert list(ligne) == list(COLONNES)
    del ligne["lieu"]
    assert ligne == {
        "date": "2026-11-19",
        "debut": "09:00",
        "fin": "11:00",
        "atelier_code": "COU",
        "atelier": "Couture",
        "genre": "atelier",
        "personne": str(personne.reference),
        "prenom": "Éloïse",
        "nom": "Faure",
        "reponse": "present",
        "minutes": "120",
        "arrivee": "",
        "depart": "",
        "raison": "",
        "places": "1",
        "places_occupees": "1",
        "origine": "ponctuelle",
        "dispositif": "",
        "etat_seance": "prevue",
    }


@pytest.mark.parametrize("debut", ["=", "+", "-", "@"])
def test_export_une_formule_reste_un_texte(navigateur, debut):
    venir(creer_personne(prenom=f"{debut}HYPERLINK(1)"))
    [ligne] = lignes_csv(exporter(navigateur, "csv"))
    assert ligne["prenom"] == f"'{debut}HYPERLINK(1)"
    feuille = openpyxl.load_workbook(io.BytesIO(exporter(navigateur, "xlsx").content)).active
    assert {c.data_type for rangee in feuille.iter_rows() for c in rangee} <= {
        "inlineStr",
        "s",
        "n",
    }


def test_export_xlsx_garde_les_nombres(navigateur):
    venir()
    feuille = openpyxl.load_workbook(io.BytesIO(exporter(navigateur, "xlsx").content)).active
    entetes, ligne = feuille.iter_rows(values_only=True)
    assert dict(zip(entetes, ligne, strict=True))["minutes"] == 120


def test_export_un_atelier_protege_sort_pour_son_equipe_seulement(navigateur, coordination):
    protege = creer_atelier(sensibilite=3)
    venir(atelier=protege)
    assert lignes_csv(exporter(navigateur, "csv")) == []
    protege.equipe.add(coordination)
    assert len(lignes_csv(exporter(navigateur, "csv"))) == 1


def test_export_ne_sort_ni_autre_centre_ni_autre_periode_ni_entretien(navigateur):
    venir(atelier=creer_atelier(creer_centre("ailleurs")))
    venir(jour=dt.date(2025, 12, 31))
    venir(atelier=creer_atelier(genre="entretien"))
    assert lignes_csv(exporter(navigateur, "csv")) == []


def test_export_est_note_avec_son_nombre(navigateur):
    venir()
    venir()
    exporter(navigateur, "csv")
    assert list(JournalAcces.objects.values_list("acte", "page", "nombre")) == [
        ("export", "Présences du 01/01/2026 au 31/12/2026, csv", 2)
    ]


def test_export_sans_format_dit_les_colonnes_et_ne_note_rien(navigateur):
    reponse = navigateur.get(reverse(ADRESSE))
    assert (reponse.status_code, JournalAcces.objects.count()) == (200, 0)
    assert all(nom in reponse.content.decode() for nom in COLONNES)


@pytest.mark.parametrize(
    ("champs", "statut"), [({"format": "exe"}, 404), ({"format": "csv", "du": "2026-02-31"}, 200)]
)
def test_export_une_demande_fausse_ne_donne_pas_de_fichier(navigateur, champs, statut):
    reponse = navigateur.get(reverse(ADRESSE), {**ANNEE, **champs})
    assert (reponse.status_code, "Content-Disposition" in reponse) == (statut, False)


@pytest.mark.parametrize(
    ("role", "statut"),
    [
        ("referent", 403),
        ("accueil", 403),
        ("animation", 403),
        ("prescripteur", 404),
        ("administration", 404),
    ],
)
def test_export_est_a_la_coordination(client, role, statut):
    client.force_login(creer_utilisateur(role))
    assert exporter(client, "csv").status_code == statut
