"""What would be odd with the dates of a series that are not séances yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ateliers.models import Seance, Serie
from ateliers.queries.avertissements import avertir, contexte_de
from ateliers.queries.point import Point
from ateliers.queries.points import avec_ce_qui_se_lit
from centre.models import Professionnel
from centre.temps import a_paris, bornes, instant


@dataclass(frozen=True)
class Avertissement:
    """Points that say the same of several dates: the first one, and how many there are."""

    premier: Point
    nombre: int


def avertissements_de_la_serie(serie: Serie, jours: Sequence[dt.date]) -> list[Avertissement]:
    """Clashes of these days at the hours of the series, told once each; six queries.

    Reads the other séances of the centre from the first day to the last, drafts included.
    """
    if not jours:
        return []
    animateurs = list(serie.animateurs.all())
    prevues = [_prevue(serie, jour, -rang, animateurs) for rang, jour in enumerate(jours, 1)]
    debut, fin = bornes(min(jours), max(jours))
    centre = serie.atelier.centre
    autres = Seance.objects.filter(centre=centre).entre(debut, fin).exclude(serie=serie)
    pris = set(jours)
    proches = [s for s in avec_ce_qui_se_lit(autres) if a_paris(s.debut).date() in pris]
    toutes = [*proches, *prevues]
    return regrouper(p for p in avertir(toutes, contexte_de(centre, toutes)) if min(p.seances) < 0)


def regrouper(points: Iterable[Point]) -> list[Avertissement]:
    """What comes back every week is told once, with its first time; in the order given."""
    par_titre: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        par_titre.setdefault((point.nature, point.titre), []).append(point)
    return [Avertissement(semblables[0], len(semblables)) for semblables in par_titre.values()]


def _prevue(serie: Serie, jour: dt.date, pk: int, animateurs: Sequence[Professionnel]) -> Seance:
    """A date as a row that nobody writes; a negative id, so that it is none of the base's."""
    seance = Seance(
        pk=pk,
        centre=serie.atelier.centre,
        atelier=serie.atelier,
        lieu=serie.lieu,
        capacite=serie.capacite,
        debut=instant(jour, serie.heure_debut),
        fin=instant(jour, serie.heure_fin),
    )
    seance._prefetched_objects_cache = {"animateurs": animateurs}  # type: ignore[attr-defined]
    return seance
