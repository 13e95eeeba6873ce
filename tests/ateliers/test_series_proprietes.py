"""Whatever the rule, the holidays and the hand edits, a series keeps its promises."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ateliers.models import Seance, Serie
from ateliers.operations import enregistrer_serie, planifier, publier
from ateliers.recurrence import dates_prevues, dernier_jour, jour_du_mois
from centre.models import PeriodeCalendrier
from centre.temps import JOUR, PARIS, a_paris, instant
from tests.ateliers.test_recurrence import serie_en_memoire
from tests.builders import creer_serie

Genre, Regle = PeriodeCalendrier.Genre, Serie.Regle
AVANT = instant(dt.date(2023, 1, 1), dt.time(8))
REGLES = [Regle.HORS_VACANCES, Regle.TOUTE_ANNEE, Regle.VACANCES_SEULEMENT]

# Around two clock changes of each year, 29 February 2024 and 2028, and the 53 weeks of 2026.
jours = st.dates(dt.date(2023, 12, 20), dt.date(2028, 12, 31))
vacances = st.lists(
    st.builds(
        lambda genre, debut, duree: (genre, debut, debut + duree * JOUR),
        st.sampled_from(Genre.values),
        jours,
        st.integers(0, 40),
    ),
    max_size=5,
    # One line per kind and first day, as in the base.
    unique_by=lambda ligne: ligne[:2],
)
cadences = st.one_of(
    st.tuples(st.integers(1, 4), st.none()),
    st.tuples(st.just(1), st.sampled_from([1, 2, 3, 4, -1])),
)


def periodes_de(lignes, **centre):
    return [
        PeriodeCalendrier(genre=g, nom="P", debut=debut, fin=fin, **centre)
        for g, debut, fin in lignes
    ]


def gardees(serie, periodes=()):
    return [p.jour for p in dates_prevues(serie, periodes) if p.est_gardee]


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 6), cadences, jours, st.integers(0, 700))
@example(3, (1, None), dt.date(2026, 1, 1), 364)
@example(3, (1, 4), dt.date(2024, 2, 29), 30)
@example(0, (1, -1), dt.date(2026, 8, 31), 0)
def test_le_rythme_est_celui_que_l_on_compte_a_la_main(jour, cadence, du, longueur):
    intervalle, rang = cadence
    serie = serie_en_memoire(
        jour=jour, intervalle=intervalle, rang_du_mois=rang, du=du, au=du + longueur * JOUR
    )
    tous = [du + n * JOUR for n in range(longueur + 1)]
    jours_du_mois = [j for j in tous if rang and jour_du_mois(j, jour, rang) == j]
    hebdomadaires = [j for j in tous if j.weekday() == jour][::intervalle]

    assert gardees(serie) == (jours_du_mois if rang else hebdomadaires)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(REGLES), st.integers(0, 6), jours, st.integers(1, 40), vacances)
def test_n_seances_donnent_le_jour_de_la_derniere(regle, jour, du, nombre, lignes):
    periodes, limite = periodes_de(lignes), du + 800 * JOUR
    serie = serie_en_memoire(regle=regle, jour=jour, du=du, au=du)
    fin = dernier_jour(serie, nombre, au_plus_tard=limite, periodes=periodes)
    if fin is None:
        serie.au = limite
        assert len(gardees(serie, periodes)) < nombre
        return
    # The end equals the last start: the library would drop it.
    serie.au = fin
    assert len(gardees(serie, periodes)) == nombre
    assert gardees(serie, periodes)[-1] == fin


@pytest.mark.parametrize(
    ("mois", "jour", "rang", "attendu"),
    [
        ((2024, 2, 1), 3, -1, (2024, 2, 29)),
        ((2028, 2, 29), 1, -1, (2028, 2, 29)),
        ((2026, 10, 15), 3, 1, (2026, 10, 1)),
        ((2026, 10, 15), 3, -1, (2026, 10, 29)),
        ((2026, 8, 1), 5, 4, (2026, 8, 22)),
        ((2026, 12, 31), 3, -1, (2026, 12, 31)),
    ],
)
def test_jour_du_mois(mois, jour, rang, attendu):
    assert jour_du_mois(dt.date(*mois), jour, rang) == dt.date(*attendu)


def test_une_serie_qui_commence_dans_les_vacances_commence_a_la_rentree():
    ete = PeriodeCalendrier(
        genre=Genre.VACANCES, nom="Été", debut=dt.date(2026, 7, 4), fin=dt.date(2026, 8, 31)
    )
    serie = serie_en_memoire(
        regle=Regle.HORS_VACANCES, jour=1, du=dt.date(2026, 8, 18), au=dt.date(2026, 9, 8)
    )
    assert gardees(serie, [ete]) == [dt.date(2026, 9, 1), dt.date(2026, 9, 8)]


class TestPlanification(TestCase):
    """Rows of any series, in a database emptied between examples."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.sampled_from(REGLES),
        st.integers(0, 6),
        cadences,
        st.sampled_from([dt.time(2, 30), dt.time(9), dt.time(14), dt.time(23)]),
        jours,
        st.integers(0, 200),
        vacances,
        st.lists(st.tuples(st.booleans(), st.integers(0, 200)), max_size=6),
    )
    def test_les_seances_sont_uniques_a_l_heure_et_jamais_un_jour_saute(
        self, regle, jour, cadence, debut, du, longueur, lignes, gestes
    ):
        serie = creer_serie(
            regle=regle,
            jour=jour,
            intervalle=cadence[0],
            rang_du_mois=cadence[1],
            heure_debut=debut,
            heure_fin=debut.replace(minute=59),
            du=du,
            au=du + longueur * JOUR,
            dates_sautees=sorted({(du + n * JOUR).isoformat() for saute, n in gestes if saute}),
            dates_gardees=sorted({(du + n * JOUR).isoformat() for saute, n in gestes if not saute}),
        )
        PeriodeCalendrier.objects.bulk_create(periodes_de(lignes, centre=serie.atelier.centre))
        enregistrer_serie(serie)
        planifier(serie, quand=AVANT)
        self._verifier(serie)
        if serie.seances.exists():
            publier(serie, par=None, quand=AVANT)
        lues = list(Seance.objects.order_by("pk").values())
        planifier(serie, quand=AVANT)
        assert list(Seance.objects.order_by("pk").values()) == lues

    def _verifier(self, serie):
        seances = list(serie.seances.all())
        prevues = dates_prevues(serie)
        comptes = Counter(s.date_origine for s in seances)
        assert set(comptes.values()) <= {1}
        assert sorted(comptes) == [p.jour for p in prevues if p.est_gardee]
        sautes = {p.jour for p in prevues if not p.est_gardee}
        assert not sautes & {a_paris(s.debut).date() for s in seances}
        heures = {a_paris(s.debut).time() for s in seances}
        # The spring night has no 2:30: that one séance is at 3:30.
        permises = {serie.heure_debut, dt.time(3, 30)}
        assert heures <= (permises if serie.heure_debut == dt.time(2, 30) else {serie.heure_debut})
        assert all(s.debut.astimezone(PARIS).date() == s.date_origine for s in seances)
