"""Her agreements: one per purpose and recipient, given or taken back in one click."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from centre.acces import noter
from centre.http import RequeteConnectee, avec_formulaire
from centre.refus import refus_au_formulaire
from centre.temps import maintenant
from centre.textes import nombre_lu
from parcours.forms.droits import A_CHOISIR, AccordForm
from parcours.models import Consentement, Personne
from parcours.operations.accords import choisir, retirer
from parcours.queries.accords import accords_lus_par
from parcours.textes_accords import texte_d_accord
from parcours.views.droits import sa_fiche

FAIT = "C’est noté, et c’est fait tout de suite."


@avec_formulaire
def personne_accords(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """All of them with their dates; a withdrawal takes effect with the click."""
    personne = sa_fiche(request, reference)
    if "accord" in request.POST:
        return _retirer(request, personne)
    form = AccordForm(request.POST or None, personne=personne)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form, "destinataire"):
            choisir(personne, par=request.user, **form.choix)
            messages.success(request, FAIT)
            return redirect("parcours:personne-accords", personne.reference)
    noter(request, personne.centre, "Ses accords", personne.reference)
    contexte = {
        "personne": personne,
        "form": form,
        "accords": accords_lus_par(request.user, personne, maintenant()),
        "a_lire": [(o.label, texte_d_accord(o, form.sa_langue)) for o in A_CHOISIR],
    }
    return render(request, "parcours/personne_accords.html", contexte)


def _retirer(request: RequeteConnectee, personne: Personne) -> HttpResponse:
    """She says no to one line of the page, whatever it is for."""
    pk = nombre_lu(request.POST["accord"], chiffres=18)
    siens = Consentement.objects.visibles_par(request.user).filter(personne=personne)
    retirer(get_object_or_404(siens, pk=pk))
    messages.success(request, FAIT)
    return redirect("parcours:personne-accords", personne.reference)
