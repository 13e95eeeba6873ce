"""Clashes among séances: explained, never blocking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ateliers.models import Seance

# Below, a group has no time to leave before the next one comes in.
BATTEMENT = dt.timedelta(minutes=10)


class Genre(Enum):
    LIEU = "lieu"
    ANIMATEUR = "animateur"
    BATTEMENT = "battement"


@dataclass(frozen=True)
class Croisement:
    """Two séances that meet, between two instants (the end and the next start for a short gap)."""

    genre: Genre
    premiere: Seance
    seconde: Seance
    du: dt.datetime
    au: dt.datetime
    qui: str = ""


def croisements(seances: Iterable[Seance]) -> list[Croisement]:
    """Same room, same animateur, or under ten minutes between two in one room.

    Cancelled séances and slots count for nothing. Reads ``lieu`` and prefetched ``animateurs``.
    """
    lignes = sorted(
        (s for s in seances if not s.est_annulee and not s.fenetre_id),
        key=lambda s: (s.debut, s.pk),
    )
    return [
        trouve
        for rang, premiere in enumerate(lignes)
        for seconde in _voisines(premiere, lignes[rang + 1 :])
        for trouve in _entre(premiere, seconde)
    ]


def _voisines(seance: Seance, suivantes: Sequence[Seance]) -> Iterable[Seance]:
    """Those that start before this one is over and the room aired; the list is sorted."""
    for suivante in suivantes:
        if suivante.debut >= seance.fin + BATTEMENT:
            return
        yield suivante


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
        siens = {animateur.pk for animateur in premiere.animateurs.all()}
        for animateur in seconde.animateurs.all():
            if animateur.pk in siens:
                yield Croisement(Genre.ANIMATEUR, premiere, seconde, du, au, animateur.nom_court)
