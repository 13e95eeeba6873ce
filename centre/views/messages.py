"""What leaves the house: what waits, what failed and why, who was called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.http import RequeteConnectee, centre_actif
from centre.messagerie import (
    arreter,
    marquer_fait,
    nom_du_message,
    obstacles,
    reessayer,
    suites_des_messages,
)
from centre.models import Message
from centre.permissions import EQUIPE, exiger, peut_voir_la_messagerie
from centre.queries import (
    FILTRES,
    filtres_des_messages,
    messages_du_centre,
    texte_du_message,
)
from centre.refus import refus_en_message

PAR_PAGE = 50


@require_safe
def message_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_voir_la_messagerie(request.user, centre))
    filtre = request.GET.get("etat", "")
    filtre = filtre if filtre in FILTRES else "a-regarder"
    pages = Paginator(messages_du_centre(request.user, centre, filtre), PAR_PAGE)
    page = pages.get_page(request.GET.get("page"))
    filtres = filtres_des_messages(request.user, centre, filtre)
    contexte = {"page": page, "lignes": _lignes(list(page)), "filtres": filtres}
    return render(request, "centre/message_list.html", contexte)


def _lignes(affiches: list[Message]) -> list[dict[str, Any]]:
    """Each message with its words; why trying it again is over, and where to write it again."""
    arretes = obstacles(
        m for m in affiches if m.etat in (Message.Etat.ECHEC, Message.Etat.A_REESSAYER)
    )
    a_renvoyer = [m for m in affiches if m.pk in arretes and arretes[m.pk].code == "renvoyer"]
    suites = suites_des_messages(a_renvoyer)
    return [
        {
            "message": m,
            "nom": nom_du_message(m),
            "texte": texte_du_message(m),
            "obstacle": arretes.get(m.pk, ""),
            "suite": suites.get(m.pk, ""),
        }
        for m in affiches
    ]


def _agir(
    request: RequeteConnectee, pk: int, acte: Callable[[Message], object], fait: str
) -> HttpResponseRedirect:
    message = get_object_or_404(Message.objects.visibles_par(request.user), pk=pk)
    with refus_en_message(request):
        acte(message)
        messages.success(request, fait)
    return redirect("centre:message-list")


@require_POST
def message_reessayer(request: RequeteConnectee, pk: int) -> HttpResponse:
    return _agir(request, pk, reessayer, "Le message repart dans un instant.")


@require_POST
def message_arreter(request: RequeteConnectee, pk: int) -> HttpResponse:
    return _agir(request, pk, arreter, "Le message ne partira pas.")


@require_POST
def message_fait(request: RequeteConnectee, pk: int) -> HttpResponse:
    return _agir(
        request,
        pk,
        lambda m: marquer_fait(m, par=request.user),
        "C’est noté\u00a0: la personne sait.",
    )
