"""The golden set: what Le Lierre printed for 2012 and 2013, counted from its rows."""

import datetime as dt

import pytest

from bilans.demonstration import lierre_2013
from bilans.figures import Perimetre, Periode, calculer
from parcours.models import Dispositif, Orientation

EN_2012 = Periode(dt.date(2012, 1, 1), dt.date(2012, 12, 31))
EN_2013 = Periode(dt.date(2013, 1, 1), dt.date(2013, 12, 31))
AU_10_DECEMBRE = Periode(dt.date(2013, 1, 1), dt.date(2013, 12, 10))


@pytest.fixture
def lierre(db):
    centre = lierre_2013.charger().centre
    return Perimetre(centre, Dispositif.objects.get(code="action-lierre"))


def orientees(lierre, periode):
    return set(calculer("F02", lierre, periode).lignes.values_list("pk", flat=True))


def test_or_orientations_up_to_10_december(lierre):
    assert calculer("F01", lierre, AU_10_DECEMBRE).valeur == 90


@pytest.mark.parametrize(
    ("periode", "attendu"), [(EN_2012, 77), (AU_10_DECEMBRE, 86), (EN_2013, 89)]
)
def test_or_people_oriented(lierre, periode, attendu):
    assert calculer("F02", lierre, periode).valeur == attendu


def test_or_twelve_people_came_both_years(lierre):
    assert len(orientees(lierre, EN_2012) & orientees(lierre, AU_10_DECEMBRE)) == 12


def test_or_leaves_out_duplicates_and_spontaneous_arrivals(lierre):
    fiches = Orientation.objects.filter(centre=lierre.centre)
    assert fiches.filter(etat="annulee_doublon").count() == 1
    assert fiches.filter(mode="spontanee").count() == 6
    assert fiches.filter(recue_le__range=(AU_10_DECEMBRE.du, AU_10_DECEMBRE.au)).count() == 97
