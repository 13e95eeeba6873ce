"""The official calendar by the centre's importer, then the closures of the house."""

from __future__ import annotations

import datetime as dt

from centre.calendrier import importer, jours_feries
from centre.models import Centre, PeriodeCalendrier

Genre = PeriodeCalendrier.Genre
MAISON = "décidé par le centre"


def remplir_le_calendrier(centre: Centre, premiere: int, derniere: int) -> None:
    """Holidays of the civil years asked, closed 1–31 August and 24 December–1 January."""
    importer(centre, dt.date(premiere, 1, 1), dt.date(derniere, 12, 31))
    for annee in range(premiere - 1, derniere + 1):
        for nom, debut, fin in (
            ("Fermeture d’été", dt.date(annee, 8, 1), dt.date(annee, 8, 31)),
            ("Fermeture de fin d’année", dt.date(annee, 12, 24), dt.date(annee + 1, 1, 1)),
        ):
            PeriodeCalendrier.objects.get_or_create(
                centre=centre,
                genre=Genre.FERMETURE,
                nom=nom,
                debut=debut,
                defaults={"fin": fin, "source": MAISON},
            )


def est_ouvert(jour: dt.date) -> bool:
    """Whether ateliers are held: a weekday of Moselle, outside the closures of the house."""
    ferme = (
        jour.month == 8 or (jour.month, jour.day) >= (12, 24) or (jour.month, jour.day) == (1, 1)
    )
    return jour.weekday() < 5 and not ferme and not jours_feries("57", jour, jour)
