"""« Points d’attention » : what is odd in the weeks to come, with what may be done about it."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import PointEcarte
from ateliers.operations.points import ecarter, reprendre
from ateliers.permissions import peut_planifier
from ateliers.queries.point import NATURES
from ateliers.queries.points import Vu, points_du_centre
from centre.http import RequeteConnectee, centre_actif
from centre.models import Centre
from centre.permissions import EQUIPE, exiger
from centre.refus import refus_en_message
from centre.temps import JOUR, aujourdhui

SEMAINES = (2, 4, 8, 12)
DEFAUT = 4


def _centre(request: RequeteConnectee) -> Centre:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_planifier(request.user, centre))
    return centre


def _periode(donnees: QueryDict) -> tuple[int, dt.date, dt.date]:
    """The weeks asked for, from today; four for any other text."""
    texte = donnees.get("semaines", "")
    semaines = int(texte) if texte in map(str, SEMAINES) else DEFAUT
    jour = aujourdhui()
    return semaines, jour, jour + (7 * semaines - 1) * JOUR


@require_safe
def attention(request: RequeteConnectee) -> HttpResponse:
    centre = _centre(request)
    semaines, du, au = _periode(request.GET)
    vus = points_du_centre(request.user, centre, du, au)
    actifs = [vu for vu in vus if not vu.est_ecarte]
    nature = request.GET.get("nature", "")
    gardes = [vu for vu in actifs if nature in ("", vu.point.nature)]
    contexte = {
        "jours": [(j, list(g)) for j, g in itertools.groupby(gardes, key=lambda vu: vu.jour)],
        "nombre": len(gardes),
        "filtres": _filtres(actifs, nature, semaines),
        "ecartes": [vu for vu in vus if vu.est_ecarte],
        "semaines": semaines,
        "choix": [(n, _adresse(nature, n), n == semaines) for n in SEMAINES],
        "nature": nature,
    }
    return render(request, "ateliers/attention.html", contexte)


def _adresse(nature: str, semaines: int) -> str:
    adresse = QueryDict(mutable=True)
    if nature:
        adresse["nature"] = nature
    if semaines != DEFAUT:
        adresse["semaines"] = str(semaines)
    return f"{reverse('ateliers:attention')}?{adresse.urlencode()}".rstrip("?")


def _filtres(vus: list[Vu], choisie: str, semaines: int) -> list[dict[str, Any]]:
    """Those natures that are there, each with its number; all of them first."""
    comptes = [(code, nom, sum(v.point.nature == code for v in vus)) for code, nom, _ in NATURES]
    presents = [("", "Tous", len(vus)), *(c for c in comptes if c[2] or c[0] == choisie)]
    return [
        {
            "nom": nom,
            "nombre": nombre,
            "url": _adresse(code, semaines),
            "est_choisi": code == choisie,
        }
        for code, nom, nombre in presents
    ]


@require_POST
def attention_ecarter(request: RequeteConnectee) -> HttpResponse:
    centre = _centre(request)
    semaines, du, au = _periode(request.POST)
    vus = points_du_centre(request.user, centre, du, au)
    cle, empreinte = (request.POST.get(nom, "") for nom in ("cle", "empreinte"))
    with refus_en_message(request):
        ecarter(centre, cle=cle, empreinte=empreinte, vus=vus, par=request.user)
        messages.success(request, "C’est noté\u00a0: c’est voulu. Le point revient si cela change.")
    return redirect(_adresse(request.POST.get("nature", "")[:20], semaines))


@require_POST
def attention_reprendre(request: RequeteConnectee, pk: int) -> HttpResponse:
    point = get_object_or_404(PointEcarte.objects.visibles_par(request.user), pk=pk)
    reprendre(point)
    messages.success(request, "Le point est de nouveau dans la liste.")
    return redirect("ateliers:attention")
