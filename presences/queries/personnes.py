"""One timeline for a person, from all the apps, and the presences it tells (LIE-14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.functions import TruncMonth

from ateliers.models import Atelier
from centre.temps import a_paris
from parcours.fiche import GENRES, SANS_PARCOURS, Etape, Lecture, Puce, sources
from presences.models import Presence

PAS = 30
PAS_MAX = 600


@dataclass
class Frise:
    etapes: list[Etape] = field(default_factory=list)
    a_une_suite: bool = False

    @property
    def annees(self) -> list[tuple[int, int]]:
        """Each year shown and the rank of its newest step; none where there is only one."""
        rangs: dict[int, int] = {}
        for rang, etape in enumerate(self.etapes, start=1):
            rangs.setdefault(a_paris(etape.quand).year, rang)
        return list(rangs.items()) if len(rangs) > 1 else []


def frise_de(lecture: Lecture, *, voir: str = "tout") -> Frise:
    """The newest ``lecture.nombre`` steps of the kinds asked for, from all the apps."""
    ouvertes = set(GENRES) - {"tout"} if lecture.droits.voit_tout else set(SANS_PARCOURS)
    voulues = ouvertes if voir == "tout" else ouvertes & {voir}
    etapes = [e for genre in sorted(voulues) for source in sources(genre) for e in source(lecture)]
    etapes.sort(key=lambda etape: (etape.quand, etape.titre), reverse=True)
    return Frise(etapes[: lecture.nombre], len(etapes) > lecture.nombre)


def ateliers(lecture: Lecture) -> Iterator[Etape]:
    """Presences by month and atelier, outings apart; a month cut by the limit is left to the next
    page."""
    limite = lecture.nombre * 6
    lignes = list(
        Presence.objects.visibles_par(lecture.utilisateur)
        .positives()
        .filter(place__personne=lecture.personne)
        .exclude(place__seance__atelier__genre=Atelier.Genre.SORTIE)
        .annotate(mois=TruncMonth("place__seance__debut"))
        .values_list(
            "mois",
            "place__seance__atelier__titre",
            "place__seance__atelier__theme",
            "place__seance__atelier__pictogramme",
        )
        .annotate(fois=Count("pk"))
        .order_by("-mois", "place__seance__atelier__titre")[:limite]
    )
    par_mois: dict[dt.datetime, list[Puce]] = {}
    for mois, titre, theme, icone, fois in lignes:
        par_mois.setdefault(mois, []).append(Puce(titre, theme, icone, fois))
    if len(lignes) == limite and len(par_mois) > 1:
        par_mois.popitem()
    for mois, puces in par_mois.items():
        yield Etape(
            a_paris(mois),
            "ateliers",
            "Ateliers",
            icone="palette",
            est_mensuelle=True,
            puces=tuple(puces),
        )


def sorties(lecture: Lecture) -> Iterator[Etape]:
    """Each outing is a day of its own (LIE-07): where they went, never a count."""
    venues = (
        Presence.objects.visibles_par(lecture.utilisateur)
        .positives()
        .filter(
            place__personne=lecture.personne,
            place__seance__atelier__genre=Atelier.Genre.SORTIE,
        )
        .select_related("place__seance__atelier")
        .order_by("-place__seance__debut", "pk")[: lecture.nombre + 1]
    )
    for venue in venues:
        seance = venue.place.seance
        yield Etape(
            seance.debut,
            "sorties",
            seance.titre_complet,
            etiquette="Sortie",
            icone=seance.atelier.pictogramme or "bus",
        )
