"""The clock and the arithmetic of periods."""

import datetime as dt

import pytest

from centre.temps import ajouter_mois, fin_de_periode


@pytest.mark.parametrize(
    ("debut", "mois", "fin"),
    [
        (dt.date(2026, 3, 18), 6, dt.date(2026, 9, 17)),
        (dt.date(2026, 3, 18), 12, dt.date(2027, 3, 17)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 27)),
        (dt.date(2028, 2, 29), 6, dt.date(2028, 8, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 28)),
        (dt.date(2026, 7, 1), 6, dt.date(2026, 12, 31)),
    ],
)
def test_la_fin_d_une_periode_est_la_veille_de_la_suivante(debut, mois, fin):
    assert fin_de_periode(debut, mois) == fin


@pytest.mark.parametrize(
    ("debut", "fin"),
    [
        (dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
        (dt.date(2028, 1, 31), dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 31)),
        (dt.date(2026, 11, 15), dt.date(2026, 12, 15)),
    ],
)
def test_un_mois_de_plus_s_arrete_au_dernier_jour(debut, fin):
    assert ajouter_mois(debut, 1) == fin
