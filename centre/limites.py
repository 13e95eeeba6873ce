"""How often a visitor may try: counted in the shared cache, so that all processes count once."""

from __future__ import annotations

import datetime as dt
import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from centre.temps import maintenant
from centre.views.erreurs import trop_de_demandes

INCONNUS = 60
MINUTE = dt.timedelta(minutes=1)


def compter(cle: str, *, duree: dt.timedelta, quand: dt.datetime) -> tuple[int, dt.datetime]:
    """Count one more try under ``cle``; return how many since the first, and when it starts again.

    The window runs from the first try and is not made longer by the following ones, which
    ``cache.incr`` would do.
    """
    nombre, fin = cache.get(cle) or (0, quand + duree)
    if fin <= quand:
        nombre, fin = 0, quand + duree
    cache.set(cle, (nombre + 1, fin), timeout=(fin - quand).total_seconds())
    return nombre + 1, fin


def _reseau(request: HttpRequest) -> str:
    """Who asks: an IPv4 address, or the /64 that one IPv6 subscriber holds; empty when unknown."""
    try:
        adresse = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
    if adresse.version == 4:
        return str(adresse)
    return str(ipaddress.ip_network((adresse, 64), strict=False).network_address)


def attente(request: HttpRequest, quoi: str, *, plafond: int, duree: dt.timedelta) -> int:
    """Count one more act of this kind from the visitor's network; past ``plafond`` in ``duree``,
    return the seconds to wait. 0 when she may go on, or when nobody knows where she is."""
    reseau, quand = _reseau(request), maintenant()
    if not reseau:
        return 0
    nombre, fin = compter(f"{quoi}:{reseau}", duree=duree, quand=quand)
    return max(1, int((fin - quand).total_seconds())) if nombre > plafond else 0


def secret_inconnu(request: HttpRequest, *, pour_un_agenda: bool = False) -> HttpResponse:
    """Answer a secret link that opens nothing: Http404, then 429 past 60 of them in a minute.

    Call it once the link is known to be unknown: a good one never waits for a neighbour's guesses
    (ASVS 2.4.1). A calendar program is told in plain text when to come back.
    """
    reseau, quand = _reseau(request), maintenant()
    if not reseau:
        raise Http404
    nombre, fin = compter(f"inconnus:{reseau}", duree=MINUTE, quand=quand)
    if nombre <= INCONNUS:
        raise Http404
    if pour_un_agenda:
        reponse = HttpResponse(
            "Trop de demandes\u00a0: attendez une minute.\n",
            status=429,
            content_type="text/plain; charset=utf-8",
        )
    else:
        reponse = trop_de_demandes(request)
    reponse["Retry-After"] = str(max(1, int((fin - quand).total_seconds())))
    reponse["Cache-Control"] = "no-store"
    return reponse
