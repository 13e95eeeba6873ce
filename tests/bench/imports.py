"""Twenty thousand people in one file: each step, its time, its memory.

``python -m tests.bench imports`` reads the file by slices as the page does, writes it, then takes
it back.
"""

import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bilans.models import Import
from bilans.operations.imports import (
    appliquer_import,
    choisir_colonnes,
    deposer_import,
    lire_la_suite,
)
from bilans.operations.retraits import defaire_import
from parcours.models import Personne
from tests import builders

TITRE = "Vingt mille personnes dans un fichier\n"
TEXTE = """
Écrit par `python -m tests.bench imports` ({vendeur}). Un fichier CSV de {gens} personnes, lu par
tranches, confirmé d’un coup, puis défait. La mémoire est celle que Python demande en plus, au plus
haut de l’étape ; la mesurer ralentit chaque étape de moitié environ.

"""
GENS = 20_000


def fichier(gens: int) -> bytes:
    lignes = (
        f"Prénom{n};Nom{n % 977}-{n};{1 + n % 28:02d}/{1 + n % 12:02d}/{1940 + n % 60};"
        f"06 39 98 {n // 100 % 100:02d} {n % 100:02d};p{n}@example.org;Thionville"
        for n in range(gens)
    )
    entete = "prenom;nom;date_naissance;telephone;courriel;commune"
    return "\n".join([entete, *lignes]).encode()


def _etape(faire: Callable[[], Any]) -> tuple[Any, float, int, int]:
    """The result, seconds, megabytes at the highest, statements."""
    tracemalloc.start()
    debut = time.perf_counter()
    with CaptureQueriesContext(connection) as captees:
        rendu = faire()
    duree = time.perf_counter() - debut
    sommet = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return rendu, duree, sommet // 2**20, len(captees)


def tableau() -> str:
    centre, par = builders.creer_centre("import"), builders.creer_utilisateur("coordination")
    contenu = fichier(GENS)

    def deposer() -> Import:
        importe = deposer_import(
            centre=centre, par=par, genre="personnes", nom="a.csv", contenu=contenu
        )
        return choisir_colonnes(importe, importe.colonnes)

    lignes = []
    importe, *mesures = _etape(deposer)
    lignes.append(("fichier reçu", *mesures))
    tranches = []
    while importe.etat == Import.Etat.LECTURE:
        importe, *mesures = _etape(lambda garde=importe: lire_la_suite(garde))
        tranches.append(mesures)
    lignes.append((f"la plus longue des {len(tranches)} lectures", *max(tranches)))
    ajoutees, *mesures = _etape(lambda: appliquer_import(importe))
    lignes.append((f"{ajoutees} fiches écrites", *mesures))
    retrait, *mesures = _etape(lambda: defaire_import(importe))
    lignes.append((f"{retrait.nombre} fiches retirées", *mesures))
    if (ajoutees, Personne.objects.filter(centre=centre).count()) != (GENS, 0):
        raise SystemExit(f"{ajoutees} added, {Personne.objects.count()} left")
    corps = "".join(f"| {nom} | {s:.1f} s | {mo} | {sql} |\n" for nom, s, mo, sql in lignes)
    texte = TEXTE.format(vendeur=connection.vendor, gens=GENS)
    return f"{texte}| | durée | Mo | SQL |\n|---|--:|--:|--:|\n{corps}"
