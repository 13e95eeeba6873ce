"""Renewals: the team's list and page, the prescriber's answer by account or by a signed link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.limites import secret_inconnu
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import aujourdhui
from parcours.forms.renouvellements import PreparationForm, ReponseForm
from parcours.models import Parcours, Renouvellement
from parcours.operations import renouvellements as operations
from parcours.operations.orientations import professionnel_de
from parcours.permissions import SUIVI, peut_mener_le_parcours
from parcours.queries.renouvellements import (
    Suite,
    centre_du_lien,
    demande_du_lien,
    suite_de,
    suites,
)
from parcours.views.lignes import ligne, saisie
from parcours.views.portes import parcours_a_mener

PAGE = "Renouvellement d’un parcours"


@require_safe
def renouvellement_list(request: RequeteConnectee) -> HttpResponse:
    """What waits for the team, then for prescribers; ``?voir=toutes`` adds what is settled."""
    centre = centre_actif(request, *SUIVI)
    toutes = request.GET.get("voir") == "toutes"
    lignes = suites(request.user, centre, aujourdhui(), toutes=toutes)
    contexte = {"lignes": lignes, "toutes": toutes}
    return render(request, "parcours/renouvellement_list.html", contexte)


@avec_formulaire
def renouvellement(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Write the argument with the person; the page then says what is asked, and the answer."""
    parcours = parcours_a_mener(request, pk)
    suite = _suite(parcours)
    form = PreparationForm(saisie(request), instance=_brouillon(suite))
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            operations.preparer(parcours, par=request.user, **form.cleaned_data)
            messages.success(request, "C’est écrit. Personne d’autre ne l’a lu.")
            return redirect("parcours:renouvellement", pk)
    noter(request, parcours.centre, PAGE, sujet=parcours.personne.reference)
    contexte: dict[str, Any] = {"parcours": parcours, "suite": suite, "form": form}
    contexte["reponse"] = ReponseForm()
    contexte["anciens"] = parcours.renouvellements.exclude(decision="").select_related("decide_par")
    return render(request, "parcours/renouvellement.html", contexte)


def _suite(parcours: Parcours) -> Suite | None:
    return suite_de(parcours, parcours.renouvellements.all(), aujourdhui())


def _brouillon(suite: Suite | None) -> Renouvellement:
    demande = suite.demande if suite else None
    return demande if demande and demande.demande_le is None else Renouvellement()


def _acte(
    request: RequeteConnectee, pk: int, faire: Callable[[Renouvellement], object], dit: str
) -> HttpResponse:
    """One button of the team: 403 to the prescriber, who sees the request."""
    demande = ligne(Renouvellement.objects.visibles_par(request.user), pk)
    exiger(peut_mener_le_parcours(request.user, demande.parcours))
    with refus_en_message(request):
        faire(demande)
        messages.success(request, dit)
    return redirect("parcours:renouvellement", demande.parcours_id)


@require_POST
def renouvellement_demander(request: RequeteConnectee, pk: int) -> HttpResponse:
    def faire(demande: Renouvellement) -> object:
        return operations.demander(demande, par=request.user)

    return _acte(request, pk, faire, "La demande est partie. Rien ne change sans réponse.")


@require_POST
def renouvellement_relancer(request: RequeteConnectee, pk: int) -> HttpResponse:
    return _acte(request, pk, operations.relancer, "Un nouveau lien part. L’ancien ne sert plus.")


@require_POST
def renouvellement_noter(request: RequeteConnectee, pk: int) -> HttpResponse:
    """What the prescriber said by telephone, under his name (ASI-09: who, when)."""
    form = ReponseForm(request.POST)

    def faire(demande: Renouvellement) -> object:
        prescripteur = demande.parcours.prescripteur
        if not form.is_valid() or prescripteur is None:
            raise Refus("Choisissez une réponse.", code="decision")
        dite = form.cleaned_data
        return operations.repondre(
            demande, voie=Renouvellement.Voie.DIT, decide_par=prescripteur, **dite
        )

    return _acte(request, pk, faire, "Sa réponse est notée, à son nom.")


@require_POST
def renouvellement_decider(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Where the frame asks no prescriber."""

    def faire(demande: Renouvellement) -> object:
        qui = professionnel_de(request.user, demande.parcours.centre)
        return operations.renouveler_en_equipe(demande, decide_par=qui, par=request.user)

    return _acte(request, pk, faire, "Le parcours continue.")


@avec_formulaire
@never_cache
def renouvellement_repondre(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The prescriber, with his account."""
    visibles = Renouvellement.objects.visibles_par(request.user)
    demande = ligne(visibles, pk)
    siennes = Renouvellement.objects.demandes_a(request.user)
    exiger(siennes.filter(pk=pk).exists())
    noter(request, demande.parcours.centre, PAGE, sujet=demande.parcours.personne.reference)
    return _repondre(request, demande, Renouvellement.Voie.COMPTE)


@login_not_required
@avec_formulaire
@never_cache
def renouvellement_lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """The prescriber, with the link of the mail: reading decides nothing, the button does.

    A scanner of mail that asks for the headers alone has read nothing: her log does not say it.
    """
    demande = demande_du_lien(jeton, aujourdhui())
    if demande is None:
        return _lien_eteint(request, jeton)
    qui = f"{demande.parcours.prescripteur}, par le lien reçu"
    if request.method != "HEAD":
        noter(request, demande.parcours.centre, PAGE, demande.parcours.personne.reference, qui=qui)
    reponse = _repondre(request, demande, Renouvellement.Voie.LIEN)
    reponse["Referrer-Policy"] = "same-origin"
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse


def _lien_eteint(request: HttpRequest, jeton: str) -> HttpResponse:
    """Answered, replaced or too old: whom to call, and nothing about the person."""
    centre = centre_du_lien(jeton)
    if centre is None:
        return secret_inconnu(request)
    return render(request, "parcours/renouvellement_eteint.html", {"centre": centre}, status=404)


def _repondre(request: HttpRequest, demande: Renouvellement, voie: str) -> HttpResponse:
    form = ReponseForm(saisie(request))
    prescripteur = demande.parcours.prescripteur
    if request.method == "POST" and form.is_valid() and prescripteur:
        with refus_au_formulaire(form):
            demande = operations.repondre(
                demande, voie=voie, decide_par=prescripteur, **form.cleaned_data
            )
    contexte: dict[str, Any] = {"demande": demande, "parcours": demande.parcours, "form": form}
    contexte["par_lien"] = voie == Renouvellement.Voie.LIEN
    return render(request, "parcours/renouvellement_repondre.html", contexte)
