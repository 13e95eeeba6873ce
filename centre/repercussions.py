"""What follows when a place, a centre or its calendar changes: the apps above say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from centre.models import Centre, Lieu, PeriodeCalendrier

Suite = Callable[["PeriodeCalendrier"], str]
_suites: list[Suite] = []
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


def enregistrer_suite(suite: Suite) -> Suite:
    """Add a page to which a period leads; called once by each app's ``ready()``."""
    if suite not in _suites:
        _suites.append(suite)
    return suite


def suite_de(periode: PeriodeCalendrier) -> str:
    """The address where the effect of a period is decided; empty when it touches nothing."""
    return next(filter(None, (suite(periode) for suite in _suites)), "")
