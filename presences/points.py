"""Points of attention about attendance: one person noted present in two places at one time (A2)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ateliers.models import Atelier
from ateliers.queries.avertissements import nom_de
from ateliers.queries.point import Point
from centre.temps import JOUR, bornes
from presences.models import Presence
from presences.queries.feuilles import intervalle, places_de_l_equipe

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

Paire = tuple[Presence, Presence]
# Sheets are mended in the weeks that follow.
RECENTES = 28


def deux_presences(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date
) -> Iterator[Point]:
    """Overlaps among the presences of the last four weeks, on the sheets she may open: one query.

    A protected atelier is never told here (ETH-02).
    """
    debut, fin = bornes(du - RECENTES * JOUR, au)
    presences = (
        Presence.objects.positives()
        .filter(place__in=places_de_l_equipe(utilisateur).values("pk"))
        .filter(place__seance__centre=centre)
        .filter(place__seance__atelier__sensibilite__lt=Atelier.Sensibilite.PROTEGE)
        .filter(place__seance__debut__gte=debut, place__seance__debut__lt=fin)
        .select_related("place__personne", "place__seance__atelier")
    )
    par_personne: defaultdict[int, list[Presence]] = defaultdict(list)
    for presence in presences:
        par_personne[presence.place.personne_id].append(presence)
    paires: defaultdict[tuple[int, int], list[Paire]] = defaultdict(list)
    for siennes in par_personne.values():
        triees = sorted(siennes, key=intervalle)
        for premiere, seconde in itertools.pairwise(triees):
            if intervalle(seconde)[0] < intervalle(premiere)[1]:
                pks = (premiere.place.seance_id, seconde.place.seance_id)
                paires[pks].append((premiere, seconde))
    yield from map(_point, paires.values())


def _point(paires: list[Paire]) -> Point:
    premiere, seconde = paires[0]
    une, autre = premiere.place.seance, seconde.place.seance
    noms = ", ".join(sorted(p.place.personne.nom_court for p, _ in paires))
    return Point(
        nature="presences",
        debut=autre.debut,
        titre=f"Deux présences à la même heure\u00a0: {noms}",
        texte=f"{nom_de(une)} et {nom_de(autre)}. Les heures comptent une seule fois.",
        url=reverse("presences:feuille", args=[autre.fenetre_id or autre.pk]),
        seances=(une.pk, autre.pk),
        faits=tuple(
            fait for p, s in paires for fait in (p.pk, *intervalle(p), s.pk, *intervalle(s))
        ),
    )
