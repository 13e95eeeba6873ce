"""CPU of one request as the server spends it: the WSGI application, without a network."""

import io
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

Application = Callable[..., object]


@dataclass(frozen=True)
class Mesure:
    """Median CPU milliseconds of one request, its status, its bytes and its SQL queries."""

    nom: str
    ms: float
    statut: str
    octets: int
    requetes: int


def environnement(chemin: str, **entetes: str) -> dict[str, object]:
    chemin, _, parametres = chemin.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": chemin,
        "QUERY_STRING": parametres,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **entetes,
    }


def demander(application: Application, chemin: str, **entetes: str) -> tuple[str, int, dict]:
    """One GET, its body read to the end as a server would."""
    recu: dict[str, object] = {}

    def commencer(statut: str, lignes: list[tuple[str, str]], *_: object) -> None:
        recu["statut"], recu["entetes"] = statut, dict(lignes)

    reponse = application(environnement(chemin, **entetes), commencer)
    taille = sum(len(morceau) for morceau in reponse)
    if hasattr(reponse, "close"):
        reponse.close()
    return str(recu["statut"]), taille, recu["entetes"]


def compter(application: Application, chemin: str, **entetes: str) -> int:
    with CaptureQueriesContext(connection) as requetes:
        demander(application, chemin, **entetes)
    return len(requetes)


def mesurer(
    nom: str,
    application: Application,
    chemin: str,
    *,
    fois: int = 30,
    avant: Callable[[], None] | None = None,
    **entetes: str,
) -> Mesure:
    """Median over ``fois`` requests after two that warm up; ``avant`` runs outside the clock."""
    durees = []
    for tour in range(fois + 2):
        if avant:
            avant()
        depart = time.process_time()
        statut, taille, _ = demander(application, chemin, **entetes)
        if tour > 1:
            durees.append((time.process_time() - depart) * 1_000)
    if avant:
        avant()
    requetes = compter(application, chemin, **entetes)
    return Mesure(nom, statistics.median(durees), statut, taille, requetes)


def comparer(
    application: Application, chemins: Sequence[str], *, fois: int, **entetes: str
) -> list[float]:
    """Median CPU milliseconds of each page, asked in turn ``fois`` times after two warm-ups."""
    durees: list[list[float]] = [[] for _ in chemins]
    for tour in range(fois + 2):
        for chemin, siennes in zip(chemins, durees, strict=True):
            depart = time.process_time()
            demander(application, chemin, **entetes)
            if tour > 1:
                siennes.append((time.process_time() - depart) * 1_000)
    return [statistics.median(siennes) for siennes in durees]
