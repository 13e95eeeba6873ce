"""The kinds of files that can be imported, in the order in which a new centre needs them."""

from __future__ import annotations

from bilans.imports.annuaire import Lieux, Organismes
from bilans.imports.genres import Genre
from bilans.imports.orientations import Orientations
from bilans.imports.personnes import Personnes
from bilans.imports.presences import Presences
from bilans.imports.programme import Ateliers

GENRES: dict[str, type[Genre]] = {
    genre.code: genre
    for genre in (
        Personnes,
        Organismes,
        Lieux,
        Ateliers,
        Orientations,
        Presences,
    )
}
