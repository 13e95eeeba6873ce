"""School holidays and public holidays by the centre's importer, then its own closures."""

from __future__ import annotations

import datetime as dt

from centre.models import Centre, PeriodeCalendrier

Genre = PeriodeCalendrier.Genre


def remplir_le_calendrier(centre: Centre, premiere: int, derniere: int) -> None:
    """Every period from the first civil year to the last; closures of August and of Christmas."""
    import_provisoire(centre, premiere, derniere)
    for annee in range(premiere - 1, derniere + 1):
        PeriodeCalendrier.objects.get_or_create(
            centre=centre,
            genre=Genre.FERMETURE,
            nom="Fermeture d’été",
            debut=dt.date(annee, 8, 1),
            defaults={"fin": dt.date(annee, 8, 31), "source": "le centre"},
        )
        PeriodeCalendrier.objects.get_or_create(
            centre=centre,
            genre=Genre.FERMETURE,
            nom="Fermeture de fin d’année",
            debut=dt.date(annee, 12, 24),
            defaults={"fin": dt.date(annee + 1, 1, 1), "source": "le centre"},
        )


def import_provisoire(centre, premiere, derniere):
    import holidays
    from vacances_scolaires_france import SchoolHolidayDates

    feries = holidays.France(subdiv="57", years=range(premiere, derniere + 1), language="fr")
    for jour, nom in feries.items():
        PeriodeCalendrier.objects.get_or_create(
            centre=centre, genre=Genre.FERIE, nom=nom[:80], debut=jour, defaults={"fin": jour}
        )
    d = SchoolHolidayDates()
    for annee in range(premiere, derniere + 1):
        try:
            jours = sorted(j for j, v in d.holidays_for_year_and_zone(annee, "B").items())
        except Exception:
            continue
        groupes = []
        for j in jours:
            if groupes and (j - groupes[-1][1]).days == 1:
                groupes[-1][1] = j
            else:
                groupes.append([j, j])
        for du, au in groupes:
            PeriodeCalendrier.objects.create(
                centre=centre, genre=Genre.VACANCES, nom="Vacances", debut=du, fin=au
            )


def est_ouvert(jour: dt.date) -> bool:
    """Whether ateliers are held: a weekday that is neither a public holiday nor a closure."""
    import holidays

    ferme = (
        jour.month == 8 or (jour.month, jour.day) >= (12, 24) or (jour.month, jour.day) == (1, 1)
    )
    return jour.weekday() < 5 and not ferme and jour not in holidays.France(subdiv="57")
