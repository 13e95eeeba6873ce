"""Absences of the team: the list, one more, one less. Their effect is a page of the app above."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ateliers.forms.absences import AbsenceForm
from ateliers.models import Absence
from ateliers.operations.absences import noter_absence, retirer_absence
from ateliers.permissions import peut_planifier
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import EQUIPE, exiger
from centre.refus import refus_au_formulaire
from centre.temps import aujourdhui


@require_safe
def absence_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_planifier(request.user, centre))
    jour = aujourdhui()
    absences = Absence.objects.visibles_par(request.user).filter(centre=centre)
    lignes = list(absences.select_related("professionnel", "ecrite_par").order_by("-du", "-pk"))
    contexte = {
        "a_venir": [a for a in lignes if a.au >= jour][::-1],
        "passees": [a for a in lignes if a.au < jour],
    }
    return render(request, "ateliers/absence_list.html", contexte)


@avec_formulaire
def absence_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_planifier(request.user, centre))
    form = AbsenceForm(request.POST or None, centre=centre)
    if form.is_valid():
        with refus_au_formulaire(form):
            absence = noter_absence(form.instance, par=request.user)
            messages.success(request, "L’absence est notée. Rien n’a encore changé.")
            return redirect("inscriptions:absence-effet", absence.pk)
    return render(request, "ateliers/absence_form.html", {"form": form})


@require_POST
def absence_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.visibles_par(request.user), pk=pk)
    retirer_absence(absence)
    messages.success(request, "L’absence est retirée. Les séances restent comme elles sont.")
    return redirect("ateliers:absence-list")
