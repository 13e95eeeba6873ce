"""What strangers may read of the programme: levels 0–1 by name, level 2 by family, no level 3."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Atelier, Seance
from ateliers.models.seances import SeanceQuerySet
from centre.models import Centre
from centre.temps import bornes


def affiche(centre: Centre, *, du: dt.date, au: dt.date) -> SeanceQuerySet:
    """The posted timetable (CAL-09): no entretien, no slot, nothing of level 3, no closed office.

    Titles go through ``Atelier.titre_affiche``: a level-2 séance shows its family.
    """
    return (
        Seance.objects.publiees()
        .comptees()
        .filter(
            centre=centre,
            atelier__est_publie=True,
            atelier__sensibilite__lte=Atelier.Sensibilite.DISCRET,
            lieu__est_confidentiel=False,
        )
        .exclude(atelier__genre=Atelier.Genre.ENTRETIEN)
        .entre(*bornes(du, au))
        .select_related("atelier", "lieu")
        .defer("vevent", "note_equipe")
        .order_by("debut", "id")
    )
