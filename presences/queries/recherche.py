"""Finding a name among lines that a reader already has: by a part, or only whole."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from centre.textes import cle_de_nom

if TYPE_CHECKING:
    from presences.queries.suivi import Ligne


def chercher(lignes: list[Ligne], texte: str) -> list[Ligne]:
    """Keep the lines whose name holds every word: among her own people, never elsewhere."""
    mots = cle_de_nom(texte).split()
    return [li for li in lignes if all(mot in li.personne.cle for mot in mots)]


def trouver(lignes: list[Ligne], texte: str, ne_le: dt.date | None) -> list[Ligne]:
    """Keep the lines of this whole name and this birth date; no part of a name finds anybody.

    The order of the words is free. A file that has no birth date is found by the whole name.
    """
    mots = sorted(cle_de_nom(texte).split())
    siennes = [li for li in lignes if sorted(li.personne.cle.split()) == mots]
    return [li for li in siennes if li.personne.date_naissance in (None, ne_le)]
