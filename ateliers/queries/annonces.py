"""The lane above the week: apps above add what they know of the same séances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Centre, Utilisateur


@dataclass(frozen=True)
class Annonce:
    """A line of a day's lane: a fact in bold, its explanation, one place to look.

    ``genre`` is a colour of the design system: "" (calendar), "miel" (look at this), "terre"
    (to do today), "lierre". ``entre`` names the two séances that a knot joins in the grid.
    """

    jour: dt.date
    titre: str
    texte: str = ""
    genre: str = ""
    icone: str = "calendrier"
    url: str = ""
    entre: tuple[int, int] | None = None


Fournisseur = Callable[["Utilisateur", "Centre", Sequence["Seance"]], Iterable[Annonce]]
_fournisseurs: list[Fournisseur] = []


def enregistrer(fournisseur: Fournisseur) -> Fournisseur:
    """Add a provider, from ``ready()``; a constant number of queries each."""
    if fournisseur not in _fournisseurs:
        _fournisseurs.append(fournisseur)
    return fournisseur


def annonces_des_autres(
    utilisateur: Utilisateur, centre: Centre, seances: Sequence[Seance]
) -> list[Annonce]:
    return [annonce for f in _fournisseurs for annonce in f(utilisateur, centre, seances)]
