"""The list of people and their file's identity and contact, for the team of their centre."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import Centre
from centre.permissions import exiger
from centre.temps import aujourdhui, maintenant
from centre.textes import nombre_lu
from parcours.forms.personnes import PersonneForm, question_des_doublons
from parcours.models import Parcours, Personne
from parcours.operations.personnes import creer_personne, modifier_personne
from parcours.permissions import DOSSIERS, SUIVI, peut_tenir_le_dossier
from parcours.queries import chercher, fins_proches
from parcours.queries.cadence import a_relancer

PAR_PAGE = 40


@require_safe
def personne_list(request: RequeteConnectee) -> HttpResponse:
    """People of the active centre; a partner never browses (docs/confidentialite.md)."""
    centre = centre_actif(request, *DOSSIERS)
    suit = request.user.a_role(centre.pk, *SUIVI)
    attendus = _attendus(request, centre) if suit else set()
    filtre = _filtre(request, suit)
    personnes = Personne.objects.de_l_equipe(request.user).actives().filter(centre=centre)
    q = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    personnes = chercher(personnes, q) if q else personnes
    if filtre:
        gardes = attendus if filtre == "relance" else _fins(request, centre)
        personnes = personnes.filter(parcours__in=gardes).distinct()
    ouverts = Parcours.objects.visibles_par(request.user).ouverts().select_related("dispositif")
    lignes = personnes.prefetch_related(Prefetch("parcours", ouverts, to_attr="ouverts"))
    contexte = {
        "page": Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page")),
        "q": q,
        "filtre": filtre,
        "attendus": attendus,
        "voit_les_parcours": suit,
    }
    return render(request, "parcours/personne_list.html", contexte)


def _fins(request: RequeteConnectee, centre: Centre) -> set[int]:
    return {parcours.pk for parcours in fins_proches(request.user, centre, aujourdhui())}


def _filtre(request: RequeteConnectee, suit: bool) -> str:
    if request.GET.get("fin") == "proche":
        return "fin"
    return "relance" if suit and request.GET.get("relance") == "oui" else ""


def _attendus(request: RequeteConnectee, centre: Centre) -> set[int]:
    """The parcours of this list on which the team is expected: nothing held for a month."""
    return {relance.parcours.pk for relance in a_relancer(request.user, centre, maintenant())}


@avec_formulaire
def personne_creer(request: RequeteConnectee) -> HttpResponse:
    """Look-alikes are proposed before anything is written (ETH-08)."""
    centre = centre_actif(request, *DOSSIERS)
    formulaire = PersonneForm(
        request.POST or None,
        centre=centre,
        voit_la_situation=request.user.a_role(centre.pk, *SUIVI),
        initial={"nom": request.GET.get("q", "")[:80]},
    )
    contexte: dict[str, Any] = {"form": formulaire, "doublons": None, "personne": None}
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, "parcours/personne_form.html", contexte)
    question = question_des_doublons(formulaire, request.POST)
    if not question.est_repondu:
        contexte["doublons"] = question
        return render(request, "parcours/personne_form.html", contexte)
    if question.choisie:
        return redirect("presences:personne-detail", question.choisie.reference)
    return _creee(request, formulaire)


def _creee(request: RequeteConnectee, formulaire: PersonneForm) -> HttpResponse:
    personne = creer_personne(
        centre=formulaire.centre,
        champs=formulaire.champs(),
        par=request.user,
        titres_explicites=formulaire.cleaned_data["titres_explicites"],
    )
    messages.success(request, f"{personne} est dans la liste.")
    return redirect("presences:personne-detail", personne.reference)


def _version_lue(request: RequeteConnectee) -> int:
    return nombre_lu(request.POST.get("version", "")) or 0


@avec_formulaire
def personne_modifier(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    personne = get_object_or_404(
        Personne.objects.visibles_par(request.user).actives(), reference=reference
    )
    exiger(peut_tenir_le_dossier(request.user, personne))
    formulaire = PersonneForm(
        request.POST or None,
        instance=personne,
        centre=personne.centre,
        voit_la_situation=request.user.a_role(personne.centre_id, *SUIVI),
    )
    if request.method == "POST" and formulaire.is_valid() and _modifiee(request, formulaire):
        messages.success(request, "C’est enregistré.")
        return redirect("presences:personne-detail", personne.reference)
    contexte = {"form": formulaire, "doublons": None, "personne": personne}
    return render(request, "parcours/personne_form.html", contexte)


def _modifiee(request: RequeteConnectee, formulaire: PersonneForm) -> bool:
    """Write the file, or put the refusal above the form, which keeps what was typed."""
    try:
        modifier_personne(
            formulaire.instance,
            champs=formulaire.champs(),
            par=request.user,
            version=_version_lue(request),
            titres_explicites=formulaire.cleaned_data["titres_explicites"],
        )
    except Refus as refus:
        formulaire.add_error(None, str(refus))
        return False
    return True
