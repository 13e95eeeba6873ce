"""What leaves the centre hides small numbers of people, and what would give them away.

1 to 4 people become « < 5 », and what speaks of them alone is hidden with them. Then other numbers
are hidden until neither a sum, nor the rest of a whole, nor a rate, nor a report already given out
tells a hidden one: ``liens`` says how the numbers of a report hold together, ``deduction`` hides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from bilans.documents import MARQUES, Cellule, Chiffre, Document, Ligne, Table
from bilans.documents.deduction import Nombres
from bilans.documents.liens import DES_GENS, SANS_GENS, UN_AN_AVANT, Noms, nombres
from bilans.figures import Periode

NOTE = (
    "Les nombres de 1 à 4 personnes sont écrits «\u00a0< 5\u00a0». Un autre nombre est masqué "
    "quand il permettrait de les retrouver."
)


def pour_les_partenaires(document: Document, remis: Iterable[Document] = ()) -> Document:
    """The same report with what may not leave hidden, whatever was already given out."""
    dits = list(_dits(document, list(remis)))
    ailleurs = {nom: dit for nom, dit, est_le_meme in dits if est_le_meme}
    lus = nombres(document, {nom: dit for nom, dit in ailleurs.items() if isinstance(dit, int)})
    for nom, dit in ailleurs.items():
        if dit in MARQUES and nom in lus.vrais:
            lus.taire(nom, str(dit))
    for rang, (nom, dit, _) in enumerate(dits):
        if isinstance(dit, int):
            lus.soustraire(nom, dit, f"{nom}, rapport {rang}")
    lus.proteger()
    noms = Noms(document)
    return replace(
        document,
        audience="externe",
        chiffres=[_chiffre(lus, noms, chiffre) for chiffre in document.chiffres],
        tables=[
            replace(table, lignes=[_ligne(lus, noms, table, ligne) for ligne in table.lignes])
            for table in document.tables
        ],
        notes=[*document.notes, NOTE],
    )


# Days, both ISO and included.
Jours = tuple[str, str]


def _dits(document: Document, remis: list[Document]) -> Iterator[tuple[str, Cellule, bool]]:
    """What reports given out tell of days that hold those of a number, or are held by them.

    Its name, what they show of it, and whether it is of the same days and the same action.
    """
    siens = zip(("", UN_AN_AVANT), _periodes(document), strict=True)
    for (quand, ici), autre in product(siens, remis):
        for jours, nom, dit in _faits(autre):
            if dit is not None and _se_contiennent(ici, jours):
                yield nom + quand, dit, (jours, autre.action) == (ici, document.action)


def _periodes(document: Document) -> tuple[Jours, Jours]:
    """Those of the report, and the same a year before."""
    periode = Periode(*map(dt.date.fromisoformat, (document.du, document.au)))
    avant = periode.un_an_avant()
    return (document.du, document.au), (avant.du.isoformat(), avant.au.isoformat())


def _faits(document: Document) -> Iterator[tuple[Jours, str, Cellule]]:
    """What a report tells of people, of its days and of those of the year before."""
    noms, (ici, avant) = Noms(document), _periodes(document)
    for chiffre in document.chiffres:
        if chiffre.code not in SANS_GENS:
            nom, haut, bas = noms.chiffre(chiffre)
            yield ici, bas, chiffre.denominateur
            yield ici, haut, chiffre.numerateur
            yield ici, nom, chiffre.valeur
            yield avant, nom, chiffre.avant
    for table in document.tables:
        for ligne in table.lignes:
            for rang, colonne in enumerate(table.colonnes):
                if colonne.genre in DES_GENS:
                    yield ici, noms.case(table, ligne, rang), ligne.cellules[rang]


def _se_contiennent(un: tuple[str, str], deux: tuple[str, str]) -> bool:
    dedans = un[0] >= deux[0] and un[1] <= deux[1]
    dehors = un[0] <= deux[0] and un[1] >= deux[1]
    return dedans or dehors


def _chiffre(lus: Nombres, noms: Noms, chiffre: Chiffre) -> Chiffre:
    if chiffre.code in SANS_GENS:
        return replace(chiffre, fraction_avant=[])
    nom, haut, bas = noms.chiffre(chiffre)
    nom_avant, _, _ = noms.chiffre(chiffre, UN_AN_AVANT)
    sortie = replace(
        chiffre,
        valeur=lus.marques.get(nom, chiffre.valeur),
        avant=lus.marques.get(nom_avant, chiffre.avant),
        fraction_avant=[],
    )
    if {haut, bas} & lus.marques.keys():
        sortie = replace(sortie, numerateur=None, denominateur=None)
    if {nom, nom_avant} & lus.marques.keys():
        sortie = replace(sortie, ecart="")
    return sortie


def _ligne(lus: Nombres, noms: Noms, table: Table, ligne: Ligne) -> Ligne:
    montrees = [
        valeur if valeur is None else lus.marques.get(noms.case(table, ligne, rang), valeur)
        for rang, valeur in enumerate(ligne.cellules)
    ]
    return replace(ligne, cellules=montrees)
