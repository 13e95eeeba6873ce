"""The calendar of the centre: holidays, public holidays, bridges, closures."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from centre.calendrier import est_court, horizon, horizon_connu, importer
from centre.ecriture import pluriel
from centre.forms import PeriodeForm
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import PeriodeCalendrier
from centre.permissions import EQUIPE, exiger, peut_coordonner
from centre.queries import annees_du_calendrier
from centre.repercussions import suite_de
from centre.temps import aujourdhui

SUITE = "Les séances déjà planifiées ne bougent pas\u00a0: revoyez les dates des séries concernées."


@require_safe
def calendrier(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    dernier = horizon(centre)
    contexte = {
        "annees": annees_du_calendrier(request.user, centre),
        "peut_modifier": peut_coordonner(request.user, centre),
        "horizon": dernier,
        "aujourdhui": aujourdhui(),
        "est_court": est_court(dernier, aujourdhui()),
    }
    return render(request, "centre/calendrier.html", contexte)


@avec_formulaire
def periode_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_coordonner(request.user, centre))
    form = PeriodeForm(request.POST or None, centre=centre)
    if form.is_valid():
        messages.success(request, "La période est ajoutée.")
        return _suite(form.save())
    return render(request, "centre/periode_form.html", {"form": form})


def _suite(periode: PeriodeCalendrier) -> HttpResponse:
    """To the séances that it touches, when there are some."""
    return redirect(suite_de(periode) or "centre:calendrier")


def _periode(request: RequeteConnectee, pk: int) -> PeriodeCalendrier:
    periodes = PeriodeCalendrier.objects.visibles_par(request.user).select_related("centre")
    periode = get_object_or_404(periodes.filter(centre=centre_actif(request, *EQUIPE)), pk=pk)
    exiger(peut_coordonner(request.user, periode.centre))
    return periode


@avec_formulaire
def periode_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    periode = _periode(request, pk)
    form = PeriodeForm(request.POST or None, instance=periode, centre=periode.centre)
    if form.is_valid():
        messages.success(request, "La période est modifiée.")
        return _suite(form.save())
    return render(request, "centre/periode_form.html", {"form": form, "periode": periode})


@avec_formulaire
def periode_supprimer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Ask, then delete; an official period is kept and declared open, or it would come back."""
    periode = _periode(request, pk)
    if request.method != "POST":
        contexte = {"periode": periode, "retour": reverse("centre:calendrier")}
        return render(request, "centre/periode_supprimer.html", contexte)
    if periode.source:
        periode.reste_ouvert = True
        periode.save(update_fields=["reste_ouvert"])
        messages.success(request, f"Le centre reste ouvert ces jours-là. {SUITE}")
    else:
        periode.delete()
        messages.success(request, f"La période est supprimée. {SUITE}")
    return redirect("centre:calendrier")


@require_POST
def calendrier_completer(request: RequeteConnectee) -> HttpResponse:
    """Add the official dates, from the January of this year to the end of what is published."""
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_coordonner(request.user, centre))
    fait = importer(centre, dt.date(aujourdhui().year, 1, 1), horizon_connu())
    ajout = pluriel(fait.ajoutees, "période ajoutée,périodes ajoutées")
    messages.success(request, f"{ajout}. Les autres étaient déjà là, rien n’est modifié.")
    return redirect("centre:calendrier")
