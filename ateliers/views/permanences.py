"""Settings of a permanence: who takes its slots, how early, how late."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ateliers.forms.permanences import PermanenceForm
from ateliers.models import Atelier, ReglePermanence
from ateliers.operations.creneaux import enregistrer_regle
from ateliers.permissions import peut_modifier_atelier
from ateliers.views.ateliers import ateliers_de_l_equipe
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger


@avec_formulaire
def permanence_regler(request: RequeteConnectee, pk: int) -> HttpResponse:
    permanences = ateliers_de_l_equipe(request).filter(genre=Atelier.Genre.PERMANENCE)
    atelier = get_object_or_404(permanences.select_related("centre"), pk=pk)
    exiger(peut_modifier_atelier(request.user, atelier))
    regle = ReglePermanence.objects.de(atelier)
    form = PermanenceForm(request.POST or None, instance=regle)
    if request.method == "POST" and form.is_valid():
        enregistrer_regle(form.save(commit=False))
        messages.success(request, "C’est enregistré. Les rendez-vous déjà pris ne changent pas.")
        return redirect("ateliers:atelier-detail", pk=pk)
    contexte = {
        "atelier": atelier,
        "form": form,
        "series": atelier.series.exclude(duree_creneau=None).select_related("lieu"),
    }
    return render(request, "ateliers/permanence_regler.html", contexte)
