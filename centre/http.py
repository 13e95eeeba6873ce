"""The request as pages see it: somebody is logged in, one centre is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest
from django_htmx.middleware import HtmxDetails

from centre.models import Centre

if TYPE_CHECKING:
    from centre.models import Utilisateur

CLE_CENTRE = "centre_actif"


class RequeteConnectee(HttpRequest):
    """A request behind ``LoginRequiredMiddleware``."""

    user: Utilisateur
    htmx: HtmxDetails


def centre_actif(request: HttpRequest, *roles: str) -> Centre:
    """Return the centre the user works in now, among those where she holds one of ``roles``.

    ``?centre=<slug>`` switches and is remembered by the session. Raises Http404 when the user
    has no such role anywhere, or asks for a centre that is not hers.
    """
    utilisateur = cast("Utilisateur", request.user)
    possibles = Centre.objects.filter(pk__in=utilisateur.centres_ids(*roles)).order_by("pk")
    voulu = request.GET.get("centre")
    if voulu:
        choisi = possibles.filter(slug=voulu).first()
        if choisi is None:
            raise Http404
        request.session[CLE_CENTRE] = choisi.pk
        return choisi
    garde = request.session.get(CLE_CENTRE)
    centres = list(possibles)
    choisi = next((c for c in centres if c.pk == garde), None) or next(iter(centres), None)
    if choisi is None:
        raise Http404
    return choisi
