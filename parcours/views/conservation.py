"""What will go and when, the proofs that stay, the register of the delegate."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from centre.acces import noter
from centre.conservation import regles
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import COORDINATION
from centre.temps import aujourdhui, maintenant
from parcours.forms.droits import GarderForm
from parcours.models import AvisConservation, Personne, PreuveConservee
from parcours.operations.conservation import garder, oubliees
from parcours.permissions import SUIVI
from parcours.registre import TRAITEMENTS

PAR_PAGE = 100


@require_safe
def conservation(request: RequeteConnectee) -> HttpResponse:
    """Files announced, with the day of each; and those that something left open holds."""
    centre = centre_actif(request, *SUIVI)
    avis = AvisConservation.objects.visibles_par(request.user).filter(personne__centre=centre)
    connues = Personne.objects.visibles_par(request.user).actives().filter(centre=centre)
    contexte = {
        "page": Paginator(avis.select_related("personne"), PAR_PAGE).get_page(
            request.GET.get("page")
        ),
        "oubliees": oubliees(connues, maintenant()),
    }
    return render(request, "parcours/conservation.html", contexte)


@avec_formulaire
def avis_garder(request: RequeteConnectee, pk: int) -> HttpResponse:
    """One file waits, for a written reason; nothing else delays the end."""
    tous = AvisConservation.objects.visibles_par(request.user).select_related("personne")
    avis = get_object_or_404(tous, pk=pk)
    form = GarderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            garder(avis, par=request.user, jour=aujourdhui(), **form.cleaned_data)
        except Refus as refus:
            form.add_error("jusqu_au" if refus.code == "date" else "raison", str(refus))
        else:
            messages.success(request, "Ce dossier reste. La raison est écrite.")
            return redirect("parcours:conservation")
    return render(request, "parcours/avis_garder.html", {"avis": avis, "form": form})


@require_safe
def preuve_list(request: RequeteConnectee) -> HttpResponse:
    """Names kept apart for a control; opening this page is logged for each of them."""
    centre = centre_actif(request, COORDINATION)
    preuves = PreuveConservee.objects.visibles_par(request.user)
    siennes = list(preuves.filter(operation__centre=centre).select_related("operation", "personne"))
    for preuve in siennes:
        noter(request, centre, "Preuves conservées", preuve.personne.reference)
    return render(request, "parcours/preuve_list.html", {"preuves": siennes})


@require_safe
def registre(request: RequeteConnectee) -> HttpResponse:
    """The register of processing (RGPD 30), with the rules that the machine applies."""
    centre = centre_actif(request, COORDINATION)
    contexte = {"centre": centre, "traitements": TRAITEMENTS, "regles": regles()}
    return render(request, "parcours/registre.html", contexte)
