"""What an outing gathered goes when it has served: answers after the day, companions in a month."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from ateliers.models import Seance, Sortie
from centre.temps import a_paris, bornes_du_jour, maintenant
from inscriptions.models import Accompagnant, FicheSortie
from inscriptions.operations.verrou import ecriture

MOIS_GARDES = 1


def detruire(quand: dt.datetime) -> int:
    """Delete diets and emergency contacts the day after, first names and ages a month later.

    Called each minute, idempotent; the number of rows that went.
    """
    jour = a_paris(quand).date()
    veille = bornes_du_jour(jour)[0]
    il_y_a_un_mois = bornes_du_jour(jour - relativedelta(months=MOIS_GARDES))[0]
    fiches, _ = FicheSortie.objects.filter(place__seance__fin__lt=veille).delete()
    proches, _ = Accompagnant.objects.filter(place__seance__fin__lt=il_y_a_un_mois).delete()
    return fiches + proches


def liste_imprimee(seance: Seance, *, quand: dt.datetime | None = None) -> None:
    """Note that names left the screen on paper: « À faire » asks for their destruction after."""
    with ecriture():
        Sortie.objects.update_or_create(
            seance=seance,
            defaults={"liste_imprimee_le": quand or maintenant(), "papiers_detruits_le": None},
        )


def papiers_detruits(seance: Seance, *, quand: dt.datetime | None = None) -> None:
    """Somebody says that the printed lists are torn up; a second time changes nothing."""
    Sortie.objects.filter(seance=seance, papiers_detruits_le__isnull=True).update(
        papiers_detruits_le=quand or maintenant()
    )
