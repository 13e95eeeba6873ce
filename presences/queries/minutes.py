"""Real time: between the hours somebody came and left, never rounded before the sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from centre.temps import a_paris, instant
from presences.models import Presence, Signature
from presences.queries.feuilles import intervalle

if TYPE_CHECKING:
    from ateliers.models import Seance

# Half-days of the sheets to sign are cut here (Europe/Paris).
COUPURE = dt.time(13)
Bornes = tuple[dt.datetime, dt.datetime]
DemiJournee = Signature.DemiJournee


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


def demi_journees(seance: Seance) -> list[tuple[DemiJournee, dt.datetime, dt.datetime]]:
    """One box to sign per half-day: cut at 13:00; what ends or begins then is in one box."""
    coupure = instant(a_paris(seance.debut).date(), COUPURE)
    if seance.fin <= coupure:
        return [(DemiJournee.MATIN, seance.debut, seance.fin)]
    if seance.debut >= coupure:
        return [(DemiJournee.APRES_MIDI, seance.debut, seance.fin)]
    return [
        (DemiJournee.MATIN, seance.debut, coupure),
        (DemiJournee.APRES_MIDI, coupure, seance.fin),
    ]


def demi_journee_signee(seance: Seance, *, dite: str, quand: dt.datetime) -> DemiJournee:
    """The box of a signature: the one that the tablet names if the séance has it, else its only
    one, else by the hour at which it was drawn. Nothing is lost when a séance was moved."""
    boites = [nom for nom, _, _ in demi_journees(seance)]
    if dite in boites:
        return DemiJournee(dite)
    if len(boites) == 1:
        return boites[0]
    est_matin = a_paris(quand).time() < COUPURE
    return DemiJournee.MATIN if est_matin else DemiJournee.APRES_MIDI
