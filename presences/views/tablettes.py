"""Tablets and check-in desks of a centre: who has one, what has not come back, taking one back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ateliers.models import Atelier
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import COORDINATION, exiger
from centre.temps import maintenant
from centre.textes import nombre_lu, sans_controle_ligne
from presences.models import AppareilTablette, ArriveeParCarte, Emport
from presences.operations.tablette_appareils import (
    ajouter_appareil,
    oublier_code,
    rendre,
    revoquer,
)
from presences.operations.tablette_arrivees import choisir_l_arrivee_par_carte
from presences.operations.tablette_gestes import trancher
from presences.permissions import SUR_LA_FEUILLE, peut_emarger, peut_gerer_les_appareils
from presences.queries.tablette import SANS_RETOUR, gestes_visibles
from presences.views.tablette_temoins import COOKIE_BORNE, poser


@require_GET
def tablettes(request: RequeteConnectee) -> HttpResponse:
    """Her tablets; all of them and the desks for the coordination."""
    centre, quand = centre_actif(request, *SUR_LA_FEUILLE), maintenant()
    visibles = AppareilTablette.objects.visibles_par(request.user).filter(centre=centre)
    dehors = Emport.objects.dehors().filter(appareil__in=visibles).select_related("appareil")
    contexte = {
        "appareils": visibles.vivants().select_related("proprietaire"),
        "retirees": visibles.exclude(revoque_le=None).select_related("proprietaire")[:20],
        "dehors": [(emport, quand - emport.emporte_le > SANS_RETOUR) for emport in dehors],
        "gere": peut_gerer_les_appareils(request.user, centre),
    }
    return render(request, "presences/tablettes.html", contexte)


def _appareil(request: RequeteConnectee, pk: int) -> AppareilTablette:
    visibles = AppareilTablette.objects.visibles_par(request.user).select_related("centre")
    return get_object_or_404(visibles, pk=pk)


@require_POST
def tablette_revoquer(request: RequeteConnectee, pk: int) -> HttpResponse:
    revoquer(_appareil(request, pk))
    messages.success(request, "C’est retiré. Ce qu’elle portait ne peut plus être lu.")
    return redirect("presences:tablettes")


@require_POST
def tablette_code_oublier(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The coordination empties the code of a tablet's owner, who chooses another one."""
    appareil = _appareil(request, pk)
    exiger(peut_gerer_les_appareils(request.user, appareil.centre))
    if appareil.proprietaire:
        oublier_code(appareil.proprietaire)
    messages.success(request, "Le code est effacé. Un autre sera demandé sur la tablette.")
    return redirect("presences:tablettes")


@require_POST
def emport_clore(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Stop waiting for a list: what its tablet has not sent will not come any more."""
    emports = Emport.objects.visibles_par(request.user).select_related("appareil__centre")
    emport = get_object_or_404(emports, pk=pk)
    exiger(peut_gerer_les_appareils(request.user, emport.appareil.centre))
    rendre(emport)
    messages.success(request, "On n’attend plus cette liste.")
    return redirect("presences:tablettes")


@require_POST
def tablette_trancher(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Choose between the tablet's answer and the sheet's, on the sheet's own page."""
    geste = get_object_or_404(
        gestes_visibles(request.user).select_related("seance__atelier"), pk=pk
    )
    exiger(peut_emarger(request.user, geste.seance))
    choix, personne = request.POST.get("choix", "")[:10], request.POST.get("personne", "")
    try:
        reference = uuid.UUID(personne) if personne else None
        choix = "personne" if reference else choix
        trancher(geste, choix=choix, par=request.user, personne=reference)
        messages.success(request, "C’est décidé.")
    except ValueError:
        messages.error(request, "Cette personne n’est pas dans la liste.")
    except Refus as refus:
        messages.error(request, str(refus))
    return redirect("presences:feuille", pk=geste.seance_id)


@avec_formulaire
def bornes(request: RequeteConnectee) -> HttpResponse:
    """Which ateliers let people check in with their card."""
    centre = centre_actif(request, COORDINATION)
    if request.method == "POST":
        choisis = {pk for v in request.POST.getlist("atelier") if (pk := nombre_lu(v))}
        choisir_l_arrivee_par_carte(centre, ateliers=choisis, par=request.user)
        messages.success(request, "C’est enregistré.")
        return redirect("presences:bornes")
    ateliers = Atelier.objects.visibles_par(request.user).filter(
        centre=centre, archive_le=None, sensibilite__lt=Atelier.Sensibilite.PROTEGE
    )
    contexte = {
        "ateliers": ateliers.exclude(genre=Atelier.Genre.ENTRETIEN).order_by("titre"),
        "choisis": set(
            ArriveeParCarte.objects.filter(atelier__centre=centre).values_list("atelier", flat=True)
        ),
    }
    return render(request, "presences/tablette_bornes.html", contexte)


@require_POST
def borne_ouvrir(request: RequeteConnectee) -> HttpResponse:
    """Turn this browser into a desk: its secret is set and the session of the team ends here."""
    centre = centre_actif(request, COORDINATION)
    libelle = request.POST.get("libelle", "").strip()[:60] or "Borne de l’accueil"
    try:
        sans_controle_ligne(libelle)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect("presences:bornes")
    secret = ajouter_appareil(
        centre=centre,
        libelle=libelle,
        par=request.user,
        genre=AppareilTablette.Genre.BORNE,
    )
    logout(request)
    reponse = redirect("presences:borne")
    poser(reponse, COOKIE_BORNE, secret, reverse("presences:borne"))
    return reponse
