"""The places of the centre: rooms, partners' rooms, meeting points."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from centre.forms import LieuForm
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import Lieu
from centre.operations.annuaire import enregistrer_lieu, retirer_lieu
from centre.permissions import EQUIPE, exiger, peut_coordonner
from centre.queries import lieux_du_centre
from centre.refus import refus_en_message


@require_safe
def lieu_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    contexte = {
        "lieux": lieux_du_centre(request.user, centre),
        "peut_modifier": peut_coordonner(request.user, centre),
    }
    return render(request, "centre/lieu_list.html", contexte)


@avec_formulaire
def lieu_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_coordonner(request.user, centre))
    form = LieuForm(request.POST or None, centre=centre)
    if form.is_valid():
        lieu = enregistrer_lieu(form.instance, champs=form.changed_data)
        messages.success(request, f"«\u00a0{lieu.nom}\u00a0» est ajouté.")
        return redirect("centre:lieu-list")
    return render(request, "centre/lieu_form.html", {"form": form})


def _lieu(request: RequeteConnectee, pk: int) -> Lieu:
    lieux = lieux_du_centre(request.user, centre_actif(request, *EQUIPE)).select_related("centre")
    lieu = get_object_or_404(lieux, pk=pk)
    exiger(peut_coordonner(request.user, lieu.centre))
    return lieu


@avec_formulaire
def lieu_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    lieu = _lieu(request, pk)
    nom = lieu.nom
    form = LieuForm(request.POST or None, instance=lieu, centre=lieu.centre)
    if form.is_valid():
        enregistrer_lieu(form.instance, champs=form.changed_data)
        messages.success(request, f"«\u00a0{lieu.nom}\u00a0» est modifié. Les agendas suivent.")
        return redirect("centre:lieu-list")
    return render(request, "centre/lieu_form.html", {"form": form, "lieu": lieu, "nom": nom})


@avec_formulaire
def lieu_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Only a place written by mistake goes; the others keep the story of what was there."""
    lieu = _lieu(request, pk)
    if request.method != "POST":
        contexte = {"lieu": lieu, "retour": reverse("centre:lieu-list")}
        return render(request, "centre/lieu_retirer.html", contexte)
    with refus_en_message(request):
        retirer_lieu(lieu)
        messages.success(request, f"«\u00a0{lieu.nom}\u00a0» est retiré.")
    return redirect("centre:lieu-list")
