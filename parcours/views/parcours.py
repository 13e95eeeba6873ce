"""Entry, relay, end, transmission: the acts of those who walk with people."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import aujourdhui
from parcours.forms.parcours import ClotureForm, EntreeForm, RelaisForm, TransmissionForm
from parcours.models import Parcours
from parcours.operations import parcours as operations
from parcours.permissions import peut_ouvrir_un_parcours
from parcours.views.portes import (
    fiche_a_suivre,
    page,
    parcours_a_mener,
    personne_du_centre,
    vers_la_fiche,
)


@avec_formulaire
def parcours_ouvrir(
    request: RequeteConnectee, pk: int | None = None, reference: uuid.UUID | None = None
) -> HttpResponse:
    """From a fiche, or for a person who came by herself (F04)."""
    orientation = fiche_a_suivre(request, pk) if pk is not None else None
    personne = orientation.personne if orientation else personne_du_centre(request, reference)
    exiger(peut_ouvrir_un_parcours(request.user, personne))
    form = EntreeForm(request.POST or None, centre=personne.centre, orientation=orientation)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            operations.ouvrir_parcours(
                personne=personne, entree=form.entree(), par=request.user, orientation=orientation
            )
            messages.success(request, f"{personne.nom_court} est en parcours.")
            return vers_la_fiche(personne)
    return page(request, "parcours_form", form, personne=personne, orientation=orientation)


@avec_formulaire
def parcours_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = parcours_a_mener(request, pk)
    form = RelaisForm(request.POST or None, parcours=parcours)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            operations.modifier_parcours(parcours, par=request.user, **form.cleaned_data)
            messages.success(request, "C’est enregistré.")
            return vers_la_fiche(parcours.personne)
    return page(request, "parcours_modifier", form, parcours=parcours)


@avec_formulaire
def parcours_clore(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = parcours_a_mener(request, pk)
    voulu = request.GET.get("motif", "")
    initial = {"motif": voulu if voulu in Parcours.Motif.values else ""}
    form = ClotureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            operations.clore_parcours(parcours, **form.cleaned_data)
            messages.success(request, "Le parcours est clos. Rien n’est envoyé à personne.")
            return vers_la_fiche(parcours.personne)
    return page(request, "parcours_clore", form, parcours=parcours)


@require_POST
def transmission(request: RequeteConnectee, pk: int) -> HttpResponse:
    """One click: the person changes her mind, from now on (§2.14)."""
    parcours = parcours_a_mener(request, pk)
    form = TransmissionForm(request.POST)
    with refus_en_message(request):
        if not form.is_valid():
            raise Refus("Choisissez une réponse dans la liste.", code="transmission")
        operations.changer_transmission(parcours, par=request.user, **form.cleaned_data)
        messages.success(request, f"Son choix est noté, le {aujourdhui():%d/%m/%Y}.")
    return vers_la_fiche(parcours.personne)
