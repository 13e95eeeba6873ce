"""The strip of twelve weeks: where something may be shown, and nothing of the other weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from centre.ecriture import MOIS_COURTS
from centre.models import PeriodeCalendrier
from centre.temps import lundi_de

SEMAINES = 12


@dataclass(frozen=True)
class Periode:
    """Two civil dates, both included."""

    du: dt.date
    au: dt.date


@dataclass(frozen=True)
class Semaine:
    """One cell of the strip: up to three discs, holidays hatched, nothing for nothing."""

    lundi: dt.date
    presences: int
    est_fermee: bool
    est_courante: bool

    @property
    def classes(self) -> str:
        """Class names of the cell, written here once: a page draws hundreds of cells."""
        noms = "sem"
        if self.est_fermee:
            noms += " sem--vacances"
        if self.presences:
            noms += f" sem--{min(self.presences, 3)}"
        return f"{noms} sem--courante" if self.est_courante else noms


def periode_par_defaut(jour: dt.date) -> Periode:
    """The twelve weeks of the strip, to the end of the present one."""
    lundi = lundi_de(jour)
    return Periode(lundi - dt.timedelta(weeks=SEMAINES - 1), lundi + dt.timedelta(days=6))


def mois_de(bande: Periode) -> list[str]:
    """The month above each cell of the strip: written once, over the first week it begins."""
    return [MOIS_COURTS[lundi.month - 1] if lundi.day <= 7 else "" for lundi in _lundis(bande)]


def _lundis(bande: Periode) -> list[dt.date]:
    return [bande.du + dt.timedelta(weeks=n) for n in range(SEMAINES)]


def semaines_fermees(centres: set[int], bande: Periode) -> dict[int, set[dt.date]]:
    """Mondays of the weeks without class or closed, by centre (their Wednesday decides)."""
    genres = (PeriodeCalendrier.Genre.VACANCES, PeriodeCalendrier.Genre.FERMETURE)
    periodes = PeriodeCalendrier.objects.entre(bande.du, bande.au).filter(
        centre__in=centres, genre__in=genres
    )
    fermees: dict[int, set[dt.date]] = {}
    for periode in periodes:
        for lundi in _lundis(bande):
            if periode.contient(lundi + dt.timedelta(days=2)):
                fermees.setdefault(periode.centre_id, set()).add(lundi)
    return fermees


def semaines(
    jours: Iterable[dt.date], fermees: set[dt.date], bande: Periode, jour: dt.date
) -> list[Semaine]:
    """The cells for presences on ``jours``; days outside the strip are left aside."""
    comptes = dict.fromkeys(_lundis(bande), 0)
    for present in jours:
        lundi = lundi_de(present)
        if lundi in comptes:
            comptes[lundi] += 1
    courant = lundi_de(jour)
    return [Semaine(lundi, n, lundi in fermees, lundi == courant) for lundi, n in comptes.items()]
