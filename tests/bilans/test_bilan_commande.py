"""``manage.py bilan --json`` in the shape that programs rely on."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ateliers.models import Seance
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_orientation,
    creer_place,
    creer_presence,
    creer_seance,
)

pytestmark = pytest.mark.django_db


def bilan(*arguments):
    sortie = StringIO()
    call_command("bilan", *arguments, stdout=sortie)
    return sortie.getvalue()


def test_bilan_json_a_la_forme_promise():
    creer_orientation(recue_le=dt.date(2026, 3, 2))
    seance = creer_seance(
        creer_atelier(code="COU", titre="Couture"), dt.date(2026, 3, 2), etat=Seance.Etat.TENUE
    )
    creer_presence(creer_place(seance))
    lu = json.loads(
        bilan("--centre", "le-lierre", "--du", "2026-01-01", "--au", "2026-06-30", "--json")
    )
    assert {k: lu[k] for k in ("centre", "dispositif", "du", "au")} == {
        "centre": "le-lierre",
        "dispositif": None,
        "du": "2026-01-01",
        "au": "2026-06-30",
    }
    assert list(lu["figures"]) == [f"F{rang:02}" for rang in range(1, 27)]
    assert lu["figures"]["F02"] == {
        "valeur": 1,
        "numerateur": 1,
        "denominateur": None,
        "unite": "personnes",
    }
    assert lu["figures"]["F11"]["valeur"]["tenues"] == 1
    assert lu["figures"]["F14"]["valeur"] is None
    assert lu["ateliers"]["COU"] == {
        "titre": "Couture",
        "objectif": None,
        "prevues": 1,
        "tenues": 1,
        "annulees": 0,
        "a_renseigner": 0,
        "a_venir": 0,
        "inscrits": 1,
        "participants": 1,
        "participations": 1,
        "heures": 2.0,
        "heures_des_sieges": 2.0,
        "attendus": 1,
        "presents": 1,
        "absents_excuses": 0,
        "absents": 0,
        "F13": 100.0,
        "F14": None,
        "F15": 10.0,
    }


def test_bilan_d_un_dispositif_ne_compte_que_le_sien():
    creer_orientation(dispositif=creer_dispositif("asi"))
    creer_orientation()
    commun = ("--centre", "le-lierre", "--du", "2026-01-01", "--au", "2026-12-31", "--json")
    lu = json.loads(bilan(*commun, "--dispositif", "asi"))
    assert (lu["dispositif"], lu["figures"]["F01"]["valeur"]) == ("asi", 1)


def test_bilan_lisible_dit_chaque_chiffre():
    creer_centre()
    lignes = bilan("--centre", "le-lierre", "--au", "2026-06-30").splitlines()
    assert lignes[0] == "Centre Le Lierre, du 01/01/2026 au 30/06/2026"
    assert lignes[1:3] == [
        "F01  Orientations reçues : 0 orientations",
        "F02  Personnes orientées : 0 personnes",
    ]
    assert lignes[10:12] == [
        "F10  Heures de participation : 0:00",
        "F11  Séances : 0 prévues, 0 tenues, 0 annulées, 0 à renseigner, 0 à venir",
    ]
    assert (lignes[13], lignes[25]) == (
        "F13  Taux de présence : –", "F25  Coût : 0,00\u00a0€"
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("--centre", "nulle-part"),
        ("--centre", "le-lierre", "--dispositif", "inconnu"),
        ("--centre", "le-lierre", "--du", "2026-02-31"),
        ("--centre", "le-lierre", "--au", "9999-12-31"),
        ("--centre", "le-lierre", "--du", "2026-12-31", "--au", "2026-01-01"),
    ],
)
def test_bilan_une_demande_fausse_est_une_phrase(arguments):
    creer_centre()
    with pytest.raises(CommandError):
        bilan(*arguments)
