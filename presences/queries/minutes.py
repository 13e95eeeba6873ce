"""Real time: between the hours somebody came and left, never rounded before the sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from centre.temps import a_paris, instant
from presences.models import Presence
from presences.queries.feuilles import intervalle

if TYPE_CHECKING:
    from ateliers.models import Seance

# Half-days of the sheets to sign are cut here (Europe/Paris).
COUPURE = dt.time(13)
Bornes = tuple[dt.datetime, dt.datetime]


def couverte(intervalles: Iterable[Bornes]) -> dt.timedelta:
    """Time covered at least once by one person's presences, given in order of start (A2)."""
    total, jusqu_a = dt.timedelta(), None
    for debut, fin in intervalles:
        commence = debut if jusqu_a is None else max(debut, jusqu_a)
        if fin > commence:
            total += fin - commence
            jusqu_a = fin
    return total


def duree_totale(presences: Iterable[Presence]) -> dt.timedelta:
    """How long one person was there, to the second; an hour spent at two places counts once."""
    positives = [p for p in presences if p.statut in Presence.POSITIFS]
    return couverte(sorted(intervalle(p) for p in positives))


def demi_journees(seance: Seance) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """One box to sign per half-day: cut at 13:00; what ends or begins then is in one box."""
    coupure = instant(a_paris(seance.debut).date(), COUPURE)
    if seance.fin <= coupure:
        return [("Matin", seance.debut, seance.fin)]
    if seance.debut >= coupure:
        return [("Après-midi", seance.debut, seance.fin)]
    return [("Matin", seance.debut, coupure), ("Après-midi", coupure, seance.fin)]
