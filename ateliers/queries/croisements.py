"""Clashes among séances: explained, never blocking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ateliers.models import Seance

# Below, a group has no time to leave before the next one comes in.
BATTEMENT = dt.timedelta(minutes=10)
# No road between two places of a centre is longer.
PLUS_LONG_TRAJET = dt.timedelta(hours=4)


class Genre(Enum):
    LIEU = "lieu"
    ANIMATEUR = "animateur"
    BATTEMENT = "battement"
    TRAJET = "trajet"


@dataclass(frozen=True)
class Croisement:
    """Two séances that meet, between two instants (the end and the next start for a short gap).

    ``minutes`` is the length of the road when it is the road that lacks time.
    """

    genre: Genre
    premiere: Seance
    seconde: Seance
    du: dt.datetime
    au: dt.datetime
    qui: str = ""
    minutes: int = 0


def croisements(seances: Iterable[Seance]) -> list[Croisement]:
    """Same room, same animateur, or under ten minutes between two in one room.

    Cancelled séances and slots count for nothing. Reads ``lieu`` and ``meneurs``.
    """
    return [
        trouve
        for premiere, seconde in _paires(seances, BATTEMENT)
        for trouve in _entre(premiere, seconde)
    ]


def enchainements(seances: Iterable[Seance]) -> list[Croisement]:
    """One animateur, two addresses, and less time between than the road takes."""
    return [
        trouve
        for premiere, seconde in _paires(seances, PLUS_LONG_TRAJET)
        for trouve in _trajets(premiere, seconde)
    ]


def _paires(seances: Iterable[Seance], ecart: dt.timedelta) -> Iterator[tuple[Seance, Seance]]:
    """Pairs in the order of their hours, the second one starting before the first one's end and
    ``ecart``; the list is sorted, so that nothing far is looked at."""
    lignes = sorted(
        (s for s in seances if not s.est_annulee and not s.fenetre_id),
        key=lambda s: (s.debut, s.pk),
    )
    for rang, premiere in enumerate(lignes):
        for seconde in _voisines(premiere, lignes[rang + 1 :], ecart):
            yield premiere, seconde


def _voisines(seance: Seance, suivantes: Sequence[Seance], ecart: dt.timedelta) -> Iterable[Seance]:
    for suivante in suivantes:
        if suivante.debut >= seance.fin + ecart:
            return
        yield suivante


def _trajets(premiere: Seance, seconde: Seance) -> Iterable[Croisement]:
    minutes = premiere.lieu.minutes_jusqu_a(seconde.lieu)
    trop_court = premiere.fin <= seconde.debut < premiere.fin + dt.timedelta(minutes=minutes)
    if not trop_court:
        return
    siens = {animateur.pk for animateur in premiere.meneurs}
    for animateur in seconde.meneurs:
        if animateur.pk in siens:
            nom = animateur.nom_court
            yield Croisement(
                Genre.TRAJET, premiere, seconde, premiere.fin, seconde.debut, nom, minutes
            )


def _entre(premiere: Seance, seconde: Seance) -> Iterable[Croisement]:
    du, au = seconde.debut, min(premiere.fin, seconde.fin)
    se_touchent = du < au
    if premiere.lieu_id == seconde.lieu_id:
        if se_touchent:
            yield Croisement(Genre.LIEU, premiere, seconde, du, au, premiere.lieu.nom)
        else:
            yield Croisement(
                Genre.BATTEMENT, premiere, seconde, premiere.fin, du, premiere.lieu.nom
            )
    if se_touchent:
        siens = {animateur.pk for animateur in premiere.meneurs}
        for animateur in seconde.meneurs:
            if animateur.pk in siens:
                yield Croisement(Genre.ANIMATEUR, premiere, seconde, du, au, animateur.nom_court)
