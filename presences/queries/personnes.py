"""One timeline for a person, from all the apps, and the presences it tells (LIE-14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import TruncMonth

from centre.permissions import COORDINATION, REFERENT
from centre.temps import a_paris
from inscriptions.models import Place
from parcours.fiche import GENRES, SANS_PARCOURS, Etape, Lecture, Puce, sources
from presences.models import Presence

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from parcours.models import Personne

PAS = 30
PAS_MAX = 600


@dataclass
class Frise:
    etapes: list[Etape] = field(default_factory=list)
    a_une_suite: bool = False


@dataclass(frozen=True)
class Prevue:
    """A planned séance as this reader may name it."""

    place: Place
    titre: str


def prochaines_de(
    personne: Personne, utilisateur: Utilisateur, quand: dt.datetime, limite: int = 8
) -> list[Prevue]:
    """Planned séances; reception reads « Occupé » for levels 2–3 (docs/confidentialite.md)."""
    places = (
        Place.objects.visibles_par(utilisateur)
        .filter(personne=personne, seance__fin__gt=quand)
        .vivantes()
        .exclude(seance__etat="annulee")
        .select_related("seance__atelier", "seance__lieu")
        .order_by("seance__debut", "pk")[:limite]
    )
    seulement_accueil = not utilisateur.a_role(personne.centre_id, REFERENT, COORDINATION)
    return [
        Prevue(
            place,
            "Occupé"
            if seulement_accueil and not place.seance.atelier.se_partage
            else place.seance.titre_complet,
        )
        for place in places
    ]


def frise_de(lecture: Lecture, *, voir: str = "tout") -> Frise:
    """The newest ``lecture.nombre`` steps of the kinds asked for, from all the apps."""
    ouvertes = set(GENRES) - {"tout"} if lecture.droits.voit_tout else set(SANS_PARCOURS)
    voulues = ouvertes if voir == "tout" else ouvertes & {voir}
    etapes = [e for genre in sorted(voulues) for source in sources(genre) for e in source(lecture)]
    etapes.sort(key=lambda etape: (etape.quand, etape.titre), reverse=True)
    return Frise(etapes[: lecture.nombre], len(etapes) > lecture.nombre)


def ateliers(lecture: Lecture) -> Iterator[Etape]:
    """Presences by month and atelier; a month cut by the limit is left to the next page."""
    limite = lecture.nombre * 6
    lignes = list(
        Presence.objects.visibles_par(lecture.utilisateur)
        .positives()
        .filter(place__personne=lecture.personne)
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
