"""A thousand weekly series over two years, planned and shown while somebody else writes."""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

from django.db import connection, transaction

from ateliers.models import Serie, VersionAgenda
from ateliers.operations.lots import planifier_un_lot
from tests import builders

SERIES = 1_000
DU, AU = dt.date(2027, 1, 1), dt.date(2028, 12, 31)
TITRE = "Planifier mille séries"
EN_TETE = """
Écrit par `python -m tests.bench planification`. Mille séries hebdomadaires sur deux ans, planifiées
et publiées en une opération pendant qu’un voisin écrit sans cesse dans la même base. « Verrou » :
la plus longue transaction d’écriture.

"""


@dataclass(frozen=True)
class Releve:
    """Seconds: the whole, the last step, the longest lock, the neighbour's worst wait."""

    seances: int
    duree: float
    publication: float
    verrou: float
    attente: float
    ecritures: int
    refus: int


def series_a_planifier(combien: int) -> list[Serie]:
    """Spread over 50 lines, 20 rooms, six weekdays, ten hours."""
    centre = builders.creer_centre("banc-annee", nom="Banc de l’année")
    lieux = [builders.creer_lieu(centre) for _ in range(20)]
    ateliers = [builders.creer_atelier(centre) for _ in range(50)]
    for rang in range(combien):
        heure = 8 + rang % 10
        builders.creer_serie(
            ateliers[rang % 50],
            lieu=lieux[rang % 20],
            jour=rang % 6,
            du=DU,
            au=AU,
            heure_debut=dt.time(heure),
            heure_fin=dt.time(heure + 1),
        )
    siennes = Serie.objects.filter(atelier__centre=centre).order_by("pk")
    return list(siennes.select_related("atelier__centre", "lieu", "evenement"))


@contextlib.contextmanager
def transactions_chronometrees() -> Iterator[list[float]]:
    """How long each outermost transaction of this thread lasted, lock waited for or held."""
    durees: list[float] = []
    entrees: list[float] = []
    entrer, sortir = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    fil = threading.get_ident()

    def entree(self: transaction.Atomic) -> None:
        entrer(self)
        if threading.get_ident() == fil:
            entrees.append(time.perf_counter())

    def sortie(self: transaction.Atomic, *erreur: object) -> None:
        sortir(self, *erreur)
        if threading.get_ident() == fil:
            debut = entrees.pop()
            if not entrees:
                durees.append(time.perf_counter() - debut)

    with (
        mock.patch.object(transaction.Atomic, "__enter__", entree),
        mock.patch.object(transaction.Atomic, "__exit__", sortie),
    ):
        yield durees


def ecrire_sans_cesse(arret: threading.Event, attentes: list[float], refus: list[str]) -> None:
    while not arret.is_set():
        debut = time.perf_counter()
        try:
            VersionAgenda.objects.update_or_create(cle="voisin:1", defaults={"version": 1})
        except Exception as erreur:
            refus.append(repr(erreur))
        attentes.append(time.perf_counter() - debut)
        time.sleep(0.01)
    connection.close()


def relever(combien: int = SERIES) -> Releve:
    series = series_a_planifier(combien)
    arret, attentes, refus = threading.Event(), [], []
    voisin = threading.Thread(target=ecrire_sans_cesse, args=(arret, attentes, refus))
    voisin.start()
    debut = time.perf_counter()
    with transactions_chronometrees() as durees:
        faite = planifier_un_lot(series, par=None)
    duree = time.perf_counter() - debut
    arret.set()
    voisin.join()
    return Releve(
        seances=faite.publiees,
        duree=duree,
        publication=durees[-1],
        verrou=max(durees),
        attente=max(attentes),
        ecritures=len(attentes),
        refus=len(refus),
    )


def tableau(combien: int = SERIES) -> str:
    r = relever(combien)
    return EN_TETE + "\n".join(
        [
            "| | séances | durée | verrou | publication | attente du voisin | écritures | refus |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            f"| planifier {combien} séries | {r.seances} | {r.duree:.0f} s | {r.verrou:.2f} s | "
            f"{r.publication:.2f} s | {r.attente:.2f} s | {r.ecritures} | {r.refus} |\n",
        ]
    )
