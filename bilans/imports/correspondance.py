"""Which heading of a file feeds which column: known words, then what the centre said last time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bilans.imports.colonnes import mot_cle
from bilans.imports.genres import Genre
from bilans.models import Correspondance
from centre.erreurs import Refus

if TYPE_CHECKING:
    from centre.models import Centre

# The column that our files of wrong rows have on top of those of the centre.
A_CORRIGER = "à corriger"
LONGUEUR = 120


def _connues(genre: type[Genre], centre: Centre) -> dict[str, str]:
    """What each heading says: the words of the kind, and those of this centre above them."""
    connues = {mot[:LONGUEUR]: c.nom for c in genre.colonnes for mot in c.noms}
    memoire = Correspondance.objects.filter(centre=centre, genre=genre.code)
    return connues | dict(memoire.values_list("entete", "colonne"))


def proposer(genre: type[Genre], centre: Centre, entetes: Sequence[str]) -> tuple[list[str], bool]:
    """A column for each heading, "" for none, and whether nothing is left to ask.

    The page asks about a heading that nobody knows, about the second of two that say the same, and
    when a column that every row needs is missing: nothing is left aside unseen.
    """
    connues = _connues(genre, centre) | {"": "", mot_cle(A_CORRIGER): ""}
    proposees: list[str] = []
    tout_est_dit = True
    for entete in entetes:
        colonne = connues.get(mot_cle(entete)[:LONGUEUR])
        est_dite = colonne is not None and (not colonne or colonne not in proposees)
        proposees.append(colonne if colonne and est_dite else "")
        tout_est_dit = tout_est_dit and est_dite
    return proposees, tout_est_dit and not manquantes(genre, proposees)


def manquantes(genre: type[Genre], colonnes: Sequence[str]) -> list[str]:
    dites = {*colonnes, *genre.deduites(colonnes)}
    return [c.etiquette for c in genre.obligatoires() if c.nom not in dites]


def verifier(genre: type[Genre], colonnes: Sequence[str]) -> None:
    """Refus when two headings say the same, or when a column that every row needs is missing."""
    connues = {c.nom: c.etiquette for c in genre.colonnes}
    choisies = [c for c in colonnes if c]
    doubles = sorted({connues[c] for c in choisies if choisies.count(c) > 1})
    if doubles:
        raise Refus(
            f"Deux colonnes disent la même chose\u00a0: {', '.join(doubles)}.", code="entetes"
        )
    manquent = manquantes(genre, choisies)
    if manquent:
        raise Refus(
            f"Dites quelle colonne du fichier contient\u00a0: {', '.join(manquent)}.",
            code="entetes",
        )


def retenir(
    genre: type[Genre], centre: Centre, entetes: Sequence[str], colonnes: Sequence[str]
) -> None:
    """Remember what this centre answered, also that a heading is left aside.

    One that gave way to another heading of this file still says what it said.
    """
    connues = _connues(genre, centre)
    dites: dict[str, str] = {}
    for entete, colonne in zip(entetes, colonnes, strict=True):
        mot = mot_cle(entete)[:LONGUEUR]
        cede = not colonne and connues.get(mot) and connues[mot] in colonnes
        if mot and not dites.get(mot) and not cede:
            dites[mot] = colonne
    Correspondance.objects.bulk_create(
        [
            Correspondance(centre=centre, genre=genre.code, entete=mot, colonne=colonne)
            for mot, colonne in dites.items()
        ],
        update_conflicts=True,
        unique_fields=["centre", "genre", "entete"],
        update_fields=["colonne"],
    )
