"""The description of the interface: one JSON for machines, one page for people."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ateliers.views.agenda import AGE
from ateliers.views.api.lecture import CHEMIN, DESCRIPTION, api
from centre.models import Centre


@dataclass(frozen=True)
class Operation:
    """One address as the page shows it."""

    chemin: str
    titre: str
    texte: str
    parametres: list[dict[str, str]]
    reponses: list[dict[str, str]]


SENS = {
    "200": "La page demandée.",
    "404": "Aucun centre public ne porte ce nom.",
    "422": "Un paramètre n’est pas compris\u00a0: son nom et la raison.",
}


@cache
def description() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix=CHEMIN))


def _operations() -> list[Operation]:
    lues = []
    for chemin, methodes in description()["paths"].items():
        lue = methodes["get"]
        parametres = [
            {
                "nom": p["name"],
                "ou": "dans l’adresse" if p["in"] == "path" else "après «\u00a0?\u00a0»",
                "texte": p["schema"].get("description", "Nom du centre dans les adresses."),
            }
            for p in lue["parameters"]
        ]
        reponses = [{"code": str(code), "texte": SENS[str(code)]} for code in lue["responses"]]
        lues.append(Operation(chemin, lue["summary"], lue["description"], parametres, reponses))
    return lues


@login_not_required
@require_safe
@cache_control(public=True, max_age=AGE)
def api_openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description(), headers={"Access-Control-Allow-Origin": "*"})


@login_not_required
@require_safe
def api_accueil(request: HttpRequest) -> HttpResponse:
    contexte = {
        "description": DESCRIPTION,
        "operations": _operations(),
        "exemple": Centre.objects.publies().first(),
        "age": AGE // 60,
    }
    return render(request, "ateliers/api_accueil.html", contexte)
