"""French dates, hours, lengths and numbers of the pages."""

import datetime as dt

import pytest

from centre import ecriture
from centre.temps import PARIS

MARDI = dt.datetime(2026, 11, 24, 14, 30, tzinfo=PARIS)


def test_jour_long_en_toutes_lettres() -> None:
    assert ecriture.jour_long(MARDI) == "mardi 24 novembre"
    assert ecriture.jour_long_annee(MARDI) == "mardi 24 novembre 2026"
    assert ecriture.jour_long(dt.date(2026, 5, 1)) == "vendredi 1er mai"
    assert ecriture.jour_court(MARDI) == "mar. 24 nov."


def test_une_date_d_une_autre_annee_dit_son_annee() -> None:
    lues = [ecriture.date_situee(MARDI, dt.date(annee, 12, 31)) for annee in (2025, 2026, 2027)]
    assert lues == ["24 novembre 2026", "24 novembre", "24 novembre 2026"]


def test_instant_lu_a_l_heure_de_paris() -> None:
    """23:30 UTC on Monday evening is Tuesday in Paris, half past midnight."""
    tard = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    assert ecriture.jour_long(tard) == "mardi 24 novembre"
    assert ecriture.heure(tard) == "0\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("moment", "courte", "longue"),
    [
        (dt.time(9), "9\u00a0h", "9\u00a0heures"),
        (dt.time(14, 5), "14\u00a0h\u00a005", "14\u00a0heures\u00a005"),
        (dt.time(1), "1\u00a0h", "1\u00a0heure"),
        (dt.time(0), "0\u00a0h", "0\u00a0heure"),
        (None, "", ""),
    ],
)
def test_heure_courte_et_longue(moment: dt.time | None, courte: str, longue: str) -> None:
    assert (ecriture.heure(moment), ecriture.heure_longue(moment)) == (courte, longue)


@pytest.mark.parametrize(
    ("minutes", "attendu"),
    [
        (45, "45\u00a0min"),
        (1860, "31\u00a0h"),
        (750, "12\u00a0h\u00a030"),
        (dt.timedelta(hours=1, minutes=5), "1\u00a0h\u00a005"),
        (376755, "6\u00a0279\u00a0h\u00a015"),
        (0, "0\u00a0min"),
        (None, ""),
    ],
)
def test_duree_en_heures_et_minutes(minutes: float | dt.timedelta | None, attendu: str) -> None:
    assert ecriture.duree(minutes) == attendu


@pytest.mark.parametrize(
    ("numero", "lu", "lien"),
    [
        ("+33353010000", "03\u00a053\u00a001\u00a000\u00a000", "tel:+33353010000"),
        ("03 53 01 00 00", "03\u00a053\u00a001\u00a000\u00a000", "tel:+33353010000"),
        ("+352 26 12 34 56", "+352 26 12 34 56", "tel:+35226123456"),
        ("3949", "3949", "tel:3949"),
        ("", "", "tel:"),
    ],
)
def test_telephone_par_paires(numero: str, lu: str, lien: str) -> None:
    assert (ecriture.telephone(numero), ecriture.lien_tel(numero)) == (lu, lien)


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [("Claire M.", "CM"), ("élise", "É"), ("Jean-Paul de la Tour", "JT"), ("", "")],
)
def test_initiales(nom: str, attendu: str) -> None:
    assert ecriture.initiales(nom) == attendu


def test_pluriel_a_partir_de_deux() -> None:
    formes = "personne inscrite,personnes inscrites"
    assert [ecriture.pluriel(n, formes) for n in (0, 1, 2)] == [
        "0\u00a0personne inscrite",
        "1\u00a0personne inscrite",
        "2\u00a0personnes inscrites",
    ]
    assert ecriture.pluriel(3, "place") == "3\u00a0places"
