"""The frames: those delivered, read only, and those of the centre."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import COORDINATION, exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import aujourdhui
from parcours.forms.dispositifs import DispositifForm, TarifForm
from parcours.forms.financement import PartsForm
from parcours.models import Dispositif
from parcours.models.dispositifs import EtapeRequise, Public
from parcours.operations import dispositifs as operations
from parcours.permissions import SUIVI, peut_regler_les_dispositifs
from parcours.views.lignes import saisie


@require_safe
def dispositif_list(request: RequeteConnectee) -> HttpResponse:
    centre, jour = centre_actif(request, *SUIVI), aujourdhui()
    dispositifs = list(Dispositif.objects.visibles_par(request.user).du_centre(centre.pk))
    contexte = {
        "en_vigueur": [d for d in dispositifs if d.est_en_vigueur(jour)],
        "histoire": [d for d in dispositifs if not d.est_en_vigueur(jour)],
        "peut_regler": peut_regler_les_dispositifs(request.user, centre.pk),
    }
    return render(request, "parcours/dispositif_list.html", contexte)


def _dispositif(request: RequeteConnectee, pk: int) -> Dispositif:
    """One that the team may read: its partners' accounts find nothing here."""
    centre = centre_actif(request, *SUIVI)
    visibles = Dispositif.objects.visibles_par(request.user).du_centre(centre.pk)
    return get_object_or_404(visibles.select_related("centre"), pk=pk)


def _a_regler(request: RequeteConnectee, pk: int) -> Dispositif:
    dispositif = _dispositif(request, pk)
    exiger(
        dispositif.centre_id is not None
        and peut_regler_les_dispositifs(request.user, dispositif.centre_id)
    )
    return dispositif


@require_safe
def dispositif_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    dispositif, jour = _dispositif(request, pk), aujourdhui()
    regle = peut_regler_les_dispositifs(request.user, centre_actif(request, *SUIVI).pk)
    contexte = {
        "dispositif": dispositif,
        "est_en_vigueur": dispositif.est_en_vigueur(jour),
        "publics": [Public(p).label for p in dispositif.publics if p in Public.values],
        "etapes": [EtapeRequise(e).label for e in dispositif.etapes if e in EtapeRequise.values],
        "parts": dispositif.parts.all(),
        "tarifs": [(tarif, tarif.couvre(jour)) for tarif in dispositif.tarifs.all()],
        "peut_copier": regle,
        "peut_regler": regle and not dispositif.est_livre,
        "form_tarif": TarifForm(),
    }
    return render(request, "parcours/dispositif_detail.html", contexte)


@avec_formulaire
def dispositif_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, COORDINATION)
    form, parts = DispositifForm(saisie(request)), PartsForm(saisie(request))
    if request.method == "POST" and form.is_valid() and parts.is_valid():
        with refus_au_formulaire(form):
            cree = operations.creer(centre, champs=form.cleaned_data, parts=parts.parts())
            messages.success(request, f"«\u00a0{cree}\u00a0» est prêt.")
            return redirect("parcours:dispositif-detail", cree.pk)
    return _page(request, form, parts)


@avec_formulaire
def dispositif_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    dispositif = _a_regler(request, pk)
    form = DispositifForm(saisie(request), instance=dispositif)
    parts = PartsForm(
        saisie(request), actuelles=dict(dispositif.parts.values_list("financeur", "part"))
    )
    if request.method == "POST" and form.is_valid() and parts.is_valid():
        with refus_au_formulaire(form):
            operations.modifier(dispositif, champs=form.cleaned_data, parts=parts.parts())
            messages.success(request, "C’est enregistré, pour les parcours à venir.")
            return redirect("parcours:dispositif-detail", pk)
    return _page(request, form, parts, dispositif=dispositif)


def _page(request: RequeteConnectee, form: Any, parts: PartsForm, **contexte: Any) -> HttpResponse:
    contexte |= {"form": form, "parts": parts}
    return render(request, "parcours/dispositif_form.html", contexte)


@require_POST
def dispositif_copier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """A delivered frame becomes one of the centre, which it may then change."""
    centre = centre_actif(request, *SUIVI)
    dispositif = _dispositif(request, pk)
    exiger(peut_regler_les_dispositifs(request.user, centre.pk))
    copie = operations.copier(dispositif, centre=centre)
    messages.success(request, "Voici votre copie. L’original reste comme il est.")
    return redirect("parcours:dispositif-modifier", copie.pk)


@require_POST
def dispositif_tarif(request: RequeteConnectee, pk: int) -> HttpResponse:
    dispositif = _a_regler(request, pk)
    form = TarifForm(request.POST)
    with refus_en_message(request):
        if not form.is_valid():
            raise Refus(str(next(iter(form.errors.values()))[0]), code="tarif")
        operations.fixer_le_tarif(dispositif, **form.cleaned_data)
        messages.success(request, "Le tarif est noté, avec sa date.")
    return redirect("parcours:dispositif-detail", pk)
