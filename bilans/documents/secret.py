"""What leaves the centre hides small numbers of people, and what would give them away.

Four steps: 1 to 4 people become « < 5 », and what speaks of them alone is hidden with them; where
a total would tell the only hidden cell of a row or of a column, a second one is hidden; so is a
part of a whole when the rest is 1 to 4 people; a cell that differs by 1 to 4 from the same cell of
a report already given out, over a period that holds the other, is hidden too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
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
from bilans.figures import Periode

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
    tables = [
        _table(table, {cle for cle, avant in deduits if not avant}) for table in document.tables
    ]
    return replace(
        document,
        audience="externe",
        chiffres=chiffres,
        tables=tables,
        notes=[*document.notes, NOTE],
    )


def est_petit(valeur: Cellule) -> bool:
    return isinstance(valeur, int | float) and 0 < valeur < SEUIL


# The days a value is of, both ISO and included, its key, whether it is of the year before.
Fait = tuple[str, str, str, bool, Cellule]


def _faits(document: Document) -> Iterator[Fait]:
    """Every value that a report tells, of its period and of the same days a year before."""
    for cle, _, valeur in cellules(document):
        yield document.du, document.au, cle, False, valeur
    du, au = (dt.date.fromisoformat(jour) for jour in (document.du, document.au))
    avant = Periode(du, au).un_an_avant()
    for chiffre in document.chiffres:
        cle = f"chiffre/{chiffre.code}"
        yield avant.du.isoformat(), avant.au.isoformat(), cle, True, chiffre.avant


def _deductibles(document: Document, remis: list[Document]) -> set[tuple[str, bool]]:
    """What a report already given out reveals by subtraction: key, whether of the year before."""
    dits: dict[str, list[Fait]] = {}
    for autre in remis:
        for fait in _faits(autre) if autre.genre == document.genre else ():
            dits.setdefault(fait[2], []).append(fait)
    return {
        (cle, avant)
        for du, au, cle, avant, valeur in _faits(document)
        for (du_dit, au_dit, _, _, dit) in dits.get(cle, ())
        if _se_contiennent((du, au), (du_dit, au_dit))
        and isinstance(valeur, int)
        and isinstance(dit, int)
        and est_petit(abs(valeur - dit))
    }


def _se_contiennent(un: tuple[str, str], deux: tuple[str, str]) -> bool:
    dedans = un[0] >= deux[0] and un[1] <= deux[1]
    dehors = un[0] <= deux[0] and un[1] >= deux[1]
    return dedans or dehors


# Rates and means that speak of people, and figures that are a part of a whole of people.
TAUX_DE_PERSONNES = ("F16", "F17", "F22", "F24")
PARTS_D_UN_TOUT = ("F20", "F22", "F24")


def _chiffre(chiffre: Chiffre, deduits: set[tuple[str, bool]]) -> Chiffre:
    cle, fraction = f"chiffre/{chiffre.code}", (chiffre.numerateur, chiffre.denominateur)
    montree = _valeur(chiffre, chiffre.valeur, fraction, est_dite=(cle, False) in deduits)
    avant = _valeur(chiffre, chiffre.avant, chiffre.fraction_avant, est_dite=(cle, True) in deduits)
    garde = replace(chiffre, valeur=montree, avant=avant, fraction_avant=[])
    if avant != chiffre.avant:
        garde = replace(garde, ecart="")
    if montree != chiffre.valeur or (_compte_des_gens(chiffre) and any(map(est_petit, fraction))):
        garde = replace(garde, numerateur=None, denominateur=None, ecart="")
    return garde


def _compte_des_gens(chiffre: Chiffre) -> bool:
    return chiffre.unite in HUMAINS or chiffre.code in TAUX_DE_PERSONNES


def _valeur(
    chiffre: Chiffre, valeur: Cellule, fraction: Sequence[Cellule], *, est_dite: bool
) -> Cellule:
    """A figure as it may leave. A rate over a handful, or of a handful, says the handful."""
    haut, bas = fraction or (None, None)
    if chiffre.unite in HUMAINS and est_petit(valeur):
        return PETIT
    if chiffre.unite in HUMAINS and est_dite:
        return CACHE
    if chiffre.code in TAUX_DE_PERSONNES and (est_petit(haut) or est_petit(bas)):
        return CACHE
    return CACHE if chiffre.code in PARTS_D_UN_TOUT and _reste_petit(bas, haut) else valeur


def _reste_petit(tout: Cellule, part: Cellule) -> bool:
    return isinstance(tout, int) and isinstance(part, int) and est_petit(tout - part)


# Columns that say something of those who came, beside how many they are.
DES_GENS = ("presences", "heures", "taux", "euros")
# A whole and one part of it, whose rest is people too: ranks of columns.
PARTS = {"orienteurs": (1, 2), "publics": (3, 4), "prescripteurs": (0, 2)}
# A column that is the sum of others in each row: those who entered are there still, or gone.
FRATRIES = {"prescripteurs": (2, (4, 6, 7, 8, 9, 10))}
# A mean speaks of those it is made of, and of no others: its rank, then theirs.
MOYENNES: dict[str, dict[int, tuple[int, ...]]] = {
    "publics": {5: (3,)},
    "prescripteurs": {11: (1,), 12: (6, 7, 8, 9, 10)},
}
# Columns that add up although no person does.
SOMMES = {"ateliers": (7, 8)}


def _table(table: Table, deduits: set[str]) -> Table:
    lignes = [_ligne(table, ligne, deduits) for ligne in table.lignes]
    avant: list[Ligne] = []
    while lignes != avant:
        avant = lignes
        lignes = [_en_ligne(table, *deux) for deux in zip(table.lignes, lignes, strict=True)]
        for rang in _rangs_des_sommes(table):
            lignes = _en_colonne(table, lignes, rang)
    lignes = _sans_parts(table, lignes)
    return replace(table, lignes=_freres(lignes) if table.cle == "devenir" else lignes)


def _rangs_des_sommes(table: Table) -> list[int]:
    if not any(ligne.est_total for ligne in table.lignes):
        return []
    gens = [rang for rang, c in enumerate(table.colonnes) if c.genre == "personnes"]
    return [*(gens if table.est_somme else ()), *SOMMES.get(table.cle, ())]


def _ligne(table: Table, ligne: Ligne, deduits: set[str]) -> Ligne:
    """A hidden count hides the rates and hours of its row: they speak of the same few people."""
    sorties = []
    for colonne, valeur in zip(table.colonnes, ligne.cellules, strict=True):
        cle = f"{table.cle}/{ligne.code or ligne.libelle}/{colonne.nom}"
        est_dite = colonne.genre == "personnes" and cle in deduits
        petit = colonne.genre == "personnes" and est_petit(valeur)
        sorties.append(PETIT if petit else CACHE if est_dite else valeur)
    tout, part = PARTS.get(table.cle, (0, 0))
    if _reste_petit(sorties[tout], sorties[part]):
        sorties[part] = CACHE
    for rang, bases in MOYENNES.get(table.cle, {}).items():
        if est_petit(sum(int(ligne.cellules[n] or 0) for n in bases)):
            sorties[rang] = CACHE
    lue = replace(ligne, cellules=sorties)
    gens = [rang for rang, c in enumerate(table.colonnes) if c.genre == "personnes"]
    caches = [rang for rang in gens if sorties[rang] in MARQUES]
    return _cacher(table, lue, *caches[:1]) if caches else lue


def _cacher(table: Table, ligne: Ligne, rang: int) -> Ligne:
    """Hide one cell and what speaks of the same people; a mark that is there stays."""
    cellules_: list[Cellule] = [
        CACHE
        if valeur is not None and valeur not in MARQUES and (n == rang or colonne.genre in DES_GENS)
        else valeur
        for n, (colonne, valeur) in enumerate(zip(table.colonnes, ligne.cellules, strict=True))
    ]
    return replace(ligne, cellules=cellules_)


def _a_cacher(vraies: Sequence[Cellule], montrees: Sequence[Cellule]) -> int | None:
    """Rank of one more value to hide, so that the sum does not tell the others; -1 for the sum.

    One hidden value is told at once; several small ones are, when their sum leaves them one way
    to be.
    """
    caches = [n for n, valeur in enumerate(montrees) if valeur in MARQUES]
    somme = sum(int(vraies[n] or 0) for n in caches)
    petits = all(montrees[n] == PETIT for n in caches)
    flous = not petits or len(caches) < somme < (SEUIL - 1) * len(caches)
    if not caches or (len(caches) > 1 and flous):
        return None
    visibles = [n for n in range(len(vraies)) if n not in caches and vraies[n]]
    return min(visibles, key=lambda n: (int(vraies[n] or 0), n), default=-1)


def _en_colonne(table: Table, lignes: list[Ligne], rang: int) -> list[Ligne]:
    """The totals of a column tell none of its hidden cells."""
    corps = [n for n, ligne in enumerate(lignes) if not ligne.est_total]
    choisi = _a_cacher(
        [table.lignes[n].cellules[rang] for n in corps], [lignes[n].cellules[rang] for n in corps]
    )
    if choisi is None:
        return lignes
    if choisi < 0:
        return [_poser(ligne, rang) if ligne.est_total else ligne for ligne in lignes]
    vise = corps[choisi]
    return [_cacher(table, ligne, rang) if n == vise else ligne for n, ligne in enumerate(lignes)]


def _en_ligne(table: Table, vraie: Ligne, ligne: Ligne) -> Ligne:
    """The sum of a row tells none of its hidden cells."""
    if table.cle not in FRATRIES:
        return ligne
    parent, enfants = FRATRIES[table.cle]
    if ligne.cellules[parent] in MARQUES:
        return ligne
    choisi = _a_cacher([vraie.cellules[n] for n in enfants], [ligne.cellules[n] for n in enfants])
    return ligne if choisi is None else _poser(ligne, parent if choisi < 0 else enfants[choisi])


def _sans_parts(table: Table, lignes: list[Ligne]) -> list[Ligne]:
    """Shares beside the numbers they are made of would tell a hidden total."""
    gens = next((n for n, c in enumerate(table.colonnes) if c.genre == "personnes"), 0)
    if not any(ligne.est_total and ligne.cellules[gens] in MARQUES for ligne in lignes):
        return lignes
    for rang in (n for n, c in enumerate(table.colonnes) if c.nom == "Part"):
        lignes = [_poser(ligne, rang) for ligne in lignes]
    return lignes


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


def _poser(ligne: Ligne, rang: int) -> Ligne:
    cellules_ = [CACHE if n == rang else valeur for n, valeur in enumerate(ligne.cellules)]
    return replace(ligne, cellules=cellules_)
