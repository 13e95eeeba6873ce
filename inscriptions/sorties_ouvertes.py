"""Outings for which people may say that they would like to come: published, named, still open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from ateliers.models import Atelier, Seance

if TYPE_CHECKING:
    from django.db.models import QuerySet


def sorties_ouvertes(centre_id: int, quand: dt.datetime) -> QuerySet[Seance]:
    """The next ones first; only what strangers may see by name."""
    ouverte = Q(sortie__souhaits_jusqu_au__gt=quand) | Q(atelier__sur_demande=True)
    return (
        Seance.objects.affichables()
        .filter(
            ouverte,
            centre=centre_id,
            atelier__genre=Atelier.Genre.SORTIE,
            etat=Seance.Etat.PREVUE,
            debut__gt=quand,
        )
        .select_related("atelier", "centre", "lieu", "sortie")
        .order_by("debut", "pk")
    )
