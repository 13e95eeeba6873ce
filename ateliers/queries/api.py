"""What the reading interface lists: levels 0–1 under their name, nothing else, no person."""

from __future__ import annotations

import datetime as dt

from ateliers.models import Atelier, Seance
from ateliers.models.ateliers import AtelierQuerySet
from ateliers.models.seances import SeanceQuerySet
from centre.models import Centre
from centre.temps import bornes


def ateliers_publics(centre: Centre, *, genre: str = "", lieu: str = "") -> AtelierQuerySet:
    """Lines by title; a closed office is no filter, its answer would tell who meets there."""
    lignes = Atelier.objects.affichables().filter(centre=centre)
    if genre:
        lignes = lignes.filter(genre=genre)
    if lieu:
        lignes = lignes.filter(lieu__slug=lieu, lieu__est_confidentiel=False)
    return lignes.select_related("lieu").order_by("titre", "id")


def seances_publiques_entre(
    centre: Centre,
    *,
    du: dt.date,
    au: dt.date,
    atelier: str = "",
    lieu: str = "",
    genre: str = "",
) -> SeanceQuerySet:
    """Séances that start from ``du`` to ``au``, both included, windows without their slots.

    A slug that names nothing public gives no row: a discreet line answers as one that never was.
    """
    lignes = (
        Seance.objects.affichables()
        .comptees()
        .filter(centre=centre, atelier__archive_le__isnull=True, lieu__est_confidentiel=False)
        .entre(*bornes(du, au))
    )
    if genre:
        lignes = lignes.filter(atelier__genre=genre)
    if atelier:
        lignes = lignes.filter(atelier__slug=atelier)
    if lieu:
        lignes = lignes.filter(lieu__slug=lieu)
    return (
        lignes.select_related("atelier", "lieu")
        .defer("vevent", "note_equipe", "atelier__description")
        .order_by("debut", "id")
    )
