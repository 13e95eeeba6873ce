"""Her agreements: one per purpose and recipient, given or taken back in one click."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from centre.erreurs import Refus
from centre.http import RequeteConnectee
from parcours.forms.droits import AccordForm
from parcours.models import Consentement
from parcours.operations.accords import choisir
from parcours.views.droits import sa_fiche


@require_http_methods(["GET", "HEAD", "POST"])
def personne_accords(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """All of them with their dates; a withdrawal takes effect with the click."""
    personne = sa_fiche(request, reference)
    form = AccordForm(request.POST or None, personne=personne)
    if request.method == "POST" and form.is_valid():
        try:
            choisir(personne, par=request.user, **form.choix)
        except Refus as refus:
            form.add_error("destinataire", str(refus))
        else:
            messages.success(request, "C’est noté, et c’est fait tout de suite.")
            return redirect("parcours:personne-accords", personne.reference)
    accords = (
        Consentement.objects.visibles_par(request.user)
        .filter(personne=personne)
        .select_related("destinataire", "parcours__prescripteur__organisme")
    )
    contexte = {"personne": personne, "form": form, "accords": accords}
    return render(request, "parcours/personne_accords.html", contexte)
