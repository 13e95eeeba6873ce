"""Her agreements: one per purpose and recipient, given or taken back in one click."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from centre.http import RequeteConnectee, avec_formulaire
from centre.refus import refus_au_formulaire
from parcours.forms.droits import AccordForm
from parcours.models import Consentement
from parcours.operations.accords import choisir
from parcours.views.droits import sa_fiche


@avec_formulaire
def personne_accords(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """All of them with their dates; a withdrawal takes effect with the click."""
    personne = sa_fiche(request, reference)
    form = AccordForm(request.POST or None, personne=personne)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form, "destinataire"):
            choisir(personne, par=request.user, **form.choix)
            messages.success(request, "C’est noté, et c’est fait tout de suite.")
            return redirect("parcours:personne-accords", personne.reference)
    accords = (
        Consentement.objects.visibles_par(request.user)
        .filter(personne=personne)
        .select_related("destinataire", "parcours__prescripteur__organisme")
    )
    contexte = {"personne": personne, "form": form, "accords": accords}
    return render(request, "parcours/personne_accords.html", contexte)
