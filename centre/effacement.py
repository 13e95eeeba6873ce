"""What each app holds about one person: preview, erase, copy (RGPD 15 and 17).

The ground floor knows no person: she is named here by her reference alone. Each app declares the
models it answers for; a test fails for a model that leads to a person and that nobody claims.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction


class Sort(StrEnum):
    """What becomes of rows: gone, kept without what names the person, kept as they are."""

    EFFACE = "effacé"
    ANONYMISE = "rendu anonyme"
    GARDE = "gardé"


@dataclass(frozen=True)
class Ligne:
    """One line of the preview, in words that may be read to the person."""

    quoi: str
    nombre: int
    sort: Sort
    pourquoi: str = ""


@dataclass(frozen=True)
class Registre:
    """What one app does for one person; ``modeles`` are labels such as « parcours.Personne »."""

    app: str
    modeles: tuple[str, ...]
    apercu: Callable[[uuid.UUID], list[Ligne]]
    effacer: Callable[[uuid.UUID], None]
    copier: Callable[[uuid.UUID], dict[str, list[dict[str, Any]]]]


_registres: dict[str, Registre] = {}


def enregistrer(registre: Registre) -> None:
    """Declare an app's part; called once by its ``ready()``, in the order of imports."""
    _registres[registre.app] = registre


def modeles_declares() -> set[str]:
    return {modele for registre in _registres.values() for modele in registre.modeles}


def apercu(reference: uuid.UUID) -> list[Ligne]:
    """Tell what would go and what would stay; changes nothing."""
    lignes = [ligne for registre in _du_haut() for ligne in registre.apercu(reference)]
    return [ligne for ligne in lignes if ligne.nombre]


def effacer(reference: uuid.UUID) -> None:
    """Erase in every app, from the top down, all or nothing. Twice does no more than once."""
    with transaction.atomic():
        for registre in _du_haut():
            registre.effacer(reference)


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """Give everything held about a person, ready for JSON: what she may ask for and take away."""
    copie: dict[str, list[dict[str, Any]]] = {}
    for registre in _registres.values():
        copie |= registre.copier(reference)
    return copie


def _du_haut() -> Iterable[Registre]:
    return reversed(_registres.values())
