"""The calendar of Le Lierre around 2026, typed from the official texts, for tests of rules."""

import datetime as dt

from centre.models import Centre, PeriodeCalendrier

Genre = PeriodeCalendrier.Genre

VACANCES = [
    ("Vacances de Noël", (2025, 12, 20), (2026, 1, 4)),
    ("Vacances d’hiver", (2026, 2, 14), (2026, 3, 1)),
    ("Vacances de printemps", (2026, 4, 11), (2026, 4, 26)),
    ("Vacances d’été", (2026, 7, 4), (2026, 8, 31)),
    ("Vacances de la Toussaint", (2026, 10, 17), (2026, 11, 1)),
    ("Vacances de Noël", (2026, 12, 19), (2027, 1, 3)),
    ("Vacances d’hiver", (2027, 2, 20), (2027, 3, 7)),
    ("Vacances de printemps", (2027, 4, 17), (2027, 5, 2)),
    ("Vacances d’été", (2027, 7, 3), (2027, 8, 31)),
]
PONTS = [("Pont de l’Ascension", (2026, 5, 15), (2026, 5, 16))]
FERIES = [
    ("Jour de l’an", (2026, 1, 1)),
    ("Vendredi saint", (2026, 4, 3)),
    ("Lundi de Pâques", (2026, 4, 6)),
    ("Fête du Travail", (2026, 5, 1)),
    ("Victoire de 1945", (2026, 5, 8)),
    ("Ascension", (2026, 5, 14)),
    ("Lundi de Pentecôte", (2026, 5, 25)),
    ("Fête nationale", (2026, 7, 14)),
    ("Assomption", (2026, 8, 15)),
    ("Toussaint", (2026, 11, 1)),
    ("Armistice de 1918", (2026, 11, 11)),
    ("Noël", (2026, 12, 25)),
    ("Saint-Étienne", (2026, 12, 26)),
    ("Jour de l’an", (2027, 1, 1)),
    ("Lundi de Pâques", (2027, 3, 29)),
]
FERMETURES = [
    ("Fermeture d’août", (2026, 8, 1), (2026, 8, 31)),
    ("Fermeture de fin d’année", (2026, 12, 24), (2027, 1, 1)),
]


def poser_calendrier(centre: Centre) -> list[PeriodeCalendrier]:
    """Holidays of zone B, public holidays of Moselle, the bridge and the two closures."""
    feries = [(nom, jour, jour) for nom, jour in FERIES]
    genres = {
        Genre.VACANCES: VACANCES,
        Genre.PONT: PONTS,
        Genre.FERIE: feries,
        Genre.FERMETURE: FERMETURES,
    }
    return PeriodeCalendrier.objects.bulk_create(
        PeriodeCalendrier(
            centre=centre, genre=genre, nom=nom, debut=dt.date(*debut), fin=dt.date(*fin)
        )
        for genre, lignes in genres.items()
        for nom, debut, fin in lignes
    )
