"""What happens in the house beside its séances: apps above add it to the week and to the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


@dataclass(frozen=True)
class Evenement:
    """A meeting as this reader may name it; without hours it stands in the lane of its day."""

    jour: dt.date
    titre: str
    lieu: str
    url: str
    heures: tuple[dt.datetime, dt.datetime] | None = None


Fournisseur = Callable[["Utilisateur", "Centre", dt.date, dt.date], Iterable[Evenement]]
_fournisseurs: list[Fournisseur] = []


def enregistrer(fournisseur: Fournisseur) -> Fournisseur:
    """Add a provider of the days from one to the other, from ``ready()``; one query at most, none
    for a centre that has none."""
    if fournisseur not in _fournisseurs:
        _fournisseurs.append(fournisseur)
    return fournisseur


def evenements(
    utilisateur: Utilisateur, centre: Centre, *, du: dt.date, au: dt.date
) -> list[Evenement]:
    return [evenement for f in _fournisseurs for evenement in f(utilisateur, centre, du, au)]
