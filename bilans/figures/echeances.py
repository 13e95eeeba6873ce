"""F23: points with the prescriber that were due, and those made within a fortnight of the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bilans.figures.perimetre import Figure, Perimetre, Periode
from bilans.figures.personnes import parcours_de
from centre.temps import a_paris, ajouter_mois
from parcours.models import Parcours

# A point made up to fifteen days before or after its day is made in time (an assumption).
TOLERANCE = dt.timedelta(days=15)


@dataclass(frozen=True)
class PointDu:
    parcours: Parcours
    jour: dt.date
    est_fait: bool


def points(perimetre: Perimetre, periode: Periode) -> Figure:
    dus = points_dus(perimetre, periode)
    faits = sum(point.est_fait for point in dus)
    lignes = parcours_de(perimetre).filter(pk__in={point.parcours.pk for point in dus})
    lignes = lignes.select_related("personne", "dispositif").order_by("date_entree", "pk")
    return Figure("F23", faits, faits, len(dus), lignes)


def points_dus(perimetre: Perimetre, periode: Periode) -> list[PointDu]:
    """Due n months after the entry or the last point sent; nothing is due after the end."""
    suivis = (
        parcours_de(perimetre)
        .ouverts_entre(dt.date.min, periode.au)
        .filter(prescripteur__isnull=False, dispositif__point_prescripteur_mois__gt=0)
        .select_related("dispositif", "personne")
        .prefetch_related("points")
    )
    dus = [
        PointDu(parcours, jour, est_fait)
        for parcours in suivis
        for jour, est_fait in echeances(parcours)
        if periode.du <= jour <= periode.au
    ]
    return sorted(dus, key=lambda point: (point.jour, point.parcours.pk))


def echeances(parcours: Parcours) -> list[tuple[dt.date, bool]]:
    """Each due day with whether its point was made in time; one missed stays the last one due."""
    pas = parcours.dispositif.point_prescripteur_mois or 0
    envoyes = sorted(
        (point.au, a_paris(point.envoye_le).date())
        for point in parcours.points.all()
        if point.envoye_le is not None
    )
    dues, depuis = [], parcours.date_entree
    for dernier, envoye in [*envoyes, (None, None)]:
        jour = ajouter_mois(depuis, pas)
        if parcours.date_fin_reelle is not None and jour > parcours.date_fin_reelle:
            break
        dues.append((jour, envoye is not None and abs(envoye - jour) <= TOLERANCE))
        depuis = dernier or depuis
    return dues
