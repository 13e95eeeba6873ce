"""What leaves the centre hides small numbers of people, and what would give them away.

Three steps: 1 to 4 people become « < 5 »; where a total would tell the only hidden cell of a
column, a second one is hidden; a cell that differs by 1 to 4 from the same cell of a report
already given out, over a period that holds the other, is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bilans.documents import (
    CACHE,
    MARQUES,
    PETIT,
    Cellule,
    Chiffre,
    Document,
    Ligne,
    Table,
    cellules,
)

SEUIL = 5
HUMAINS = ("personnes", "parcours", "orientations", "demandes", "places")
NOTE = (
    "Les nombres de 1 à 4 personnes sont écrits « < 5 ». Un autre nombre est masqué quand il "
    "permettrait de les retrouver."
)


def pour_les_partenaires(document: Document, remis: Iterable[Document] = ()) -> Document:
    """The same report with what may not leave hidden, whatever was already given out."""
    deduits = _deductibles(document, list(remis))
    chiffres = [_chiffre(chiffre, deduits) for chiffre in document.chiffres]
    tables = [_table(table, deduits) for table in document.tables]
    return replace(
        document,
        audience="externe",
        chiffres=chiffres,
        tables=tables,
        notes=[*document.notes, NOTE],
    )


def est_petit(valeur: Cellule) -> bool:
    return isinstance(valeur, int | float) and 0 < valeur < SEUIL


def _deductibles(document: Document, remis: list[Document]) -> set[str]:
    """Keys of cells that a report already given out would reveal by subtraction."""
    trouves = set()
    ici = {cle: valeur for cle, _, valeur in cellules(document)}
    for autre in remis:
        if autre.genre != document.genre or not _se_contiennent(document, autre):
            continue
        for cle, _, valeur in cellules(autre):
            mien = ici.get(cle)
            if isinstance(valeur, int) and isinstance(mien, int) and 0 < abs(mien - valeur) < SEUIL:
                trouves.add(cle)
    return trouves


def _se_contiennent(un: Document, deux: Document) -> bool:
    dedans = un.du >= deux.du and un.au <= deux.au
    dehors = un.du <= deux.du and un.au >= deux.au
    return dedans or dehors


def _chiffre(chiffre: Chiffre, deduits: set[str]) -> Chiffre:
    humain = chiffre.unite in HUMAINS
    valeurs = (chiffre.valeur, chiffre.numerateur, chiffre.denominateur)
    # A rate over a handful, or of a handful, says the handful.
    petits = [est_petit(v) for v in valeurs[0 if humain else 1 :]]
    if humain and f"chiffre/{chiffre.code}" in deduits:
        return replace(
            chiffre, valeur=CACHE, numerateur=None, avant=_avant(chiffre, humain), ecart=""
        )
    if not any(petits) or (not humain and chiffre.code not in TAUX_DE_PERSONNES):
        avant = _avant(chiffre, humain)
        return replace(chiffre, avant=avant, ecart="" if avant != chiffre.avant else chiffre.ecart)
    valeur = PETIT if humain and est_petit(chiffre.valeur) else chiffre.valeur if humain else CACHE
    return replace(
        chiffre, valeur=valeur, numerateur=None, denominateur=None,
        avant=_avant(chiffre, humain), ecart="",
    )  # fmt: skip


TAUX_DE_PERSONNES = ("F16", "F17", "F22", "F24")


def _avant(chiffre: Chiffre, humain: bool) -> Cellule:
    return PETIT if humain and est_petit(chiffre.avant) else chiffre.avant


def _table(table: Table, deduits: set[str]) -> Table:
    lignes = [_ligne(table, ligne, deduits) for ligne in table.lignes]
    if table.est_somme and any(ligne.est_total for ligne in table.lignes):
        for rang, colonne in enumerate(table.colonnes):
            if colonne.genre == "personnes":
                lignes = _second(table, table.lignes, lignes, rang)
    return replace(table, lignes=_freres(lignes) if table.cle == "devenir" else lignes)


def _ligne(table: Table, ligne: Ligne, deduits: set[str]) -> Ligne:
    """A small count hides the rates and hours of its row: they speak of the same few people."""
    gens = [c.genre == "personnes" for c in table.colonnes]
    presque = any(
        humain and est_petit(valeur) for humain, valeur in zip(gens, ligne.cellules, strict=True)
    )
    sorties: list[Cellule] = []
    for colonne, valeur in zip(table.colonnes, ligne.cellules, strict=True):
        cle = f"{table.cle}/{ligne.code or ligne.libelle}/{colonne.nom}"
        if colonne.genre == "personnes":
            sorties.append(PETIT if est_petit(valeur) else CACHE if cle in deduits else valeur)
        elif presque and colonne.genre in DES_GENS and valeur is not None:
            sorties.append(CACHE)
        else:
            sorties.append(valeur)
    return replace(ligne, cellules=sorties)


# Columns that say something of those who came, beside how many they are.
DES_GENS = ("presences", "heures", "taux", "euros")


def _second(table: Table, avant: list[Ligne], lignes: list[Ligne], rang: int) -> list[Ligne]:
    """Hide the smallest visible count where the total less the rest would tell the hidden ones.

    One hidden cell is told at once; several are, when their sum leaves them one way to be.
    """
    corps = [n for n, ligne in enumerate(lignes) if not ligne.est_total]
    caches = [n for n in corps if lignes[n].cellules[rang] in MARQUES]
    somme = sum(int(avant[n].cellules[rang] or 0) for n in caches)
    if not caches or (len(caches) > 1 and len(caches) < somme < (SEUIL - 1) * len(caches)):
        return lignes
    visibles = [n for n in corps if n not in caches and avant[n].cellules[rang]]
    if not visibles:
        return _sans_total(lignes, rang)
    choisi = min(visibles, key=lambda n: (int(avant[n].cellules[rang] or 0), n))
    cellules_ = [
        CACHE if n == rang or (colonne.genre in DES_GENS and valeur is not None) else valeur
        for n, (colonne, valeur) in enumerate(
            zip(table.colonnes, lignes[choisi].cellules, strict=True)
        )
    ]
    return [replace(x, cellules=cellules_) if n == choisi else x for n, x in enumerate(lignes)]


# Rows of the way from fiche to exit: a parent is the sum of its two children.
FAMILLES = (("sans-entree", "entrees"), ("en-cours", "sorties"))


def _freres(lignes: list[Ligne]) -> list[Ligne]:
    """Hide the brother of a hidden step: their parent would tell it."""
    caches = {ligne.code for ligne in lignes if ligne.cellules[0] in MARQUES}
    for un, deux in FAMILLES:
        if (un in caches) != (deux in caches):
            caches |= {un, deux}
    return [
        replace(x, cellules=[x.cellules[0] if x.cellules[0] in MARQUES else CACHE])
        if x.code in caches
        else x
        for x in lignes
    ]


def _sans_total(lignes: list[Ligne], rang: int) -> list[Ligne]:
    return [
        replace(ligne, cellules=_poser(ligne.cellules, rang, CACHE)) if ligne.est_total else ligne
        for ligne in lignes
    ]


def _poser(anciennes: list[Cellule], rang: int, valeur: Cellule) -> list[Cellule]:
    return [valeur if n == rang else ancienne for n, ancienne in enumerate(anciennes)]
