"""Doors of the pages of the way: who may open what, and where each page goes back to."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from centre.http import RequeteConnectee
from centre.permissions import exiger
from parcours.models import Orientation, Parcours, Personne
from parcours.permissions import peut_mener_le_parcours, peut_suivre_l_orientation


def vers_la_fiche(personne: Personne, ancre: str = "") -> HttpResponse:
    reponse = redirect("presences:personne-detail", personne.reference)
    if ancre:
        reponse["Location"] += f"#{ancre}"
    return reponse


def page(
    request: RequeteConnectee, nom: str, form: forms.BaseForm | None, **contexte: Any
) -> HttpResponse:
    return render(request, f"parcours/{nom}.html", {"form": form, **contexte})


def parcours_a_mener(request: RequeteConnectee, pk: int) -> Parcours:
    """A parcours of the reader: 404 when unknown to her, 403 when she may not write in it."""
    parcours = get_object_or_404(
        Parcours.objects.visibles_par(request.user).select_related(
            "personne", "dispositif", "centre"
        ),
        pk=pk,
    )
    exiger(peut_mener_le_parcours(request.user, parcours))
    return parcours


def personne_du_centre(request: RequeteConnectee, reference: uuid.UUID | None) -> Personne:
    personnes = Personne.objects.visibles_par(request.user).actives()
    return get_object_or_404(personnes, reference=reference)


def fiche_a_suivre(request: RequeteConnectee, pk: int) -> Orientation:
    orientation = get_object_or_404(
        Orientation.objects.visibles_par(request.user).select_related("personne", "centre"), pk=pk
    )
    exiger(peut_suivre_l_orientation(request.user, orientation))
    return orientation
