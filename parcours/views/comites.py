"""Territorial committees: prepared and followed by the team, read by those who sit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from centre.acces import noter, noter_chacune
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import PARTENAIRES, exiger
from centre.refus import refus_au_formulaire
from parcours.forms.comites import (
    ComiteForm,
    CompteRenduForm,
    SiegeForm,
    SituationForm,
    SuiteSituationForm,
)
from parcours.models import Comite, SituationComite
from parcours.operations import comites as operations
from parcours.permissions import SUIVI, peut_tenir_un_comite
from parcours.queries.espace import situations_de

PAR_PAGE = 30


@require_safe
def comite_list(request: RequeteConnectee) -> HttpResponse:
    if not request.user.centres_ids(*SUIVI, *PARTENAIRES):
        raise Http404
    comites = Comite.objects.visibles_par(request.user).select_related("centre")
    page = Paginator(comites, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"page": page, "tient": bool(request.user.centres_ids(*SUIVI))}
    return render(request, "parcours/comite_list.html", contexte)


@avec_formulaire
def comite_creer(request: RequeteConnectee) -> HttpResponse:
    if not request.user.centres_ids(*SUIVI):
        raise Http404
    form = ComiteForm(request.POST or None, utilisateur=request.user)
    if request.method == "POST" and form.is_valid():
        champs = dict(form.cleaned_data)
        with refus_au_formulaire(form):
            comite = operations.creer_comite(
                centre=champs.pop("centre"), champs=champs, par=request.user
            )
            return redirect("parcours:comite-detail", comite.pk)
    return render(request, "parcours/comite_form.html", {"form": form, "titre": "Nouveau comité"})


def _comite(request: RequeteConnectee, pk: int) -> Comite:
    comites = Comite.objects.visibles_par(request.user).select_related("centre")
    return get_object_or_404(comites, pk=pk)


@require_safe
def comite_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Everybody who sits reads it; each person shown by name has her line in the log."""
    comite = _comite(request, pk)
    situations = situations_de(comite, request.user)
    nommees = [s.situation.parcours.personne for s in situations if s.titre != str(s.situation)]
    noter(request, comite.centre, "Comité territorial", nombre=len(situations))
    noter_chacune(request, "Comité territorial", [(comite.centre, p.reference) for p in nommees])
    contexte = {
        "comite": comite,
        "situations": situations,
        "participants": comite.participants.select_related("professionnel__organisme", "personne"),
        "tient": peut_tenir_un_comite(request.user, comite.centre_id),
    }
    return render(request, "parcours/comite_detail.html", contexte)


def _agir(
    request: RequeteConnectee,
    comite: Comite,
    form: forms.BaseForm,
    agir: Callable[[Any], object],
    titre: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            agir(form)
            messages.success(request, "C’est enregistré.")
            return redirect("parcours:comite-detail", comite.pk)
    contexte = {"form": form, "comite": comite, "titre": titre}
    return render(request, "parcours/comite_form.html", contexte)


def _a_tenir(request: RequeteConnectee, pk: int) -> Comite:
    comite = _comite(request, pk)
    exiger(peut_tenir_un_comite(request.user, comite.centre_id))
    return comite


@avec_formulaire
def comite_noter(request: RequeteConnectee, pk: int) -> HttpResponse:
    comite = _a_tenir(request, pk)
    return _agir(
        request,
        comite,
        CompteRenduForm(request.POST or None, instance=comite),
        lambda f: operations.noter_compte_rendu(comite, texte=f.cleaned_data["compte_rendu"]),
        "Compte rendu",
    )


@avec_formulaire
def comite_inviter(request: RequeteConnectee, pk: int) -> HttpResponse:
    comite = _a_tenir(request, pk)
    return _agir(
        request,
        comite,
        SiegeForm(request.POST or None, comite=comite, utilisateur=request.user),
        lambda f: operations.faire_sieger(comite, **f.cleaned_data),
        "Qui siège",
    )


@avec_formulaire
def situation_presenter(request: RequeteConnectee, pk: int) -> HttpResponse:
    comite = _a_tenir(request, pk)
    return _agir(
        request,
        comite,
        SituationForm(request.POST or None, comite=comite, utilisateur=request.user),
        lambda f: operations.presenter_situation(comite, par=request.user, **f.cleaned_data),
        "Présenter une situation",
    )


@avec_formulaire
def situation_suivre(request: RequeteConnectee, pk: int) -> HttpResponse:
    situations = SituationComite.objects.visibles_par(request.user)
    situation = get_object_or_404(situations.select_related("comite"), pk=pk)
    comite = _a_tenir(request, situation.comite_id)
    return _agir(
        request,
        comite,
        SuiteSituationForm(request.POST or None, instance=situation),
        lambda f: operations.suivre_situation(situation, champs=f.cleaned_data),
        str(situation),
    )
