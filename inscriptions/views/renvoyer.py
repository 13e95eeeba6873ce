"""Send an invitation again: what will leave first, then the act."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ateliers.models import Atelier
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_en_message
from inscriptions.models import Inscription, Place
from inscriptions.operations.apercu import apercu_du_geste
from inscriptions.operations.renvoyer import renvoyer_l_inscription, renvoyer_la_place
from inscriptions.permissions import peut_placer
from parcours.models import Personne


@avec_formulaire
def inscription_renvoyer(request: RequeteConnectee, pk: int) -> HttpResponse:
    lisibles = Inscription.objects.visibles_par(request.user)
    inscription = get_object_or_404(lisibles.select_related("personne", "atelier"), pk=pk)
    fiche = reverse("presences:personne-detail", args=[inscription.personne.reference])
    return _renvoyer(
        request,
        inscription.personne,
        inscription.atelier,
        lambda: renvoyer_l_inscription(inscription),
        retour=fiche,
    )


@avec_formulaire
def place_renvoyer(request: RequeteConnectee, pk: int) -> HttpResponse:
    lisibles = Place.objects.visibles_par(request.user)
    liees = lisibles.select_related("personne", "inscription", "seance__atelier")
    place = get_object_or_404(liees, pk=pk)
    return _renvoyer(
        request,
        place.personne,
        place.seance.atelier,
        lambda: renvoyer_la_place(place),
        retour=reverse("inscriptions:seance-detail", args=[place.seance_id]),
    )


def _renvoyer(
    request: RequeteConnectee,
    personne: Personne,
    atelier: Atelier,
    geste: Callable[[], object],
    *,
    retour: str,
) -> HttpResponse:
    exiger(peut_placer(request.user, personne))
    with refus_en_message(request):
        if request.method == "POST":
            geste()
            messages.success(request, f"C’est renvoyé à {personne.nom_court}.")
            return redirect(retour)
        siennes = Place.objects.filter(personne=personne).values_list("seance", flat=True)
        apercu = apercu_du_geste(geste, personne=personne, seances=siennes, par=request.user)
        contexte = {"personne": personne, "atelier": atelier, "apercu": apercu, "retour": retour}
        return render(request, "inscriptions/invitation_renvoyer.html", contexte)
    return redirect(retour)
