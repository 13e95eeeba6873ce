"""Interviews: noted by who walks with her, changed by their author alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from centre.http import RequeteConnectee, avec_formulaire
from centre.refus import refus_au_formulaire
from parcours.forms.entretiens import EntretienForm
from parcours.models import Entretien, Orientation, Parcours, Personne
from parcours.operations.entretiens import modifier_entretien, noter_entretien
from parcours.queries.salles import avertissements_de
from parcours.views.portes import (
    fiche_a_suivre,
    page,
    parcours_a_mener,
    vers_la_fiche,
)


@avec_formulaire
def entretien_creer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """An interview of an open parcours, fixed or held."""
    parcours = parcours_a_mener(request, pk)
    return _entretien(request, parcours.personne, parcours=parcours)


@avec_formulaire
def entretien_fixer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The first interview of a fiche, before any entry (ASI-05)."""
    orientation = fiche_a_suivre(request, pk)
    return _entretien(request, orientation.personne, orientation=orientation)


def _entretien(
    request: RequeteConnectee,
    personne: Personne,
    parcours: Parcours | None = None,
    orientation: Orientation | None = None,
) -> HttpResponse:
    premier = Entretien.Type.PREMIER if orientation else Entretien.Type.SUIVI
    form = EntretienForm(request.POST or None, initial={"type": premier}, centre=personne.centre)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            entretien = noter_entretien(
                champs=form.champs(),
                auteur=request.user,
                parcours=parcours,
                orientation=orientation,
            )
            return _note(request, entretien, personne)
    return page(request, "entretien_form", form, personne=personne)


def _note(request: RequeteConnectee, entretien: Entretien, personne: Personne) -> HttpResponse:
    """Say it is written, and what deserves a look about the room; a warning stops nothing."""
    messages.success(request, "L’entretien est noté.")
    for phrase in avertissements_de(entretien):
        messages.warning(request, phrase)
    return vers_la_fiche(personne)


@avec_formulaire
def entretien_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Only its author: anybody else, even the coordination, gets the 404 of an unknown id."""
    entretien = get_object_or_404(
        Entretien.objects.ecrits_par(request.user).select_related(
            "parcours__personne__centre", "orientation__personne__centre"
        ),
        pk=pk,
    )
    personne = _personne_de(entretien)
    form = EntretienForm(request.POST or None, instance=entretien, centre=personne.centre)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            garde = modifier_entretien(entretien, champs=form.champs())
            return _note(request, garde, personne)
    contexte: dict[str, Any] = {"personne": personne, "entretien": entretien}
    return page(request, "entretien_form", form, **contexte)


def _personne_de(entretien: Entretien) -> Personne:
    rattachement = entretien.parcours or entretien.orientation
    if rattachement is None:
        raise Http404
    return rattachement.personne
