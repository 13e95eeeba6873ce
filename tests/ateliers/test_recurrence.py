import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st
from schedule.models import Event, Rule

from ateliers.models import Atelier, Serie
from ateliers.recurrence import (
    PLAFOND,
    DatePrevue,
    dates_prevues,
    enregistrer_evenement,
    expanser,
    verdict,
)
from centre.models import Centre, PeriodeCalendrier
from centre.temps import PARIS, a_paris, instant
from tests.ateliers.calendrier import poser_calendrier
from tests.builders import creer_centre, creer_serie

Genre = PeriodeCalendrier.Genre
Regle = Serie.Regle


def serie_en_memoire(**champs):
    """An unsaved weekly series, Mondays 14:00–16:00 over 2026."""
    valeurs = {
        "atelier": Atelier(code="EVQ", titre="Espace", centre=Centre(pk=1)),
        "regle": Regle.TOUTE_ANNEE,
        "jour": 0,
        "heure_debut": dt.time(14),
        "heure_fin": dt.time(16),
        "du": dt.date(2026, 1, 1),
        "au": dt.date(2026, 12, 31),
        "capacite": 10,
    }
    return Serie(**{**valeurs, **champs})


def periode(genre, debut, fin=None, nom="P", **champs):
    debut = dt.date.fromisoformat(debut)
    fin = dt.date.fromisoformat(fin) if fin else debut
    return PeriodeCalendrier(genre=genre, nom=nom, debut=debut, fin=fin, **champs)


def gardees(serie, periodes=()):
    return [p.jour.isoformat() for p in dates_prevues(serie, periodes) if p.est_gardee]


def test_dates_prevues_hebdomadaires_couvrent_les_deux_bornes():
    serie = serie_en_memoire(du=dt.date(2026, 11, 2), au=dt.date(2026, 11, 23))

    assert gardees(serie) == ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]


def test_dates_prevues_de_2026_comptent_53_jeudis():
    assert len(gardees(serie_en_memoire(jour=3))) == 53


def test_dates_prevues_toutes_les_deux_semaines_partent_du_premier_jour():
    serie = serie_en_memoire(
        jour=2, intervalle=2, du=dt.date(2026, 10, 13), au=dt.date(2026, 11, 11)
    )

    assert gardees(serie) == ["2026-10-14", "2026-10-28", "2026-11-11"]


def test_dates_prevues_sans_jour_possible_sont_vides():
    serie = serie_en_memoire(jour=6, du=dt.date(2026, 11, 2), au=dt.date(2026, 11, 3))

    assert dates_prevues(serie, []) == []


@pytest.mark.parametrize(
    ("regle", "genre", "attendu"),
    [
        (Regle.HORS_VACANCES, Genre.FERIE, (False, "jour férié\u00a0: P", "")),
        (Regle.HORS_VACANCES, Genre.FERMETURE, (False, "centre fermé\u00a0: P", "")),
        (Regle.HORS_VACANCES, Genre.VACANCES, (False, "vacances scolaires\u00a0: P", "")),
        (Regle.HORS_VACANCES, Genre.PONT, (False, "pas de classe\u00a0: P", "")),
        (Regle.TOUTE_ANNEE, Genre.FERIE, (False, "jour férié\u00a0: P", "")),
        (Regle.TOUTE_ANNEE, Genre.FERMETURE, (False, "centre fermé\u00a0: P", "")),
        (Regle.TOUTE_ANNEE, Genre.VACANCES, (True, "", "")),
        (Regle.TOUTE_ANNEE, Genre.PONT, (True, "", "pas de classe, à décider")),
        (Regle.VACANCES_SEULEMENT, Genre.VACANCES, (True, "", "")),
        (Regle.VACANCES_SEULEMENT, Genre.PONT, (False, "hors des vacances scolaires", "")),
        (Regle.VACANCES_SEULEMENT, Genre.FERIE, (False, "jour férié\u00a0: P", "")),
        (Regle.DATES_EXPLICITES, Genre.FERIE, (True, "", "jour férié\u00a0: P")),
    ],
)
def test_verdict_suit_la_regle_du_calendrier(regle, genre, attendu):
    jour = dt.date(2026, 5, 15)
    serie = serie_en_memoire(regle=regle, jour=4, dates=["2026-05-15"])

    est_gardee, raison, note = attendu
    assert verdict(serie, jour, [periode(genre, "2026-05-15")]) == DatePrevue(
        jour, est_gardee, raison, note
    )


def test_verdict_hors_de_toute_periode():
    jour = dt.date(2026, 11, 16)

    assert verdict(serie_en_memoire(), jour, []) == DatePrevue(jour, True)
    vacances = serie_en_memoire(regle=Regle.VACANCES_SEULEMENT)
    assert verdict(vacances, jour, []) == DatePrevue(jour, False, "hors des vacances scolaires")


def test_verdict_le_jour_ferie_passe_avant_les_vacances():
    periodes = [
        periode(Genre.VACANCES, "2026-07-04", "2026-08-31", "Été"),
        periode(Genre.FERIE, "2026-07-14", nom="Fête nationale"),
    ]
    serie = serie_en_memoire(regle=Regle.HORS_VACANCES, jour=1)

    assert verdict(serie, dt.date(2026, 7, 14), periodes).raison == (
        "jour férié\u00a0: Fête nationale"
    )


@pytest.mark.parametrize("genre", [Genre.FERIE, Genre.FERMETURE])
def test_verdict_une_periode_ou_le_centre_reste_ouvert_ne_ferme_rien(genre):
    jour = dt.date(2026, 11, 16)
    ouverte = periode(genre, "2026-11-16", reste_ouvert=True)

    assert verdict(serie_en_memoire(), jour, [ouverte]) == DatePrevue(jour, True)


def test_dates_prevues_gardees_et_sautees_a_la_main():
    serie = serie_en_memoire(
        regle=Regle.HORS_VACANCES,
        du=dt.date(2026, 10, 12),
        au=dt.date(2026, 11, 2),
        dates_gardees=["2026-10-19", "2026-10-21"],
        dates_sautees=["2026-11-02"],
    )
    toussaint = periode(Genre.VACANCES, "2026-10-17", "2026-11-01", "Toussaint")
    raison = "vacances scolaires\u00a0: Toussaint"

    assert dates_prevues(serie, [toussaint]) == [
        DatePrevue(dt.date(2026, 10, 12), True),
        DatePrevue(dt.date(2026, 10, 19), True, note=raison, a_la_main=True),
        DatePrevue(dt.date(2026, 10, 21), True, note=raison, a_la_main=True),
        DatePrevue(dt.date(2026, 10, 26), False, raison),
        DatePrevue(dt.date(2026, 11, 2), False, "sautée à la main", a_la_main=True),
    ]


def test_dates_prevues_explicites_restent_dans_la_periode_de_la_serie():
    serie = serie_en_memoire(
        regle=Regle.DATES_EXPLICITES, jour=None, dates=["2026-03-05", "2026-02-05", "2027-01-07"]
    )

    assert gardees(serie) == ["2026-02-05", "2026-03-05"]


@pytest.mark.parametrize(
    "fuseau", [dt.UTC, dt.timezone(dt.timedelta(hours=2)), ZoneInfo("Europe/Berlin"), None]
)
def test_expanser_refuse_un_autre_fuseau(fuseau):
    debut = dt.datetime(2026, 10, 5, tzinfo=fuseau)

    with pytest.raises(ValueError, match="Europe/Paris"):
        expanser(Event(), debut, instant(dt.date(2026, 12, 1), dt.time()))
    with pytest.raises(ValueError, match="Europe/Paris"):
        expanser(Event(), instant(dt.date(2026, 10, 5), dt.time()), debut)


def test_expanser_s_arrete_au_plafond():
    serie = serie_en_memoire(du=dt.date(1900, 1, 1), au=dt.date(9000, 1, 1))

    assert len(dates_prevues(serie, [])) == PLAFOND


@pytest.mark.django_db
def test_enregistrer_evenement_dit_la_meme_chose_a_la_bibliotheque():
    """Across both clock changes, in Paris windows, the library's own expansion agrees."""
    serie = creer_serie(du=dt.date(2026, 10, 5), au=dt.date(2027, 4, 5))
    enregistrer_evenement(serie)

    du, au = (instant(j, dt.time()) for j in (serie.du, serie.au + dt.timedelta(days=1)))
    debuts = [a_paris(o.start) for o in serie.evenement.get_occurrences(du, au)]
    assert [d.date() for d in debuts] == [p.jour for p in dates_prevues(serie, [])]
    assert {d.time() for d in debuts} == {dt.time(14)}


@pytest.mark.django_db
def test_enregistrer_evenement_lu_d_une_base_en_utc_garde_les_jours():
    """00:30 on a Monday of Paris is still Sunday in UTC: the day must not slip."""
    serie = creer_serie(heure_debut=dt.time(0, 30), heure_fin=dt.time(1))
    enregistrer_evenement(serie)
    relue = Serie.objects.get(pk=serie.pk)

    assert relue.evenement.start.utcoffset() == dt.timedelta()
    assert {p.jour.weekday() for p in dates_prevues(relue, [])} == {0}


@pytest.mark.django_db
def test_enregistrer_evenement_deux_fois_garde_un_seul_evenement():
    serie = creer_serie()
    enregistrer_evenement(serie)
    serie.heure_fin = dt.time(17)
    enregistrer_evenement(serie)

    assert [a_paris(e.end).time() for e in Event.objects.all()] == [dt.time(17)]
    assert Rule.objects.count() == 1
    assert serie.evenement.calendar.slug == f"centre-{serie.atelier.centre_id}"


@pytest.mark.django_db
def test_enregistrer_evenement_protege_l_evenement_et_la_regle():
    serie = creer_serie()
    enregistrer_evenement(serie)

    for objet in (serie.evenement, serie.rythme, serie.evenement.calendar):
        with pytest.raises(ProtectedError):
            objet.delete()


@pytest.mark.django_db
def test_enregistrer_evenement_de_dates_explicites_n_a_pas_de_regle():
    serie = creer_serie(regle=Regle.DATES_EXPLICITES, jour=None, dates=["2026-03-05", "2026-02-05"])
    enregistrer_evenement(serie)

    assert serie.evenement.rule is None
    assert a_paris(serie.evenement.start).date() == dt.date(2026, 2, 5)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("jour", "regle", "nombre"),
    [
        (0, Regle.HORS_VACANCES, 33),
        (0, Regle.TOUTE_ANNEE, 44),
        (1, Regle.TOUTE_ANNEE, 46),
        (3, Regle.TOUTE_ANNEE, 45),
        (4, Regle.TOUTE_ANNEE, 44),
    ],
)
def test_dates_prevues_de_2026_ont_les_nombres_du_lierre(jour, regle, nombre):
    centre = creer_centre()
    poser_calendrier(centre)
    serie = creer_serie(jour=jour, regle=regle)

    jours = [p.jour for p in dates_prevues(serie) if p.est_gardee]
    assert len(jours) == nombre
    feries = {dt.date(2026, 4, 3), dt.date(2026, 5, 1), dt.date(2026, 5, 8)}
    assert not feries.intersection(jours)


@pytest.mark.django_db
def test_dates_prevues_du_pont_de_l_ascension():
    centre = creer_centre()
    poser_calendrier(centre)
    pont = dt.date(2026, 5, 15)
    dates = {
        regle: next(p for p in dates_prevues(creer_serie(jour=4, regle=regle)) if p.jour == pont)
        for regle in (Regle.TOUTE_ANNEE, Regle.HORS_VACANCES)
    }

    assert dates == {
        Regle.TOUTE_ANNEE: DatePrevue(pont, True, note="pas de classe, à décider"),
        Regle.HORS_VACANCES: DatePrevue(pont, False, "pas de classe\u00a0: Pont de l’Ascension"),
    }


jours = st.dates(dt.date(2024, 1, 1), dt.date(2035, 12, 31))
heures = st.times().map(lambda h: h.replace(microsecond=0))
periodes = st.builds(
    lambda genre, debut, duree: PeriodeCalendrier(
        genre=genre, nom="P", debut=debut, fin=debut + dt.timedelta(days=duree)
    ),
    st.sampled_from(Genre.values),
    jours,
    st.integers(0, 60),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([Regle.HORS_VACANCES, Regle.TOUTE_ANNEE, Regle.VACANCES_SEULEMENT]),
    st.integers(0, 6),
    st.integers(1, 5),
    heures,
    jours,
    st.integers(0, 800),
    st.lists(periodes, max_size=8),
)
def test_dates_prevues_de_toute_serie(regle, jour, intervalle, heure, du, longueur, periodes):
    """Unique, sorted, on the weekday, every n weeks, never on a day that closes, repeatable."""
    au = du + dt.timedelta(days=longueur)
    serie = serie_en_memoire(
        regle=regle,
        jour=jour,
        intervalle=intervalle,
        heure_debut=heure,
        heure_fin=heure,
        du=du,
        au=au,
    )

    prevues = dates_prevues(serie, periodes)

    premier = du + dt.timedelta(days=(jour - du.weekday()) % 7)
    pas = dt.timedelta(weeks=intervalle)
    attendus = [premier + pas * n for n in range((au - premier) // pas + 1)]
    assert [p.jour for p in prevues] == attendus
    fermants = [p for p in periodes if p.genre in (Genre.FERIE, Genre.FERMETURE)]
    assert not [p for p in prevues if p.est_gardee and any(f.contient(p.jour) for f in fermants)]
    assert dates_prevues(serie, periodes) == prevues


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.integers(0, 23), st.integers(2024, 2034))
def test_instant_des_dates_prevues_garde_l_heure_locale(jour, heure, annee):
    """Same wall hour on every date, except the hour that the spring change skips."""
    serie = serie_en_memoire(
        jour=jour, heure_debut=dt.time(heure), du=dt.date(annee, 1, 1), au=dt.date(annee, 12, 31)
    )
    locales = {
        instant(p.jour, serie.heure_debut).astimezone(PARIS).hour for p in dates_prevues(serie, [])
    }

    assert locales - {3 if heure == 2 else heure} <= {heure}
