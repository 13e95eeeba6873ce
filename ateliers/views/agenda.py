"""Subscription feeds: a validator answered before anything is read, no cookie, no session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ateliers import ical
from ateliers.queries.agendas import (
    ateliers_en_agenda,
    centres_en_agenda,
    lieux_en_agenda,
    seances_publiques,
    vevents,
)
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
    later of the last change and today 00:00 in Paris, so that neither ever goes back (ical.md H3).
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


def _public(
    request: HttpRequest, objet: Any, *, genre: str, nom: str, centre_nom: str
) -> HttpResponse:
    """The feed of a centre, an atelier or a place that carries its version."""

    def corps() -> bytes:
        lignes = vevents(seances_publiques(aujourdhui(), **{genre: objet}))
        description = f"Programme public de {centre_nom}"
        return ical.assembler(lignes, nom=nom, description=description)

    return reponse_agenda(
        request,
        flux=f"{genre}-{objet.pk}",
        version=objet.version,
        change_le=objet.change_le,
        fichier=f"{objet.slug}.ics",
        corps=corps,
    )


@login_not_required
@require_safe
def agenda_centre(request: HttpRequest, centre: str) -> HttpResponse:
    objet = get_object_or_404(centres_en_agenda(), slug=centre)
    return _public(request, objet, genre="centre", nom=objet.nom, centre_nom=objet.nom)


@login_not_required
@require_safe
def agenda_atelier(request: HttpRequest, centre: str, atelier: str) -> HttpResponse:
    objet = get_object_or_404(ateliers_en_agenda(), centre__slug=centre, slug=atelier)
    nom = f"{objet.titre} · {objet.centre.nom_court}"
    return _public(request, objet, genre="atelier", nom=nom, centre_nom=objet.centre.nom)


@login_not_required
@require_safe
def agenda_lieu(request: HttpRequest, centre: str, lieu: str) -> HttpResponse:
    objet = get_object_or_404(lieux_en_agenda(), centre__slug=centre, slug=lieu)
    nom = f"{objet.nom} · {objet.centre.nom_court}"
    return _public(request, objet, genre="lieu", nom=nom, centre_nom=objet.centre.nom)
