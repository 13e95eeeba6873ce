"""Subscription feeds: a validator answered before anything is read, no cookie, no session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ateliers import ical
from ateliers.queries.agendas import flux, vevents
from centre.temps import aujourdhui, bornes_du_jour

AGE = 900


def reponse_agenda(
    request: HttpRequest,
    *,
    flux: str,
    version: int | None,
    change_le: dt.datetime | None,
    fichier: str,
    corps: Callable[[], bytes],
    est_prive: bool = False,
) -> HttpResponse:
    """Answer a feed; ``corps`` is called only when the reader's copy is out of date.

    The ETag holds the feed, its version, the day of Paris and the format; Last-Modified is the
    later of the last change and today 00:00 in Paris, so that neither ever goes back (rule H3).
    """
    jour = aujourdhui()
    etag = f'"{flux}-{version or 0}-{jour:%Y%m%d}-{ical.FORMAT}"'
    change = int(max(filter(None, (change_le, bornes_du_jour(jour)[0]))).timestamp())
    reponse = get_conditional_response(request, etag=etag, last_modified=change)
    if reponse is None:
        reponse = HttpResponse(corps(), content_type=ical.TYPE)
        reponse["Content-Disposition"] = f'inline; filename="{fichier}"'
    reponse["ETag"] = etag
    reponse["Last-Modified"] = http_date(change)
    reponse["Cache-Control"] = f"{'private' if est_prive else 'public'}, max-age={AGE}"
    if est_prive:
        reponse["X-Robots-Tag"] = "noindex"
        reponse["Referrer-Policy"] = "no-referrer"
    return reponse


def _public(request: HttpRequest, genre: str, *slugs: str) -> HttpResponse:
    """The feed of a centre, of an atelier or of a place; Http404 when it is not public."""
    lu = flux(genre, *slugs)
    if lu is None:
        raise Http404

    def corps() -> bytes:
        lignes = vevents(genre, lu.pk, aujourdhui())
        nom = lu.nom if genre == "centre" else f"{lu.nom} · {lu.centre_court}"
        return ical.assembler(lignes, nom=nom, description=f"Programme public de {lu.centre_nom}")

    return reponse_agenda(
        request,
        flux=f"{genre}-{lu.pk}",
        version=lu.version,
        change_le=lu.change_le,
        fichier=f"{lu.slug}.ics",
        corps=corps,
    )


@login_not_required
@require_safe
def agenda_centre(request: HttpRequest, centre: str) -> HttpResponse:
    return _public(request, "centre", centre)


@login_not_required
@require_safe
def agenda_atelier(request: HttpRequest, centre: str, atelier: str) -> HttpResponse:
    return _public(request, "atelier", centre, atelier)


@login_not_required
@require_safe
def agenda_lieu(request: HttpRequest, centre: str, lieu: str) -> HttpResponse:
    return _public(request, "lieu", centre, lieu)
