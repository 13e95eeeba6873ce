import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command

from ateliers.models import Atelier, ObjectifAnnuel, Seance, Serie
from ateliers.operations import planifier_annee
from ateliers.operations.annee import jours_choisis, lire_horaires
from centre.erreurs import Refus
from centre.models import Centre, Lieu, Organisme
from centre.temps import a_paris, instant
from tests.ateliers.calendrier import poser_calendrier

pytestmark = pytest.mark.django_db
AVANT = instant(dt.date(2025, 12, 1), dt.time(8))

NOMBRES_2026 = {
    **{"EVQ": 33, "REL": 44, "PEM": 44, "COU": 46, "FRA": 46, "MUL": 45, "CUI": 44, "FLE": 44},
    **{"SOP": 24, "GDP": 20, "ART": 15, "VID": 4, "MUS": 5, "SOR": 10},
}


@pytest.fixture
def lierre():
    call_command("loaddata", "le_lierre.yaml", verbosity=0)
    centre = Centre.objects.get(slug="le-lierre")
    poser_calendrier(centre)
    return centre


def jours(centre, code, annee=2026):
    seances = Seance.objects.comptees().filter(centre=centre, atelier__code=code)
    dates = [a_paris(s.debut).date() for s in seances.order_by("debut")]
    return [date for date in dates if date.year == annee]


def test_fixture_du_lierre_se_charge_deux_fois_sans_doubler(lierre):
    call_command("loaddata", "le_lierre.yaml", verbosity=0)

    assert Centre.objects.count() == 1
    assert Lieu.objects.count() == 5
    assert Atelier.objects.count() == 15
    partenaires = Organisme.objects.exclude(type=Organisme.Type.CENTRE)
    assert partenaires.count() == 34
    assert partenaires.filter(est_sensible=True).count() == 7
    assert partenaires.filter(est_orienteur=True).count() == 3
    assert set(
        ObjectifAnnuel.objects.filter(annee=2026).values_list("atelier__code", "seances")
    ) == {*{("SOP", 24), ("GDP", 20), ("ART", 15), ("VID", 4), ("MUS", 5), ("SOR", 10)}}


def test_fixture_du_lierre_dit_ce_qui_est_une_hypothese(lierre):
    sans = Atelier.objects.exclude(source__contains="hypothèse")

    assert list(sans.values_list("code", flat=True)) == ["EVQ"]


def test_planifier_annee_2026_a_les_nombres_du_lierre(lierre):
    planifier_annee(lierre, 2026, quand=AVANT)

    assert {code: len(jours(lierre, code)) for code in NOMBRES_2026} == NOMBRES_2026
    assert Seance.objects.creneaux().count() == 44 * 4
    assert set(Seance.objects.values_list("etat", flat=True)) == {"prevue"}


def test_planifier_annee_saute_les_vendredis_feries_et_ouvre_le_2_janvier(lierre):
    planifier_annee(lierre, 2026, quand=AVANT)

    cuisine = jours(lierre, "CUI")
    feries = [dt.date(2026, 4, 3), dt.date(2026, 5, 1), dt.date(2026, 5, 8)]
    assert [jour in cuisine for jour in (dt.date(2026, 1, 2), dt.date(2026, 5, 15))] == [True] * 2
    assert not set(feries) & set(cuisine)
    noel = {dt.date(2026, 12, 24), dt.date(2026, 12, 31)}
    assert not noel & set(jours(lierre, "MUL"))


def test_planifier_annee_deux_fois_n_ajoute_rien(lierre):
    planifier_annee(lierre, 2026, quand=AVANT)
    avant = (Serie.objects.count(), list(Seance.objects.order_by("pk").values()))

    planifier_annee(lierre, 2026, quand=AVANT)

    assert (Serie.objects.count(), list(Seance.objects.order_by("pk").values())) == avant


def test_planifier_annee_alterne_arts_plastiques_et_musique(lierre):
    planifier_annee(lierre, 2026, quand=AVANT)

    semaines = {
        code: {jour.isocalendar().week for jour in jours(lierre, code)} for code in ("ART", "MUS")
    }
    assert not semaines["ART"] & semaines["MUS"]


def test_planifier_annee_fait_une_sortie_par_mois_sauf_l_ete(lierre):
    planifier_annee(lierre, 2026, quand=AVANT)

    sorties = jours(lierre, "SOR")
    assert Counter(jour.month for jour in sorties) == dict.fromkeys(
        [1, 2, 3, 4, 5, 6, 9, 10, 11, 12], 1
    )
    assert {jour.weekday() for jour in sorties} == {5}


def test_planifier_annee_va_jusqu_a_la_fin_de_l_annee_scolaire(lierre):
    planifier_annee(lierre, 2026, jusqu_au=dt.date(2027, 7, 2), quand=AVANT)

    assert {code: len(jours(lierre, code)) for code in NOMBRES_2026} == NOMBRES_2026
    assert jours(lierre, "COU", 2027)[-1] == dt.date(2027, 6, 29)
    heures = {a_paris(s.debut).time() for s in Seance.objects.filter(atelier__code="EVQ")}
    assert heures == {dt.time(14)}


def test_jours_choisis_en_trop_grand_nombre_sont_refuses(lierre):
    ligne = {**lire_horaires()["SOP"], "nombre": 60}

    with pytest.raises(Refus, match="2026 n’a pas 60 jours"):
        jours_choisis(ligne, 2026, [])
