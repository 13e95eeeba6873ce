"""What follows when a place or a centre changes: each app writes again what it keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from centre.models import Centre, Lieu

Repercussion = Callable[["Centre | Lieu"], None]
_repercussions: list[Repercussion] = []


def enregistrer(repercussion: Repercussion) -> Repercussion:
    """Add a follower; called once by each app's ``ready()``."""
    if repercussion not in _repercussions:
        _repercussions.append(repercussion)
    return repercussion


def repercuter(objet: Centre | Lieu) -> None:
    """Tell every app that ``objet`` is saved with other words, in the caller's transaction.

    Raises RuntimeError outside a transaction: calendars would tell a change that is undone.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("What follows a change is written in its transaction.")
    for repercussion in _repercussions:
        repercussion(objet)
