import datetime as dt

import holidays
import pytest

from centre.calendrier import (
    Importation,
    est_court,
    horizon,
    horizon_connu,
    importer,
    jours_feries,
    ponts,
    vacances_scolaires,
)
from centre.models import PeriodeCalendrier
from tests.builders import creer_centre

D = dt.date
DEUX_ANNEES = (D(2025, 9, 1), D(2027, 7, 2))


def dates(periodes):
    return [(p.nom, p.debut, p.fin) for p in periodes]


def test_zone_b_2026_2027_a_les_dates_publiees():
    assert dates(vacances_scolaires("B", D(2026, 9, 1), D(2027, 8, 31))) == [
        ("Vacances de la Toussaint", D(2026, 10, 17), D(2026, 11, 1)),
        ("Vacances de Noël", D(2026, 12, 19), D(2027, 1, 3)),
        ("Vacances d’hiver", D(2027, 2, 20), D(2027, 3, 7)),
        ("Vacances de printemps", D(2027, 4, 17), D(2027, 5, 2)),
        ("Vacances d’été", D(2027, 7, 3), D(2027, 8, 31)),
    ]


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_les_deux_bibliotheques_disent_les_memes_jours(zone):
    """Two school years; bridges apart, which only one library has before 2027."""
    regles = holidays.France(subdiv=f"Zone {zone}", categories={"school"}, years=range(2025, 2028))
    du, au = DEUX_ANNEES
    selon_les_regles = {j for j, nom in regles.items() if du <= j <= au and "Ascension" not in nom}
    publies = {
        p.debut + dt.timedelta(days=n)
        for p in vacances_scolaires(zone, du, au)
        for n in range((p.fin - p.debut).days + 1)
        if du <= p.debut + dt.timedelta(days=n) <= au
    }
    assert publies == selon_les_regles


def test_moselle_a_le_vendredi_saint_et_le_26_decembre():
    assert [nom for nom, *_ in dates(jours_feries("57", D(2026, 1, 1), D(2026, 12, 31)))] == [
        "Jour de l’an",
        "Vendredi saint",
        "Lundi de Pâques",
        "Fête du Travail",
        "Fête de la Victoire",
        "Ascension",
        "Lundi de Pentecôte",
        "Fête nationale",
        "Assomption",
        "Toussaint",
        "Armistice",
        "Noël",
        "Saint-Étienne",
    ]
    moselle = {p.debut for p in jours_feries("57", D(2026, 1, 1), D(2027, 12, 31))}
    partout = {p.debut for p in jours_feries("54", D(2026, 1, 1), D(2027, 12, 31))}
    locaux = {D(2026, 4, 3), D(2026, 12, 26), D(2027, 3, 26), D(2027, 12, 26)}
    assert moselle - partout == locaux


def test_le_pont_de_l_ascension_dit_d_ou_il_vient():
    trouves = ponts("B", D(2026, 1, 1), D(2027, 12, 31))
    assert dates(trouves) == [
        ("Pont de l’Ascension", D(2026, 5, 15), D(2026, 5, 16)),
        ("Pont de l’Ascension", D(2027, 5, 7), D(2027, 5, 8)),
    ]
    assert ["absent de vacances-scolaires-france" in p.source for p in trouves] == [True, False]


def test_l_horizon_des_donnees_est_ecrit_dans_la_source():
    source = vacances_scolaires("B", D(2026, 9, 1), D(2026, 12, 1))[0].source
    assert source.endswith(f"connu jusqu’au {horizon_connu():%d/%m/%Y}")


def test_importer_deux_fois_n_ajoute_rien(db):
    centre = creer_centre()
    premiere = importer(centre, D(2026, 1, 1), D(2026, 12, 31))
    assert premiere == Importation(ajoutees=20, gardees=0)
    assert importer(centre, D(2026, 1, 1), D(2026, 12, 31)) == Importation(0, 20)
    assert PeriodeCalendrier.objects.count() == 20


def test_importer_ne_touche_pas_ce_que_l_equipe_a_change(db):
    centre = creer_centre()
    importer(centre, D(2026, 1, 1), D(2026, 12, 31))
    pont = PeriodeCalendrier.objects.get(genre="pont")
    pont.nom, pont.fin, pont.reste_ouvert = "Pont de mai", D(2026, 5, 15), True
    pont.save()
    importer(centre, D(2026, 1, 1), D(2026, 12, 31))
    relu = PeriodeCalendrier.objects.get(genre="pont")
    assert (relu.nom, relu.fin, relu.reste_ouvert) == ("Pont de mai", D(2026, 5, 15), True)


def test_importer_un_centre_laisse_l_autre(db):
    importer(creer_centre("autre"), D(2026, 1, 1), D(2026, 12, 31))
    assert creer_centre().periodes.count() == 0


def test_horizon_est_la_fin_des_dernieres_vacances(db):
    centre = creer_centre()
    assert horizon(centre) is None
    importer(centre, D(2026, 1, 1), D(2027, 8, 31))
    assert horizon(centre) == D(2027, 8, 31)


@pytest.mark.parametrize(
    ("dernier", "court"),
    [(None, True), (D(2027, 5, 18), True), (D(2027, 5, 19), False), (D(2028, 8, 31), False)],
)
def test_horizon_a_moins_de_six_mois_est_court(dernier, court):
    assert est_court(dernier, D(2026, 11, 19)) is court
