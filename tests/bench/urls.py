"""The addresses of the service, and the two floors against which its pages are measured."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from ateliers.models import Seance
from centre.tableur import csv_de
from centre.urls import (  # noqa: F401 (Django reads the handlers of the root)
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from centre.urls import urlpatterns as service

# Filled by the bench with the feed of 1 000 events.
OCTETS: dict[str, bytes] = {"flux": b""}


@login_not_required
def minimale(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok", content_type="text/plain")


@login_not_required
def octets(request: HttpRequest) -> HttpResponse:
    return HttpResponse(OCTETS["flux"], content_type="text/calendar")


SOIXANTE = """<table>{% for s in lignes %}<tr><td>{{ s.debut }}</td><td>{{ s.fin }}</td>\
<td>{{ s.atelier.titre }}</td></tr>{% endfor %}</table>"""
CADRE = '{% extends "base.html" %}{% block contenu %}' + SOIXANTE + "{% endblock %}"


@cache
def _compile(gabarit: str) -> Any:
    """Compiled once, as a template of the service is."""
    return engines["django"].from_string(gabarit)


def _soixante(request: HttpRequest, gabarit: str) -> HttpResponse:
    lignes = Seance.objects.filter(centre__slug=request.GET["centre"]).select_related("atelier")
    return HttpResponse(_compile(gabarit).render({"lignes": lignes[:60]}, request))


def soixante(request: HttpRequest) -> HttpResponse:
    """The plainest page that shows a week: one query, sixty rows, no layout."""
    return _soixante(request, SOIXANTE)


def soixante_en_cadre(request: HttpRequest) -> HttpResponse:
    """The same rows in the layout of the service, whose header reads the roles and the centre."""
    return _soixante(request, CADRE)


CELLULES = ("Nadia B.", "Volontaire", "En ateliers", "depuis le 14 septembre", "31 h")
TABLEAU = """{% extends "base.html" %}{% block contenu %}<table class="tableau">
{% for l in lignes %}<tr><th scope="row"><a href="/orientations/1/">{{ l.0 }}</a>
<span class="secondaire petit">{{ l.1 }}</span></th>
<td><span class="etat etat--parcours">{{ l.2 }}</span> <span class="petit">{{ l.3 }}</span></td>
<td><div class="bande12" role="img" aria-label="12 semaines">{% for s in bande %}
<span class="{{ s }}"></span>{% endfor %}</div></td>
<td class="nombre"><b>{{ l.4 }}</b> <span class="petit">{{ l.5 }}</span> {{ l.6 }}</td>
<td>{{ l.7 }} <span class="petit">{{ l.8 }}</span></td>
<td><b>{{ l.9 }}</b> <span class="petit">{{ l.10 }}</span></td></tr>{% endfor %}
</table>{% endblock %}"""


def orientations_litterales(request: HttpRequest) -> HttpResponse:
    """The table of « Mes orientations » with literals: no row read but those of the header."""
    ligne = (*CELLULES, "15 présences", "le 17 nov.", "lun. 23 nov., 9 h", "Couture", "Fin", "le 3")
    contexte = {"lignes": [ligne] * int(request.GET["n"]), "bande": ["sem sem--1"] * 12}
    return HttpResponse(_compile(TABLEAU).render(contexte, request))


def csv_litteral(request: HttpRequest) -> HttpResponse:
    ligne = [*CELLULES, *CELLULES, *CELLULES, "fin"]
    return HttpResponse(csv_de(ligne, [ligne] * int(request.GET["n"])))


urlpatterns = [
    path("banc/minimale/", minimale),
    path("banc/orientations/", orientations_litterales),
    path("banc/csv/", csv_litteral),
    path("banc/octets/", octets),
    path("banc/soixante/", soixante),
    path("banc/soixante/cadre/", soixante_en_cadre),
    *service,
]
