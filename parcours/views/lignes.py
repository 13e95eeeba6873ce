"""What the pages of renewals, points and bilans share: the row, and what was typed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

DU_PARCOURS = (
    *("parcours__personne", "parcours__dispositif", "parcours__centre"),
    "parcours__prescripteur__organisme",
)


def ligne(visibles: QuerySet[Any], pk: int) -> Any:
    return get_object_or_404(visibles.select_related(*DU_PARCOURS), pk=pk)


def saisie(request: HttpRequest) -> QueryDict | None:
    """What was posted, even nothing at all: an empty form then says what it lacks."""
    return request.POST if request.method == "POST" else None
