"""Presences stay as counts of the year; the reason for an absence goes with the name."""

from __future__ import annotations

import uuid
from typing import Any

from centre.effacement import Ligne, Registre, Sort
from presences.models import Correction, Presence

POURQUOI = "Les heures et les séances du bilan en dépendent, sans votre nom."


def apercu(reference: uuid.UUID) -> list[Ligne]:
    presences = Presence.objects.filter(place__personne__reference=reference)
    return [
        Ligne("raisons d’absence", presences.exclude(motif="").count(), Sort.EFFACE),
        Ligne("présences", presences.count(), Sort.ANONYMISE, POURQUOI),
        Ligne(
            "corrections de présence",
            Correction.objects.filter(presence__in=presences).count(),
            Sort.ANONYMISE,
            POURQUOI,
        ),
    ]


def effacer(reference: uuid.UUID) -> None:
    Presence.objects.filter(place__personne__reference=reference).update(motif="")


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    return {
        "presences": list(
            Presence.objects.filter(place__personne__reference=reference).values(
                *("place__seance__atelier__titre", "place__seance__debut", "statut"),
                *("arrivee", "depart", "motif"),
            )
        ),
        "corrections": list(
            Correction.objects.filter(presence__place__personne__reference=reference).values(
                "avant", "apres", "le"
            )
        ),
    }


REGISTRE = Registre(
    app="presences",
    modeles=("presences.Presence", "presences.Correction"),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
