"""The check-in desk: a browser of nobody that says one sentence, and never who else is expected."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from centre.erreurs import Refus
from centre.http import avec_formulaire
from centre.limites import compter
from centre.temps import maintenant
from presences.models import AppareilTablette
from presences.operations.tablette_arrivees import INCONNUE, arriver
from presences.queries.tablette import appareil_du_secret
from presences.views.tablette import politique_avec_camera
from presences.views.tablette_temoins import COOKIE_BORNE, secret_de

# Wrong cards of one desk in ten minutes, after which it answers nobody until they are over.
ESSAIS = 30
DUREE = dt.timedelta(minutes=10)


@login_not_required
@never_cache
@avec_formulaire
def borne(request: HttpRequest) -> HttpResponse:
    """Show « Bonjour Nadia, c’est noté », or the one sentence for everything else."""
    appareil = appareil_du_secret(secret_de(request, COOKIE_BORNE), AppareilTablette.Genre.BORNE)
    if appareil is None or appareil.revoque_le is not None:
        contexte = {"fermee": True}
        return render(
            request,
            "presences/tablette_borne.html",
            contexte,
            status=403 if request.method == "POST" else 200,
        )
    phrase = _arriver(request, appareil) if request.method == "POST" else ""
    reponse = render(request, "presences/tablette_borne.html", {"phrase": phrase})
    reponse._permissions_policy_override = politique_avec_camera()  # type: ignore[attr-defined]
    return reponse


def _arriver(request: HttpRequest, appareil: AppareilTablette) -> str:
    """Read the body only: a secret in an address would be written in a log."""
    quand, cle = maintenant(), f"borne:{appareil.pk}"
    AppareilTablette.objects.filter(pk=appareil.pk).update(derniere_utilisation=quand)
    faux, fin = cache.get(cle) or (0, quand)
    if faux >= ESSAIS and fin > quand:
        return INCONNUE
    lu = request.POST.get("carte", "")[:300].replace("\x00", "")
    try:
        return f"Bonjour {arriver(appareil, lu, quand=quand)}, c’est noté"
    except Refus:
        compter(cle, duree=DUREE, quand=quand)
        return INCONNUE
