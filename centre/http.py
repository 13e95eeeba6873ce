"""The request as pages see it: somebody is logged in, one centre is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from centre.models import Centre

if TYPE_CHECKING:
    from centre.models import Utilisateur

CLE_CENTRE = "centre_actif"
# A page with a form: read, then sent to the same address.
avec_formulaire = require_http_methods(["GET", "HEAD", "POST"])


class RequeteConnectee(HttpRequest):
    """A request behind ``LoginRequiredMiddleware``."""

    user: Utilisateur
    htmx: HtmxDetails


def centres_de(utilisateur: Utilisateur) -> list[Centre]:
    """The centres where the user holds a role, the oldest first; read once per request, for the
    page and for its header."""
    lus: list[Centre] | None = getattr(utilisateur, "_centres", None)
    if lus is None:
        lus = list(Centre.objects.visibles_par(utilisateur).order_by("pk"))
        utilisateur._centres = lus  # type: ignore[attr-defined]
    return lus


def centre_actif(request: HttpRequest, *roles: str) -> Centre:
    """Return the centre the user works in now, among those where she holds one of ``roles``.

    ``?centre=<slug>`` switches and is remembered by the session. Raises Http404 when the user
    has no such role anywhere, or asks for a centre that is not hers.
    """
    utilisateur = cast("Utilisateur", request.user)
    permis = utilisateur.centres_ids(*roles)
    possibles = [c for c in centres_de(utilisateur) if c.pk in permis]
    voulu, garde = request.GET.get("centre"), request.session.get(CLE_CENTRE)
    if voulu:
        choisi = next((c for c in possibles if c.slug == voulu), None)
        # Reading a page again writes nothing.
        if choisi and choisi.pk != garde:
            request.session[CLE_CENTRE] = choisi.pk
    else:
        choisi = next((c for c in possibles if c.pk == garde), next(iter(possibles), None))
    if choisi is None:
        raise Http404
    return choisi
