"""The kinds of files that can be imported, in the order in which a new centre needs them."""

from __future__ import annotations

from bilans.imports.annuaire import Lieux, Organismes
from bilans.imports.genres import Genre
from bilans.imports.personnes import Personnes

GENRES: dict[str, type[Genre]] = {
    genre.code: genre
    for genre in (
        Personnes,
        Organismes,
        Lieux,
    )
}
