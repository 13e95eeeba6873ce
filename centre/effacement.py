"""What each app holds about one person: preview, erase, copy (RGPD 15 and 17).

The ground floor knows no person: she is named here by her reference alone. Each app declares the
models it answers for; a test fails for a model that leads to a person and that nobody claims.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from centre import effaces

JOURNAL = logging.getLogger(__name__)


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
    """Erase in every app, from the top down, all or nothing. Twice does no more than once.

    Once it is done, the reference joins the list that outlives a restored backup.
    """
    with transaction.atomic():
        for registre in _du_haut():
            registre.effacer(reference)
        transaction.on_commit(lambda: _retenir(reference))


def _retenir(reference: uuid.UUID) -> None:
    """The erasure is done: a full disk is told, and the next backup completes the list."""
    try:
        effaces.inscrire([reference])
    except OSError:
        JOURNAL.exception("La liste des personnes effacées ne s’écrit pas.")


@dataclass(frozen=True)
class Fichier:
    """Who, in the base, is erased already; and among these references, who is still named."""

    effacees: Callable[[], Iterable[uuid.UUID]]
    nommees: Callable[[Collection[uuid.UUID]], Iterable[uuid.UUID]]


_fichiers: list[Fichier] = []


def enregistrer_fichier(fichier: Fichier) -> None:
    """Declare where people are; called once by a ``ready()``."""
    if fichier not in _fichiers:
        _fichiers.append(fichier)


def completer_la_liste(dossier: Path | None = None) -> None:
    """Write in the list all those whom the base knows as erased; copy it to another folder."""
    effaces.inscrire(reference for fichier in _fichiers for reference in fichier.effacees())
    if dossier is not None:
        effaces.inscrire(effaces.lire(), dossier)


def revenues(*dossiers: Path) -> list[uuid.UUID]:
    """People of the list whom a restored base names again."""
    references = effaces.lire(settings.SAUVEGARDES_DOSSIER, *dossiers)
    return [reference for fichier in _fichiers for reference in fichier.nommees(references)]


def effacer_de_nouveau(*dossiers: Path) -> int:
    """Erase them again, one transaction each: stopped half-way, it goes on from there."""
    trouvees = revenues(*dossiers)
    for reference in trouvees:
        effacer(reference)
    return len(trouvees)


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """Give everything held about a person, ready for JSON: what she may ask for and take away."""
    copie: dict[str, list[dict[str, Any]]] = {}
    for registre in _registres.values():
        copie |= registre.copier(reference)
    return copie


def _du_haut() -> Iterable[Registre]:
    return reversed(_registres.values())
