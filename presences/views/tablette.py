"""The tablet's own page and what it asks: all JSON but the empty shell that holds no name.

The secret of the device is a cookie of this folder; the account is logged in as usual. A revoked
device gets 410 and erases its store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, centre_actif
from centre.temps import aujourdhui, maintenant
from presences.forms.tablette import (
    lire_choix,
    lire_geste,
    lire_gestes,
    lire_json,
    moment,
    reference,
    texte,
)
from presences.models import AppareilTablette, CodeTablette, Emport, OperationTablette
from presences.operations.tablette_appareils import (
    Cle,
    CodeRefuse,
    ajouter_appareil,
    choisir_code,
    emporter,
    noter_le_contact,
    rendre,
)
from presences.operations.tablette_gestes import recevoir, trancher
from presences.permissions import SUR_LA_FEUILLE
from presences.queries.tablette import appareil_du_secret, listes, resume
from presences.views.tablette_temoins import COOKIE_TABLETTE, poser, secret_de

MORT = ("revoquee", "rendu")
STATUTS = {"code": 403, "sans_code": 409, "role": 403, "ailleurs": 404} | dict.fromkeys(MORT, 410)
ECART_MAX = 10**9
Reponse = Callable[..., JsonResponse]


def en_json(vue: Callable[[RequeteConnectee, dict[str, Any]], JsonResponse]) -> Reponse:
    """A POST of JSON: the body read, a Refus told as JSON with its status."""

    @require_POST
    @wraps(vue)
    def enveloppe(request: RequeteConnectee) -> JsonResponse:
        centre_actif(request, *SUR_LA_FEUILLE)
        try:
            return vue(request, lire_json(request.body))
        except CodeRefuse as refus:
            return JsonResponse(
                {"erreur": str(refus), "code": "code", "bloque": refus.bloque}, status=403
            )
        except Refus as refus:
            return JsonResponse(
                {"erreur": str(refus), "code": refus.code}, status=STATUTS.get(refus.code, 422)
            )

    return enveloppe


@require_safe
def tablette(request: RequeteConnectee) -> HttpResponse:
    """The shell: the same bytes for everybody, so that a cache may keep it without a name."""
    centre_actif(request, *SUR_LA_FEUILLE)
    reponse = render(request, "presences/tablette.html", {"coquille": True})
    reponse._permissions_policy_override = politique_avec_camera()  # type: ignore[attr-defined]
    return reponse


def politique_avec_camera() -> str:
    """The site's own policy, but for the camera: a card is read on this page."""
    politique: dict[str, list[str]] = {**settings.PERMISSIONS_POLICY, "camera": ["self"]}
    return ", ".join(f"{nom}=({' '.join(qui)})" for nom, qui in politique.items())


@login_not_required
@require_safe
def tablette_ouvrier(request: HttpRequest) -> HttpResponse:
    """The service worker, at the address whose folder it serves."""
    reponse = render(
        request, "presences/tablette_ouvrier.js", content_type="text/javascript; charset=utf-8"
    )
    reponse["Cache-Control"] = "no-cache"
    return reponse


def temoin_de(request: RequeteConnectee) -> str:
    """One cookie per account: two people may share a tablet, not what it holds."""
    return f"{COOKIE_TABLETTE}-{request.user.pk}"


def _appareil(request: RequeteConnectee) -> AppareilTablette | None:
    """The live tablet of whoever is logged in; Refus when it was taken back."""
    trouve = appareil_du_secret(
        secret_de(request, temoin_de(request)), AppareilTablette.Genre.TABLETTE
    )
    if trouve is not None and trouve.revoque_le is not None:
        raise Refus("Cette tablette a été retirée par le centre.", code="revoquee")
    if trouve is None or trouve.proprietaire_id != request.user.pk:
        return None
    return trouve


def _appareil_connu(request: RequeteConnectee) -> AppareilTablette:
    trouve = _appareil(request)
    if trouve is None:
        raise Refus("Cette tablette n’est pas la vôtre.", code="role")
    return trouve


@require_safe
def tablette_etat(request: RequeteConnectee) -> JsonResponse:
    """What the page must know to begin: who is there, whether the device and the code are known."""
    centre_actif(request, *SUR_LA_FEUILLE)
    appareil, revoquee = None, False
    try:
        appareil = _appareil(request)
    except Refus:
        revoquee = True
    qui = request.user
    return JsonResponse(
        {
            "csrf": get_token(request),
            "qui": f"{qui.prenom} {qui.nom[:1]}.",
            "compte": qui.pk,
            "appareil": appareil.libelle if appareil else "",
            "revoquee": revoquee,
            "code": CodeTablette.objects.filter(utilisateur=qui.pk).exists(),
            "maintenant": maintenant().isoformat(),
        }
    )


@en_json
def tablette_appareil(request: RequeteConnectee, donnees: dict[str, Any]) -> JsonResponse:
    """Make this browser known; its secret leaves in a cookie that no script reads."""
    centre = centre_actif(request, *SUR_LA_FEUILLE)
    secret = ajouter_appareil(
        centre=centre, libelle=texte(donnees, "libelle", 60), par=request.user
    )
    reponse = JsonResponse({"appareil": texte(donnees, "libelle", 60) or "Tablette"})
    poser(reponse, temoin_de(request), secret, reverse("presences:tablette"))
    return reponse


@en_json
def tablette_code(request: RequeteConnectee, donnees: dict[str, Any]) -> JsonResponse:
    choisir_code(request.user, code=texte(donnees, "code", 6))
    return JsonResponse({"code": True})


def _ecart(donnees: dict[str, Any], quand: dt.datetime) -> int:
    """Clock of the tablet minus ours, in seconds, 30 years at most; nothing told: 0."""
    envoye = moment(donnees, "maintenant")
    ecart = round((envoye - quand).total_seconds()) if envoye else 0
    return max(-ECART_MAX, min(ECART_MAX, ecart))


@en_json
def tablette_emporter(request: RequeteConnectee, donnees: dict[str, Any]) -> JsonResponse:
    """After the code: the key of the store, and the séances of the day."""
    appareil, quand = _appareil_connu(request), maintenant()
    cle = emporter(
        appareil,
        code=texte(donnees, "code", 6),
        par=request.user,
        reprendre=reference(donnees, "emport"),
        ecart=_ecart(donnees, quand),
        quand=quand,
    )
    seances = listes(cle.emport, request.user)
    nombre = sum(len(s["lignes"]) for s in seances)
    noter(request, appareil.centre, "Liste emportée sur une tablette", nombre=nombre)
    return JsonResponse({**_ouverture(cle), "seances": seances})


def _ouverture(cle: Cle) -> dict[str, Any]:
    return {
        "emport": str(cle.emport.reference),
        "cle": cle.octets.hex(),
        "ecart": cle.emport.ecart,
        "jour": cle.emport.jour.isoformat(),
        "aujourdhui": aujourdhui().isoformat(),
    }


@en_json
def tablette_synchro(request: RequeteConnectee, donnees: dict[str, Any]) -> JsonResponse:
    """Receive gestures and decisions, one by one; tell the fate of each, then close if asked."""
    appareil, quand = _appareil_connu(request), maintenant()
    emport = _liste_sortie(appareil, donnees)
    ecart = _ecart(donnees, quand)
    resultats = [
        _recevoir(request, emport, brut, ecart=ecart, quand=quand) for brut in lire_gestes(donnees)
    ]
    decides = _decider(request, emport, donnees, quand)
    noter_le_contact(emport, ecart=ecart, quand=quand)
    if donnees.get("rendre") is True:
        emport = rendre(emport, quand=quand)
    rendu = emport.rendu_le is not None
    return JsonResponse(
        {"resultats": resultats, "decides": decides, "ecart": ecart, "rendu": rendu}
    )


def _liste_sortie(appareil: AppareilTablette, donnees: dict[str, Any]) -> Emport:
    """The list of this very tablet that the sending is about."""
    emports = Emport.objects.filter(appareil=appareil).select_related("appareil")
    nommee = reference(donnees, "emport")
    emport = emports.filter(reference=nommee).first() if nommee else None
    if emport is None:
        raise Refus("Cette liste n’est pas de cette tablette.", code="ailleurs")
    return emport


def _recevoir(
    request: RequeteConnectee, emport: Emport, brut: object, *, ecart: int, quand: dt.datetime
) -> dict[str, Any]:
    try:
        geste = lire_geste(brut)
        return resume(recevoir(emport, geste, par=request.user, ecart=ecart, quand=quand))
    except Refus as refus:
        if refus.code == "revoquee":
            raise
        cle = brut.get("cle") if isinstance(brut, dict) else None
        resultat = refus.code if refus.code in ("attente", "rendu") else "illisible"
        return {
            "cle": cle if isinstance(cle, str) else "",
            "resultat": resultat,
            "phrase": str(refus),
        }


def _decider(
    request: RequeteConnectee, emport: Emport, donnees: dict[str, Any], quand: dt.datetime
) -> list[dict[str, Any]]:
    decides = []
    for cle, choix, personne in lire_choix(donnees):
        operation = OperationTablette.objects.filter(emport=emport, cle=cle).first()
        if operation is None:
            continue
        erreur = ""
        try:
            operation = trancher(
                operation, choix=choix, par=request.user, personne=personne, quand=quand
            )
        except Refus as refus:
            erreur = str(refus)
        decides.append({**resume(operation), "erreur": erreur})
    return decides
