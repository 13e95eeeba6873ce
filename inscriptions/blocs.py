"""What upper apps add to the person's own page, behind the three letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inscriptions.session import Visite

Fournisseur = Callable[["Visite"], dict[str, Any]]
_blocs: dict[str, Fournisseur] = {}


def enregistrer(gabarit: str, fournisseur: Fournisseur) -> None:
    """Add a piece: its template, and what the template reads as ``bloc``; once, by ``ready()``."""
    _blocs[gabarit] = fournisseur


def blocs_de(visite: Visite) -> list[dict[str, Any]]:
    return [{"gabarit": gabarit, **donner(visite)} for gabarit, donner in _blocs.items()]
