"""Whoever may read parcours proves twice who she is, and leaves no open session behind her."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from centre.models import Affectation, Utilisateur

Role = Affectation.Role
LECTEURS = frozenset({Role.COORDINATION, Role.REFERENT, Role.PRESCRIPTEUR, Role.BINOME})
VUE_LE = "vue_le"
ABSENCE = 30 * 60  # seconds without a page
ECRITURE = 60  # the session is written at most once a minute
# Where one goes to set the second factor, confirm a password, leave.
PASSAGES = ("mfa_", "account_")

EXPLICATION = (
    "Vous lisez des parcours\u00a0: protégez votre compte avec une deuxième vérification. "
    "C’est une application sur votre téléphone, ou une clé d’accès. Il y en a pour deux minutes."
)
ABSENTE = "Vous étiez absent·e depuis plus de 30 minutes\u00a0: connectez-vous à nouveau."


class AccesConfidentiel:
    """Second factor and end of idle sessions for these accounts, outside a demonstration.

    Technical access counts too: it can reset the second factor of the others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if settings.DEMONSTRATION or not getattr(view_func, "login_required", True):
            return None
        utilisateur = cast("Utilisateur", request.user)
        if not utilisateur.is_authenticated or not lit_des_parcours(utilisateur):
            return None
        if _est_absente(request):
            return _rendre_la_session(request)
        nom = request.resolver_match.view_name if request.resolver_match else ""
        if nom.startswith(PASSAGES) or is_mfa_enabled(utilisateur):
            return None
        messages.info(request, EXPLICATION)
        return _mener(request, reverse("mfa_index"))


def lit_des_parcours(utilisateur: Utilisateur) -> bool:
    """Whether an account may open parcours somewhere, or change the accounts that may."""
    roles = frozenset().union(*utilisateur.roles_par_centre.values())
    return utilisateur.is_staff or bool(roles & LECTEURS)


def _est_absente(request: HttpRequest) -> bool:
    """Tell whether the last page is too old; note this one otherwise."""
    maintenant = int(time.time())
    vue = request.session.get(VUE_LE, maintenant)
    if maintenant - vue > ABSENCE:
        return True
    if VUE_LE not in request.session or maintenant - vue >= ECRITURE:
        request.session[VUE_LE] = maintenant
    return False


def _rendre_la_session(request: HttpRequest) -> HttpResponseBase:
    suite = request.get_full_path() if request.method == "GET" else ""
    logout(request)
    messages.info(request, ABSENTE)
    adresse = reverse("account_login")
    return _mener(request, f"{adresse}?{urlencode({'next': suite})}" if suite else adresse)


def _mener(request: HttpRequest, adresse: str) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        # A fragment cannot hold a whole page: htmx goes there.
        return HttpResponse(status=401, headers={"HX-Redirect": adresse})
    return redirect(adresse)
