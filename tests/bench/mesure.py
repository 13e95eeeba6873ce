"""CPU of one request as the server spends it: the WSGI application, without a network.

Also what a long work costs: seconds on the wall and of the processor, memory, statements.
"""

import io
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.temps import aujourdhui

Application = Callable[..., object]
Rendu = TypeVar("Rendu")


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


def memoire(champ: str) -> int:
    """Megabytes of this process, as the kernel counts them: VmRSS now, VmHWM at the highest."""
    lignes = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [lue] = [ligne for ligne in lignes if ligne.startswith(f"{champ}:")]
    return int(lue.split()[1]) // 1024


def processeur() -> float:
    """Seconds of this process and, with PostgreSQL, of the server process that answers it."""
    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_backend_pid()")
        pid = curseur.fetchone()[0]
    apres_le_nom = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    tics = int(apres_le_nom[11]) + int(apres_le_nom[12])
    return time.process_time() + tics / os.sysconf("SC_CLK_TCK")


def ici() -> str:
    """The base, the day and the load of the machine: the first cell of a table of durations."""
    return f"{connection.vendor}, le {aujourdhui():%d/%m/%Y}, charge {os.getloadavg()[0]:.0f}"


@dataclass(frozen=True)
class Cout:
    """Seconds on the wall, of the processors; megabytes more than before at the highest; SQL."""

    mur: float
    processeur: float
    mo: int
    requetes: int

    def __str__(self) -> str:
        return f"{self.mur:.1f} | {self.processeur:.1f} | {self.mo} | {self.requetes}"


def couter(faire: Callable[[], Rendu]) -> tuple[Rendu, Cout]:
    """Do it once. Statements are counted one by one: the log of the connection forgets."""
    requetes = 0

    def passer(execute: Any, *demande: Any) -> Any:
        nonlocal requetes
        requetes += 1
        return execute(*demande)

    # « 5 » makes the kernel forget the highest memory of the steps before.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    avant, calcul, mur = memoire("VmRSS"), processeur(), time.perf_counter()
    with connection.execute_wrapper(passer):
        rendu = faire()
    mur, calcul = time.perf_counter() - mur, processeur() - calcul
    return rendu, Cout(mur, calcul, memoire("VmHWM") - avant, requetes)
