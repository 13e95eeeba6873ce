"""Opening a protected file for a reason, and the notice that somebody else reads."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.acces import OUVERTURE, noter
from centre.ecriture import heure
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from parcours.forms.droits import BrisForm
from parcours.models import BrisDeGlace
from parcours.operations.bris_de_glace import a_lire_par, marquer_vu, ouvrir
from parcours.permissions import SUIVI, peut_briser_la_glace
from parcours.views.droits import sa_fiche

RECENTS = 60


@avec_formulaire
def bris_ouvrir(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """A written reason, two hours; her log and her référent are told at once."""
    personne = sa_fiche(request, reference)
    exiger(peut_briser_la_glace(request.user, personne))
    form = BrisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form, "raison"):
            bris = ouvrir(personne, par=request.user, **form.cleaned_data)
            noter(request, personne.centre, OUVERTURE, personne.reference)
            messages.success(request, f"Le dossier est ouvert jusqu’à {heure(bris.jusqu_a)}.")
            return redirect("presences:personne-detail", personne.reference)
    return render(request, "parcours/bris_form.html", {"personne": personne, "form": form})


@require_safe
def bris_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *SUIVI)
    tous = BrisDeGlace.objects.visibles_par(request.user).filter(personne__centre=centre)
    a_lire = set(tous.filter(a_lire_par(request.user)).values_list("pk", flat=True))
    lignes = tous.select_related("personne", "utilisateur")[:RECENTS]
    contexte = {"lignes": lignes, "a_lire": a_lire}
    return render(request, "parcours/bris_list.html", contexte)


@require_POST
def bris_vu(request: RequeteConnectee, pk: int) -> HttpResponse:
    bris = get_object_or_404(BrisDeGlace.objects.visibles_par(request.user), pk=pk)
    with refus_en_message(request):
        marquer_vu(bris, par=request.user)
        messages.success(request, "C’est lu.")
    return redirect("parcours:bris-list")
