"""Answers in public services' words: the whole table, what stays out of the file, who takes it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from centre.models import JournalAcces
from centre.temps import instant
from presences.queries.statuts import places_a_exporter, statuts_de
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_place,
    creer_presence,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("statut", "attendu"),
    [
        ("", ("unknown", "PRIS")),
        ("present", ("seen", "EFFECTUE")),
        ("present_partiel", ("seen", "EFFECTUE")),
        ("absent_excuse", ("excused", "ABSENT_EXC")),
        ("absent", ("noshow", "ABSENT")),
    ],
)
def test_chaque_reponse_a_ses_deux_statuts(statut, attendu):
    place = creer_place()
    if statut:
        heure = instant(JOUR, dt.time(9, 30)) if statut == "present_partiel" else None
        creer_presence(place, statut=statut, arrivee=heure)
    assert statuts_de(place) == attendu


def test_ce_que_le_centre_annule_n_est_pas_une_absence():
    reprise = creer_place(etat="annulee_centre")
    annulee = creer_place(creer_seance(etat="annulee", motif_annulation="autre"))
    assert [statuts_de(p) for p in (reprise, annulee)] == [("revoked", "ANNULE")] * 2


def test_le_fichier_ne_contient_rien_de_discret_ni_d_ailleurs():
    centre = creer_centre()
    sienne = creer_place(creer_seance(creer_atelier(centre)))
    creer_place(creer_seance(creer_atelier(centre, sensibilite=2)))
    creer_place(creer_seance(creer_atelier(creer_centre("amitie-partage"))))
    creer_place(creer_seance(creer_atelier(centre)), etat="liste_attente", rang=1)
    places = places_a_exporter(creer_utilisateur("coordination"), centre, JOUR, JOUR)
    assert list(places) == [sienne]


def test_le_fichier_se_prend_a_la_main_et_se_note(client):
    creer_presence(creer_place(), statut="absent_excuse")
    client.force_login(creer_utilisateur("coordination"))
    adresse = reverse("presences:export-statuts")
    periode = {"du": "2026-11-01", "au": "2026-11-30"}
    with time_machine.travel(instant(JOUR, dt.time(18)), tick=False):
        fichier = client.get(adresse, {**periode, "format": "csv"})
        tableur = client.get(adresse, {**periode, "format": "xlsx"})
    lignes = fichier.content.decode("utf-8-sig").splitlines()
    assert (len(lignes), lignes[1].endswith("excused;ABSENT_EXC")) == (2, True)
    assert tableur.content[:2] == b"PK"
    assert JournalAcces.objects.filter(acte="export").count() == 2
