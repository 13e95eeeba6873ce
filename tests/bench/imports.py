"""Twenty thousand people in one file: each step, its time, its memory, and who waits meanwhile.

``python -m tests.bench imports`` reads the file by slices as the page does, writes it, then takes
it back, while somebody else writes in the same base without a pause.
"""

import threading
from typing import Any

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
from tests.bench.mesure import Cout, couter, ici
from tests.bench.planification import ecrire_sans_cesse, transactions_chronometrees

TITRE = "Vingt mille personnes dans un fichier"
TEXTE = """
Écrit par `python -m tests.bench imports` (SQLite) et `python scripts/postgresql_temporaire.py
python -m tests.bench imports postgresql`. Un fichier CSV de {gens} personnes, lu par tranches,
confirmé d’un coup, puis défait, pendant qu’un voisin écrit sans cesse dans la même base. Mémoire :
ce que l’étape prend de plus au plus haut. « Verrou » : la plus longue transaction d’écriture.
SQLite fait attendre un voisin 20 s avant de lui refuser.

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


class Etapes:
    """The lines of the table, in order."""

    def __init__(self) -> None:
        self.lignes: list[str] = []

    def jouer(self, faire: Any) -> tuple[Any, Cout, float]:
        with transactions_chronometrees() as durees:
            rendu, cout = couter(faire)
        return rendu, cout, max(durees)

    def noter(self, nom: str, cout: Cout, verrou: float) -> None:
        self.lignes.append(f"| {nom} | {cout} | {verrou:.2f} |\n")


def _toutes(centre: Any, par: Any) -> list[str]:
    etapes, contenu = Etapes(), fichier(GENS)

    def deposer() -> Import:
        importe = deposer_import(
            centre=centre, par=par, genre="personnes", nom="a.csv", contenu=contenu
        )
        return choisir_colonnes(importe, importe.colonnes)

    importe, *mesure = etapes.jouer(deposer)
    etapes.noter("fichier reçu", *mesure)
    tranches = []
    while importe.etat == Import.Etat.LECTURE:
        importe, *mesure = etapes.jouer(lambda garde=importe: lire_la_suite(garde))
        tranches.append(mesure)
    longue = max(tranches, key=lambda mesure: mesure[0].mur)
    etapes.noter(f"la plus longue des {len(tranches)} tranches", *longue)
    ajoutees, *mesure = etapes.jouer(lambda: appliquer_import(importe))
    etapes.noter(f"{ajoutees} fiches écrites", *mesure)
    retrait, *mesure = etapes.jouer(lambda: defaire_import(importe))
    etapes.noter(f"{retrait.nombre} fiches retirées", *mesure)
    if (ajoutees, Personne.objects.filter(centre=centre).count()) != (GENS, 0):
        raise SystemExit(f"{ajoutees} added, {Personne.objects.count()} left")
    return etapes.lignes


def tableau() -> str:
    centre, par = builders.creer_centre("import"), builders.creer_utilisateur("coordination")
    arret, attentes, refus = threading.Event(), [], []
    voisin = threading.Thread(target=ecrire_sans_cesse, args=(arret, attentes, refus))
    voisin.start()
    try:
        lignes = _toutes(centre, par)
    finally:
        arret.set()
        voisin.join()
    attente = f"attente du voisin, au plus, sur {len(attentes)} écritures, {len(refus)} refusées"
    lignes.append(f"| {attente} | {max(attentes):.1f} | | | | |\n")
    entete = f"| {ici()} | s | s CPU | Mo | SQL | verrou, s |\n|---|--:|--:|--:|--:|--:|\n"
    return TEXTE.format(gens=GENS) + entete + "".join(lignes)
