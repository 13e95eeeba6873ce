"""The list of the erased, kept beside the backups: a restored base forgets what it holds.

One line per person: the day, and the random reference that means nothing outside the base. Lines
are only added; a line torn by a crash is not read.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from centre.temps import aujourdhui

NOM = "effacements.txt"
# « 2026-11-19 », a space, and the thirty-six signs of a reference.
LONGUEUR = 47


def inscrire(references: Iterable[uuid.UUID], dossier: Path | None = None) -> int:
    """Add those that the list does not have; return how many. Flushed to the disk."""
    dossier = dossier or settings.SAUVEGARDES_DOSSIER
    nouvelles = sorted(set(references) - lire(dossier))
    if not nouvelles:
        return 0
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    jour = aujourdhui()
    # A line of its own even after a torn one; one write, so that two processes never mix.
    lignes = "".join(f"\n{jour} {reference}" for reference in nouvelles) + "\n"
    descripteur = os.open(dossier / NOM, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descripteur, lignes.encode())
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
    return len(nouvelles)


def lire(*dossiers: Path) -> set[uuid.UUID]:
    """The references written in these folders; the present one when none is named."""
    lues = set()
    for dossier in dossiers or (settings.SAUVEGARDES_DOSSIER,):
        if (dossier / NOM).is_file():
            for ligne in (dossier / NOM).read_text(encoding="utf-8").splitlines():
                lues |= _reference(ligne)
    return lues


def _reference(ligne: str) -> set[uuid.UUID]:
    morceaux = ligne.split()
    try:
        return {uuid.UUID(morceaux[1])} if len(morceaux) == 2 and len(ligne) == LONGUEUR else set()
    except ValueError:
        return set()
