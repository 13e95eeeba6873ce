"""A report as plain data: one content for the page, the PDF, the spreadsheet and the archive.

A document is made of figures and tables; drawings are made from tables, so that a picture never
says anything that a table does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

# What a cell may hold: a number, words, nothing to say, or one of the two marks below.
Cellule = int | float | str | None
PETIT = "< 5"
CACHE = "masqué"
MARQUES = (PETIT, CACHE)


@dataclass(frozen=True)
class Colonne:
    """How a column is read: « personnes » counts people, and is hidden when small."""

    nom: str
    genre: str = "nombre"  # nombre, personnes, heures, taux, euros, texte


@dataclass(frozen=True)
class Ligne:
    """``code`` names the row whatever its words; ``est_total`` stands for the others.

    ``a_part``: an outing, left out of the sub-total.
    """

    libelle: str
    cellules: list[Cellule]
    code: str = ""
    est_total: bool = False
    a_part: bool = False


@dataclass(frozen=True)
class Table:
    cle: str
    titre: str
    colonnes: list[Colonne]
    lignes: list[Ligne]
    libelle: str = ""
    notes: list[str] = field(default_factory=list)
    dessin: str = ""
    # False where a person may stand in several rows: a hidden cell is not deduced from the total.
    est_somme: bool = True

    @property
    def corps(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if not ligne.est_total]

    @property
    def total(self) -> Ligne | None:
        """The last of them: a sub-total stands above it."""
        return next((ligne for ligne in reversed(self.lignes) if ligne.est_total), None)


@dataclass(frozen=True)
class Chiffre:
    """A figure with what it is made of, and the same one a year before."""

    code: str
    nom: str
    unite: str
    valeur: Cellule
    numerateur: Cellule
    denominateur: Cellule
    rapport: str
    avant: Cellule
    ecart: str
    note: str = ""
    # Above and below the line a year before: read before the report leaves, never printed.
    fraction_avant: Sequence[Cellule] = ()


@dataclass(frozen=True)
class Texte:
    titre: str
    texte: str


@dataclass(frozen=True)
class Document:
    """Dates are ISO, both included, in Paris; ``compte_le`` is the instant of the count."""

    genre: str
    audience: str
    titre: str
    centre: str
    action: str
    du: str
    au: str
    compte_le: str
    chiffres: list[Chiffre]
    tables: list[Table]
    textes: list[Texte]
    notes: list[str]

    def table(self, cle: str) -> Table:
        return next(table for table in self.tables if table.cle == cle)

    def en_donnees(self) -> dict[str, Any]:
        return asdict(self)


def depuis_donnees(donnees: dict[str, Any]) -> Document:
    """The document that ``en_donnees`` wrote."""
    return Document(
        **{
            **donnees,
            "chiffres": [Chiffre(**chiffre) for chiffre in donnees["chiffres"]],
            "textes": [Texte(**texte) for texte in donnees["textes"]],
            "tables": [_table(table) for table in donnees["tables"]],
        }
    )


def _table(donnees: dict[str, Any]) -> Table:
    return Table(
        **{
            **donnees,
            "colonnes": [Colonne(**colonne) for colonne in donnees["colonnes"]],
            "lignes": [Ligne(**ligne) for ligne in donnees["lignes"]],
        }
    )


def empreinte(donnees: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no space, UTF-8."""
    texte = json.dumps(donnees, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def cellules(document: Document) -> Iterator[tuple[str, str, Cellule]]:
    """Every value under a stable key and the words that name it."""
    for chiffre in document.chiffres:
        yield f"chiffre/{chiffre.code}", chiffre.nom, chiffre.valeur
    for table in document.tables:
        for ligne in table.lignes:
            for colonne, valeur in zip(table.colonnes, ligne.cellules, strict=True):
                cle = f"{table.cle}/{ligne.code or ligne.libelle}/{colonne.nom}"
                yield cle, f"{table.titre}, {ligne.libelle}, {colonne.nom}", valeur
