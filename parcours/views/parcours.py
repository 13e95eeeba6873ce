"""Entry, relay, end, transmission, interviews: the acts of those who walk with people."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.permissions import exiger
from centre.temps import aujourdhui
from parcours.forms.parcours import (
    ClotureForm,
    EntreeForm,
    EntretienForm,
    RelaisForm,
    TransmissionForm,
)
from parcours.models import Entretien, Orientation, Parcours, Personne
from parcours.operations import entretiens as op_entretiens
from parcours.operations import parcours as operations
from parcours.permissions import (
    peut_mener_le_parcours,
    peut_ouvrir_un_parcours,
    peut_suivre_l_orientation,
)

avec_formulaire = require_http_methods(["GET", "HEAD", "POST"])


def _fiche(personne: Personne) -> HttpResponse:
    return redirect("presences:personne-detail", personne.reference)


def _page(request: RequeteConnectee, nom: str, form: forms.BaseForm, **contexte: Any) -> Any:
    return render(request, f"parcours/{nom}.html", {"form": form, **contexte})


def _a_mener(request: RequeteConnectee, pk: int) -> Parcours:
    parcours = get_object_or_404(
        Parcours.objects.visibles_par(request.user).select_related(
            "personne", "dispositif", "centre"
        ),
        pk=pk,
    )
    exiger(peut_mener_le_parcours(request.user, parcours))
    return parcours


@avec_formulaire
def parcours_ouvrir(
    request: RequeteConnectee, pk: int | None = None, reference: uuid.UUID | None = None
) -> HttpResponse:
    """From a fiche, or for a person who came by herself (F04)."""
    orientation = _orientation(request, pk) if pk is not None else None
    personne = orientation.personne if orientation else _personne(request, reference)
    exiger(peut_ouvrir_un_parcours(request.user, personne))
    form = EntreeForm(request.POST or None, centre=personne.centre, orientation=orientation)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ouvrir_parcours(
                personne=personne, entree=form.entree(), par=request.user, orientation=orientation
            )
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"{personne.nom_court} est en parcours.")
            return _fiche(personne)
    return _page(request, "parcours_form", form, personne=personne, orientation=orientation)


def _personne(request: RequeteConnectee, reference: uuid.UUID | None) -> Personne:
    personnes = Personne.objects.visibles_par(request.user).actives()
    return get_object_or_404(personnes, reference=reference)


def _orientation(request: RequeteConnectee, pk: int) -> Orientation:
    orientation = get_object_or_404(
        Orientation.objects.visibles_par(request.user).select_related("personne", "centre"), pk=pk
    )
    exiger(peut_suivre_l_orientation(request.user, orientation))
    return orientation


@avec_formulaire
def parcours_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = _a_mener(request, pk)
    form = RelaisForm(request.POST or None, parcours=parcours)
    if request.method == "POST" and form.is_valid():
        try:
            _relayer(request, parcours, form)
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "C’est enregistré.")
            return _fiche(parcours.personne)
    return _page(request, "parcours_modifier", form, parcours=parcours)


def _relayer(request: RequeteConnectee, parcours: Parcours, form: RelaisForm) -> None:
    choix = form.cleaned_data
    if choix["cadre"] != parcours.cadre:
        operations.changer_cadre(parcours, cadre=choix["cadre"], par=request.user)
    operations.changer_referent(
        parcours,
        role=form.role_mene or operations.Role.REFERENT_UNIQUE,
        professionnel=choix["referent"],
        a_partir_de=choix["a_partir_de"],
    )


@avec_formulaire
def parcours_clore(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = _a_mener(request, pk)
    form = ClotureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.clore_parcours(parcours, **form.cleaned_data)
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "Le parcours est clos. Rien n’est envoyé à personne.")
            return _fiche(parcours.personne)
    return _page(request, "parcours_clore", form, parcours=parcours)


@require_POST
def transmission(request: RequeteConnectee, pk: int) -> HttpResponse:
    """One click: the person changes her mind, from now on (§2.14)."""
    parcours = _a_mener(request, pk)
    form = TransmissionForm(request.POST)
    try:
        if not form.is_valid():
            raise Refus("Choisissez une réponse dans la liste.", code="transmission")
        operations.changer_transmission(parcours, par=request.user, **form.cleaned_data)
        messages.success(request, f"Son choix est noté, le {aujourdhui():%d/%m/%Y}.")
    except Refus as refus:
        messages.error(request, str(refus))
    return _fiche(parcours.personne)


@avec_formulaire
def entretien_creer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """An interview of an open parcours, fixed or held."""
    parcours = _a_mener(request, pk)
    return _entretien(request, parcours.personne, parcours=parcours)


@avec_formulaire
def entretien_fixer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The first interview of a fiche, before any entry (ASI-05)."""
    orientation = _orientation(request, pk)
    return _entretien(request, orientation.personne, orientation=orientation)


def _entretien(request: RequeteConnectee, personne: Personne, **rattachement: Any) -> HttpResponse:
    premier = Entretien.Type.PREMIER if "orientation" in rattachement else Entretien.Type.SUIVI
    form = EntretienForm(request.POST or None, initial={"type": premier})
    if request.method == "POST" and form.is_valid():
        try:
            op_entretiens.noter_entretien(champs=form.champs(), auteur=request.user, **rattachement)
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "L’entretien est noté.")
            return _fiche(personne)
    return _page(request, "entretien_form", form, personne=personne)


@avec_formulaire
def entretien_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Only its author: anybody else, even the coordination, gets the 404 of an unknown id."""
    entretien = get_object_or_404(
        Entretien.objects.ecrits_par(request.user).select_related(
            "parcours__personne", "orientation__personne"
        ),
        pk=pk,
    )
    personne = _personne_de(entretien)
    form = EntretienForm(request.POST or None, instance=entretien)
    if request.method == "POST" and form.is_valid():
        try:
            op_entretiens.modifier_entretien(entretien, champs=form.champs())
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "L’entretien est noté.")
            return _fiche(personne)
    return _page(request, "entretien_form", form, personne=personne, entretien=entretien)


def _personne_de(entretien: Entretien) -> Personne:
    rattachement = entretien.parcours or entretien.orientation
    if rattachement is None:
        raise Http404
    return rattachement.personne
