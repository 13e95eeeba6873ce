"""What waits for somebody: each app adds its own tasks to the column beside the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


@dataclass(frozen=True)
class Ligne:
    texte: str
    url: str


@dataclass(frozen=True)
class Tache:
    """One item of « À faire »: a short title, why it matters, one place to act.

    ``ordre`` sorts ascending inside its group; ``est_urgente`` puts it in the first group: only
    what must be done before a séance of today. ``lignes`` are the things counted in the title.
    """

    titre: str
    pourquoi: str
    url: str
    action: str
    icone: str = "info"
    theme: str = ""
    est_urgente: bool = False
    ordre: int = 50
    lignes: tuple[Ligne, ...] = ()


Fournisseur = Callable[["Utilisateur", "Centre", dt.datetime], Iterable[Tache]]
_fournisseurs: list[Fournisseur] = []


def enregistrer(fournisseur: Fournisseur) -> Fournisseur:
    """Add a provider; called once by each app's ``ready()``, a constant number of queries each."""
    if fournisseur not in _fournisseurs:
        _fournisseurs.append(fournisseur)
    return fournisseur


def taches(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> list[Tache]:
    """All tasks of a user in a centre at ``quand``, the urgent ones first."""
    toutes = [tache for f in _fournisseurs for tache in f(utilisateur, centre, quand)]
    return sorted(toutes, key=lambda tache: (not tache.est_urgente, tache.ordre, tache.titre))
