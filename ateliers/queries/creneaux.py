"""Who is expected at a slot: known above, shown in the week to those who may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Utilisateur

Fournisseur = Callable[["Utilisateur", Sequence["Seance"]], Mapping[int, str]]
_fournisseurs: list[Fournisseur] = []


def enregistrer(fournisseur: Fournisseur) -> Fournisseur:
    """Add a provider of « id of a slot → short name », from ``ready()``; one query each."""
    if fournisseur not in _fournisseurs:
        _fournisseurs.append(fournisseur)
    return fournisseur


def noms_des_creneaux(utilisateur: Utilisateur, creneaux: Sequence[Seance]) -> dict[int, str]:
    """The names that this user may read; a slot without a name is only taken or free."""
    noms: dict[int, str] = {}
    for fournisseur in _fournisseurs:
        noms |= fournisseur(utilisateur, creneaux)
    return noms
