"""Who really came to past outings: what the fair turns of the next one look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from presences.models import Presence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from inscriptions.models import Place


def sans_les_absents(places: QuerySet[Place]) -> QuerySet[Place]:
    """Leave out those who were noted absent; without a sheet, a place held counts as a coming."""
    absents = (Presence.Statut.ABSENT, Presence.Statut.ABSENT_EXCUSE)
    return places.exclude(presence__statut__in=absents)
