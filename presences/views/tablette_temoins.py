"""Cookies by which the centre knows a device again: the secret itself, read by no script."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE_TABLETTE = "tablette"
COOKIE_BORNE = "borne"
UN_AN = 365 * 24 * 3600


def _nom(nom: str) -> str:
    """In production the browser refuses it without https (the ``__Secure-`` prefix)."""
    return f"__Secure-{nom}" if settings.PRODUCTION else nom


def secret_de(request: HttpRequest, nom: str) -> str:
    return request.COOKIES.get(_nom(nom), "")[:100]


def poser(reponse: HttpResponseBase, nom: str, secret: str, chemin: str) -> None:
    """Keep the secret a year, for one folder, sent with requests of this site only."""
    reponse.set_cookie(
        _nom(nom),
        secret,
        max_age=UN_AN,
        path=chemin,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Strict",
    )
