"""What has been corrected since a report was frozen, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

from bilans.documents import Cellule, Document, cellules


@dataclass(frozen=True)
class Ecart:
    """One value as it was printed, and as it is counted now."""

    quoi: str
    alors: Cellule
    maintenant: Cellule


def ecarts(fige: Document, present: Document) -> list[Ecart]:
    """Cells that differ or are no more there; new rows of the present are differences too."""
    alors = {cle: (mots, valeur) for cle, mots, valeur in cellules(fige)}
    ici = {cle: (mots, valeur) for cle, mots, valeur in cellules(present)}
    trouves = []
    for cle in [*alors, *(cle for cle in ici if cle not in alors)]:
        mots = (alors.get(cle) or ici[cle])[0]
        avant, apres = (lot[cle][1] if cle in lot else None for lot in (alors, ici))
        if avant != apres:
            trouves.append(Ecart(mots, avant, apres))
    return trouves
