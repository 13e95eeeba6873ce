"""F23: points with the prescriber that were due, and those made within a fortnight of the day."""

from __future__ import annotations

import datetime as dt

from bilans.figures.perimetre import Figure, Perimetre, Periode
from bilans.figures.personnes import parcours_de
from centre.temps import a_paris, ajouter_mois
from parcours.models import Parcours

# A point made up to fifteen days before or after its day is made in time (an assumption).
TOLERANCE = dt.timedelta(days=15)


def points(perimetre: Perimetre, periode: Periode) -> Figure:
    """Due n months after the entry or the last point sent; nothing is due after the end."""
    suivis = (
        parcours_de(perimetre)
        .ouverts_entre(dt.date.min, periode.au)
        .filter(prescripteur__isnull=False, dispositif__point_prescripteur_mois__gt=0)
        .select_related("dispositif")
        .prefetch_related("points")
    )
    dus = faits = 0
    qui = set()
    for parcours in suivis:
        for jour, est_fait in echeances(parcours):
            if periode.du <= jour <= periode.au:
                dus, faits = dus + 1, faits + est_fait
                qui.add(parcours.pk)
    lignes = parcours_de(perimetre).filter(pk__in=qui).select_related("personne", "dispositif")
    return Figure("F23", faits, faits, dus, lignes.order_by("date_entree", "pk"))


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
