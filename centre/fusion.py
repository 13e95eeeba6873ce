"""Two files of one person become one: each app moves what it holds (decision 34).

The ground floor knows no person: both are named by their references. Each app declares the links
that it moves; a test fails for a link to a person that nobody claims.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from centre.models import JournalAcces

# kept, duplicate, when: moves the rows, and raises Refus when nothing may move.
Deplacer = Callable[[uuid.UUID, uuid.UUID, dt.datetime], None]


@dataclass(frozen=True)
class Part:
    """What one app moves; ``liens`` are labels such as « inscriptions.Place.personne »."""

    app: str
    liens: tuple[str, ...]
    deplacer: Deplacer


_parts: dict[str, Part] = {}


def enregistrer(part: Part) -> None:
    """Declare an app's part; called once by its ``ready()``, in the order of imports."""
    _parts[part.app] = part


def liens_declares() -> set[str]:
    return {lien for part in _parts.values() for lien in part.liens}


def reunir(garde: uuid.UUID, doublon: uuid.UUID, *, quand: dt.datetime) -> None:
    """Move everything from the duplicate to the file that stays, all or nothing, bottom up.

    Who looked at the duplicate is said to the person who stays.
    """
    with transaction.atomic():
        for part in _parts.values():
            part.deplacer(garde, doublon, quand)
        JournalAcces.objects.filter(sujet=doublon).update(sujet=garde)
