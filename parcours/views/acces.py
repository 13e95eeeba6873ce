"""How the pages of renewals, points and bilans reach a row and go back to the person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from centre.http import RequeteConnectee
from centre.permissions import exiger
from parcours.models import Parcours, Personne
from parcours.permissions import peut_mener_le_parcours

DU_PARCOURS = (
    *("parcours__personne", "parcours__dispositif", "parcours__centre"),
    "parcours__prescripteur__organisme",
)


def fiche(personne: Personne) -> HttpResponse:
    return redirect("presences:personne-detail", personne.reference)


def parcours_a_mener(request: RequeteConnectee, pk: int) -> Parcours:
    """404 for strangers, 403 for whoever reads the parcours without walking it."""
    parcours = get_object_or_404(
        Parcours.objects.visibles_par(request.user).select_related(
            "personne",
            "dispositif",
            "centre",
            "prescripteur__organisme",
            "prescripteur__utilisateur",
        ),
        pk=pk,
    )
    exiger(peut_mener_le_parcours(request.user, parcours))
    return parcours


def ligne(visibles: QuerySet[Any], pk: int) -> Any:
    """A renewal, a point or a bilan with its parcours."""
    return get_object_or_404(visibles.select_related(*DU_PARCOURS), pk=pk)
