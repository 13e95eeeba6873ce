"""Reading what a tablet sends: JSON of fixed shape, every field checked, nothing else kept.

Anything unexpected is a Refus, never an error: a gesture that cannot be read harms no other.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any, TypeVar

from django.utils.dateparse import parse_datetime

from centre.erreurs import Refus
from presences.models import OperationTablette, Presence, Signature
from presences.operations.tablette_gestes import Geste

GESTES_MAX = 100
ENTIER_MAX = 2**31 - 1
SIEGES_MAX = 99
T = TypeVar("T")
PHRASE = "Ce geste n’est pas lisible."


def lire_json(corps: bytes) -> dict[str, Any]:
    """The object sent; Refus for any other text."""
    try:
        lu = json.loads(corps.decode("utf-8"))
    except (ValueError, RecursionError) as erreur:
        raise Refus("La demande n’est pas lisible.", code="forme") from erreur
    if not isinstance(lu, dict):
        raise Refus("La demande n’est pas lisible.", code="forme")
    return lu


def texte(donnees: dict[str, Any], nom: str, maximum: int = 80) -> str:
    """One line without control characters; empty when it is missing."""
    valeur = donnees.get(nom, "")
    if not isinstance(valeur, str) or len(valeur) > maximum or not valeur.isprintable():
        raise Refus(PHRASE, code="forme")
    try:
        valeur.encode()
    except UnicodeEncodeError as erreur:  # a lone surrogate
        raise Refus(PHRASE, code="forme") from erreur
    return valeur.strip()


def entier(donnees: dict[str, Any], nom: str, maximum: int = ENTIER_MAX) -> int | None:
    valeur = donnees.get(nom)
    if valeur is None:
        return None
    if type(valeur) is not int or not 0 < valeur <= maximum:
        raise Refus(PHRASE, code="forme")
    return valeur


def reference(donnees: dict[str, Any], nom: str) -> uuid.UUID | None:
    valeur = donnees.get(nom)
    if valeur is None:
        return None
    try:
        return uuid.UUID(texte(donnees, nom, 36))
    except ValueError as erreur:
        raise Refus(PHRASE, code="forme") from erreur


def moment(donnees: dict[str, Any], nom: str) -> dt.datetime | None:
    """An instant with its offset, of this century; None when it is missing."""
    brut = texte(donnees, nom, 40)
    if not brut:
        return None
    try:
        lu = parse_datetime(brut)
        lu = lu.astimezone(dt.UTC) if lu and lu.tzinfo else None
    except (ValueError, OverflowError):
        lu = None
    if lu is None or not 2000 <= lu.year < 2100:
        raise Refus(PHRASE, code="forme")
    return lu


def _heure(donnees: dict[str, Any], nom: str) -> dt.time | None:
    brut = texte(donnees, nom, 5)
    if not brut:
        return None
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", brut):
        raise Refus("Écrivez l’heure comme 09:10.", code="heure")
    return dt.time(int(brut[:2]), int(brut[3:]))


def _parmi(donnees: dict[str, Any], nom: str, valeurs: list[str]) -> str:
    valeur = texte(donnees, nom, 16)
    if valeur not in ("", *valeurs):
        raise Refus("Cette réponse n’existe pas.", code="statut")
    return valeur


def _traits(donnees: dict[str, Any]) -> list[list[list[int]]]:
    valeur = donnees.get("traits", [])
    if not isinstance(valeur, list):
        raise Refus(PHRASE, code="forme")
    for trait in valeur:
        if not isinstance(trait, list) or not trait or not all(map(_est_un_point, trait)):
            raise Refus(PHRASE, code="forme")
    return valeur


def _est_un_point(point: object) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(type(n) is int for n in point)


def _obligatoire(valeur: T | None) -> T:
    if valeur is None:
        raise Refus(PHRASE, code="forme")
    return valeur


def lire_geste(donnees: object) -> Geste:
    """One gesture, or a Refus that says what is wrong."""
    if not isinstance(donnees, dict):
        raise Refus(PHRASE, code="forme")
    genre = texte(donnees, "genre", 10)
    if genre not in OperationTablette.Genre.values:
        raise Refus(PHRASE, code="forme")
    preuve = texte(donnees, "preuve", 64)
    if preuve and not re.fullmatch(r"[0-9a-f]{64}", preuve):
        raise Refus(PHRASE, code="forme")
    geste = Geste(
        cle=_obligatoire(reference(donnees, "cle")),
        genre=genre,
        seance=_obligatoire(entier(donnees, "seance")),
        faite_le=_obligatoire(moment(donnees, "faite_le")),
        place=entier(donnees, "place"),
        venue=reference(donnees, "venue"),
        statut=_parmi(donnees, "statut", Presence.Statut.values),
        avant=_parmi(donnees, "avant", Presence.Statut.values),
        arrivee=_heure(donnees, "arrivee"),
        depart=_heure(donnees, "depart"),
        sieges=entier(donnees, "sieges", SIEGES_MAX),
        prenom=" ".join(texte(donnees, "prenom").split()),
        initiale=texte(donnees, "initiale", 4)[:1].upper()[:1],
        creneau=entier(donnees, "creneau"),
        code_le=moment(donnees, "code_le"),
        demi_journee=_parmi(donnees, "demie", Signature.DemiJournee.values),
        traits=_traits(donnees),
        preuve=preuve,
        a_prouver=a_prouver(donnees),
    )
    _verifier_complet(geste)
    return geste


def _verifier_complet(geste: Geste) -> None:
    complet = {
        OperationTablette.Genre.REPONSE: bool(geste.place or geste.venue) and bool(geste.statut),
        OperationTablette.Genre.VENUE: bool(geste.prenom and geste.initiale),
        OperationTablette.Genre.SIGNATURE: bool(geste.place or geste.venue),
    }
    if not complet[OperationTablette.Genre(geste.genre)]:
        raise Refus(PHRASE, code="forme")


def a_prouver(donnees: dict[str, Any]) -> bytes:
    """The text whose HMAC the tablet sends, written as JavaScript's ``JSON.stringify`` does."""
    morceaux = [
        donnees.get(nom) for nom in ("cle", "seance", "place", "venue", "faite_le", "code_le")
    ]
    return json.dumps(
        [*morceaux, donnees.get("demie", ""), donnees.get("traits", [])],
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode("utf-8", "surrogatepass")


def lire_gestes(donnees: dict[str, Any]) -> list[object]:
    """The gestures of one sending, unread: each is then read by itself."""
    gestes = donnees.get("gestes", [])
    if not isinstance(gestes, list) or len(gestes) > GESTES_MAX:
        raise Refus("La demande n’est pas lisible.", code="forme")
    return gestes


def lire_choix(donnees: dict[str, Any]) -> list[tuple[uuid.UUID, str, uuid.UUID | None]]:
    """Decisions taken on the tablet about gestures that the sheet did not take."""
    choix = donnees.get("choix", [])
    if not isinstance(choix, list) or len(choix) > GESTES_MAX:
        raise Refus("La demande n’est pas lisible.", code="forme")
    lus = []
    for un in choix:
        if not isinstance(un, dict):
            raise Refus(PHRASE, code="forme")
        cle = _obligatoire(reference(un, "cle"))
        lus.append((cle, texte(un, "choix", 10), reference(un, "personne")))
    return lus
