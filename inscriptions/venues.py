"""When people last came to an outing: the app of presences knows who really came.

It registers its reading here; without it, a place that was held counts as a coming.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from inscriptions.models import Place

# Keeps, among places held at past outings, those whose people were not noted absent.
Filtre = Callable[["QuerySet[Place]"], "QuerySet[Place]"]
_filtres: list[Filtre] = []


def enregistrer(filtre: Filtre) -> None:
    """Declare who came; called once by the ``ready()`` of the app above."""
    if filtre not in _filtres:
        _filtres.append(filtre)


def venues(places: QuerySet[Place]) -> QuerySet[Place]:
    """Among past places, those whose people came as far as anybody knows."""
    for filtre in _filtres:
        places = filtre(places)
    return places
