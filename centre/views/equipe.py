"""Who has an access to the centre, and how the coordination gives and ends one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from centre.erreurs import Refus
from centre.forms import AccesForm
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import Affectation, Centre, Professionnel
from centre.operations.equipe import fermer_acces, ouvrir_acces, renvoyer_le_lien
from centre.permissions import BINOME, EQUIPE, PRESCRIPTEUR, ROLES_A_DONNER, exiger, peut_coordonner
from centre.queries import acces_du_centre
from centre.refus import refus_en_message
from centre.temps import aujourdhui


def _centre(request: RequeteConnectee) -> Centre:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_coordonner(request.user, centre))
    return centre


@require_safe
def equipe(request: RequeteConnectee) -> HttpResponse:
    de_l_equipe, partenaires = acces_du_centre(request.user, _centre(request), aujourdhui())
    contexte = {
        "groupes": [("L’équipe du centre", de_l_equipe), ("Les partenaires", partenaires)],
        "a_donner": ROLES_A_DONNER,
    }
    return render(request, "centre/equipe.html", contexte)


@avec_formulaire
def acces_ouvrir(request: RequeteConnectee) -> HttpResponse:
    centre = _centre(request)
    form = AccesForm(request.POST or None, centre=centre, initial=_depuis_l_annuaire(request))
    if form.is_valid():
        try:
            acces = ouvrir_acces(centre=centre, par=request.user, **form.cleaned_data)
        except Refus as refus:
            form.add_error(form.CHAMPS_REFUS[refus.code], str(refus))
        else:
            messages.success(request, _phrase(acces))
            return redirect("centre:equipe")
    return render(request, "centre/acces_form.html", {"form": form})


def _depuis_l_annuaire(request: RequeteConnectee) -> dict[str, Any]:
    """Fill the form with somebody of the directory: « Ouvrir un accès » on her line."""
    choisi = request.GET.get("professionnel", "")
    if not choisi.isdecimal():
        return {}
    siens = Professionnel.objects.visibles_par(request.user).filter(utilisateur__isnull=True)
    professionnel = siens.select_related("organisme").filter(pk=choisi).first()
    if professionnel is None:
        return {}
    valeurs = {nom: getattr(professionnel, nom) for nom in ("prenom", "nom", "courriel")}
    if professionnel.organisme.type == professionnel.organisme.Type.CENTRE:
        return {"professionnel": professionnel.pk, **valeurs}
    role = PRESCRIPTEUR if professionnel.organisme.est_orienteur else BINOME
    organisme = professionnel.organisme_id
    return {"professionnel": professionnel.pk, "role": role, "organisme": organisme, **valeurs}


def _phrase(acces: Affectation) -> str:
    if acces.utilisateur.has_usable_password():
        return f"L’accès de {acces.utilisateur} est ouvert, avec son mot de passe habituel."
    return (
        f"L’accès de {acces.utilisateur} est ouvert. Un lien pour choisir un mot de passe part "
        f"à {acces.utilisateur.courriel}."
    )


def _acces(request: RequeteConnectee, pk: int) -> Affectation:
    centre = centre_actif(request, *EQUIPE)
    lignes = Affectation.objects.visibles_par(request.user).en_vigueur(aujourdhui())
    return get_object_or_404(
        lignes.filter(centre=centre).select_related("utilisateur", "centre", "organisme"), pk=pk
    )


@avec_formulaire
def acces_fermer(request: RequeteConnectee, pk: int) -> HttpResponse:
    acces = _acces(request, pk)
    if request.method != "POST":
        contexte = {"acces": acces, "retour": reverse("centre:equipe")}
        return render(request, "centre/acces_fermer.html", contexte)
    with refus_en_message(request):
        fermer_acces(acces, par=request.user)
        messages.success(request, f"L’accès de {acces.utilisateur} est retiré.")
    return redirect("centre:equipe")


@require_POST
def acces_lien(request: RequeteConnectee, pk: int) -> HttpResponse:
    acces = _acces(request, pk)
    with refus_en_message(request):
        renvoyer_le_lien(acces, par=request.user)
        messages.success(request, f"Un nouveau lien part à {acces.utilisateur.courriel}.")
    return redirect("centre:equipe")
