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


def proposer(genre: type[Genre], centre: Centre, entetes: Sequence[str]) -> list[str]:
    """A column for each heading, "" when nobody knows it; the first of two that say the same."""
    par_mot = {mot: c.nom for c in genre.colonnes for mot in c.noms}
    memoire = dict(
        Correspondance.objects.filter(centre=centre, genre=genre.code).values_list(
            "entete", "colonne"
        )
    )
    proposees: list[str] = []
    for entete in entetes:
        mot = mot_cle(entete)
        colonne = memoire.get(mot[:120], par_mot.get(mot, ""))
        proposees.append("" if colonne in proposees else colonne)
    return proposees


def verifier(genre: type[Genre], colonnes: Sequence[str]) -> None:
    """Refus when two headings say the same, or when a column that every row needs is missing."""
    connues = {c.nom: c.etiquette for c in genre.colonnes}
    choisies = [c for c in colonnes if c]
    doubles = sorted({connues[c] for c in choisies if choisies.count(c) > 1})
    if doubles:
        raise Refus(
            f"Deux colonnes disent la même chose\u00a0: {', '.join(doubles)}.", code="entetes"
        )
    manquent = [c.etiquette for c in genre.obligatoires() if c.nom not in choisies]
    if manquent:
        raise Refus(
            f"Dites quelle colonne du fichier contient\u00a0: {', '.join(manquent)}.",
            code="entetes",
        )


def retenir(
    genre: type[Genre], centre: Centre, entetes: Sequence[str], colonnes: Sequence[str]
) -> None:
    """Remember what this centre answered, also that a heading is left aside."""
    Correspondance.objects.bulk_create(
        [
            Correspondance(
                centre=centre, genre=genre.code, entete=mot_cle(entete)[:120], colonne=colonne
            )
            for entete, colonne in {
                mot_cle(e): (e, c) for e, c in zip(entetes, colonnes, strict=True)
            }.values()
            if entete.strip()
        ],
        update_conflicts=True,
        unique_fields=["centre", "genre", "entete"],
        update_fields=["colonne"],
    )
