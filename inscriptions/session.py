"""A participant's short session: the secret link is exchanged once, then leaves the address bar.

The session holds the id of the link, never the secret; the link is read again at each request,
so that a revoked card closes its sessions at once.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.text import capfirst

from centre.limites import compter
from centre.temps import maintenant
from centre.textes import sans_accent
from inscriptions.langues import DE_DROITE_A_GAUCHE
from inscriptions.models import JetonParticipant
from parcours.models import Personne

CLE = "moi"
DUREE = dt.timedelta(minutes=30)
ESSAIS = 5
ATTENTE = dt.timedelta(minutes=15)


@dataclass
class Visite:
    """Who opened the page, whether she wrote the three letters, in which language she reads."""

    jeton: JetonParticipant
    quand: dt.datetime
    lettres: bool
    langue: str

    @property
    def personne(self) -> Personne:
        return self.jeton.personne


def ouvrir(request: HttpRequest, jeton: JetonParticipant, *, quand: dt.datetime) -> None:
    """Begin a session of 30 minutes; what an earlier card opened is closed.

    Another card on the same telephone reads its own language, not the one chosen before it.
    """
    request.session.cycle_key()
    if request.session.get(CLE, {}).get("jeton") != jeton.pk:
        request.session.pop("moi_langue", None)
    request.session[CLE] = {"jeton": jeton.pk, "fin": (quand + DUREE).timestamp()}
    if not request.user.is_authenticated:
        request.session.set_expiry(int(DUREE.total_seconds()))


def lire(request: HttpRequest) -> Visite | None:
    """Return the visit in progress; None when there is none, it is over, or the card is dead."""
    quand, garde = maintenant(), request.session.get(CLE)
    if not garde or quand.timestamp() >= garde["fin"]:
        return None
    jeton = (
        JetonParticipant.objects.vivants()
        .filter(
            pk=garde["jeton"],
            usage=JetonParticipant.Usage.PAGE,
            personne__anonymisee_le__isnull=True,
        )
        .select_related("personne__centre")
        .first()
    )
    if jeton is None:
        return None
    lettres = quand.timestamp() < garde.get("lettres", 0)
    return Visite(jeton, quand, lettres, _langue(request, jeton.personne))


def _langue(request: HttpRequest, personne: Personne) -> str:
    """The language asked on this page, kept for the visit; else the one of her file."""
    connues = dict(settings.LANGUAGES)
    demandee = request.GET.get("langue", "")
    if demandee in connues and demandee != request.session.get("moi_langue"):
        request.session["moi_langue"] = demandee
    gardee = request.session.get("moi_langue", personne.langue)
    return gardee if gardee in connues else "fr"


def langue_lue(request: HttpRequest) -> str:
    """Of a visitor without a card: asked by ``?langue=``, else the browser's if it is known."""
    connues = dict(settings.LANGUAGES)
    demandee = request.GET.get("langue", "")
    if demandee in connues:
        return demandee
    du_navigateur = translation.get_language_from_request(request)
    return du_navigateur if du_navigateur in connues else "fr"


def trois_lettres(nom: str) -> str:
    """The first three letters of a name, without accents, hyphens or spaces."""
    return "".join(c for c in sans_accent(nom) if c.isalpha())[:3]


def deverrouiller(request: HttpRequest, visite: Visite, lettres: str) -> str:
    """Compare the three letters; answer « oui », « non » or « trop » (five tries, then a quarter
    of an hour, counted per card and shared by all processes)."""
    cle = f"lettres:{visite.jeton.pk}"
    essais, _ = compter(cle, duree=ATTENTE, quand=visite.quand)
    if essais > ESSAIS:
        return "trop"
    attendues = trois_lettres(visite.personne.nom)
    justes = hmac.compare_digest(trois_lettres(lettres).encode(), attendues.encode())
    # A name without a letter opens to nobody, rather than to an empty answer.
    if not (attendues and justes):
        return "non"
    cache.delete(cle)
    garde = request.session[CLE]
    fin = (visite.quand + DUREE).timestamp()
    request.session[CLE] = {**garde, "lettres": fin, "fin": fin}
    return "oui"


def langues(courante: str, sienne: str = "fr") -> list[dict[str, Any]]:
    """The languages, each in itself: French, the one being read, the one of her file, the others.

    A small screen shows four of them before a finger moves the row.
    """
    premieres = ("fr", courante, sienne)
    rangees = sorted(settings.LANGUAGES, key=lambda paire: paire[0] not in premieres)
    return [
        {
            "code": code,
            "nom": capfirst(nom),
            "url": f"?langue={code}",
            "courante": code == courante,
        }
        for code, nom in rangees
    ]


Vue = Callable[..., HttpResponse]


def page_personnelle(vue: Callable[..., HttpResponse]) -> Vue:
    """Give the view its ``Visite`` in the person's language; no session: « Scannez votre carte ».

    Nothing is kept by any cache, indexed by any engine, or told to another host.
    """

    @login_not_required
    @wraps(vue)
    def interieure(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visite = lire(request)
        if visite is None:
            return discrete(redirect("inscriptions:moi"))
        with translation.override(visite.langue):
            return discrete(vue(request, visite, *args, **kwargs), visite.langue)

    return interieure


def discrete(reponse: HttpResponse, langue: str = "fr") -> HttpResponse:
    reponse["Cache-Control"] = "private, no-store"
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    reponse["Referrer-Policy"] = "same-origin"
    reponse["Content-Language"] = langue
    return reponse


def sens(langue: str) -> str:
    return "rtl" if langue in DE_DROITE_A_GAUCHE else "ltr"
