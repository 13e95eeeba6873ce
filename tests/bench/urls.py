"""The addresses of the service, and the two floors against which its pages are measured."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from ateliers.models import Seance
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


def soixante(request: HttpRequest) -> HttpResponse:
    """The plainest page that shows a week: one query, sixty rows, no layout."""
    lignes = Seance.objects.filter(centre__slug=request.GET["centre"]).select_related("atelier")
    gabarit = engines["django"].from_string(
        "<table>{% for s in lignes %}<tr><td>{{ s.debut }}</td><td>{{ s.fin }}</td>"
        "<td>{{ s.atelier.titre }}</td></tr>{% endfor %}</table>"
    )
    return HttpResponse(gabarit.render({"lignes": lignes[:60]}, request))


urlpatterns = [
    path("banc/minimale/", minimale),
    path("banc/octets/", octets),
    path("banc/soixante/", soixante),
    *service,
]
