"""Answers to the European fund: counted without the name, and without what is sensitive."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from bilans.models import ParticipationFSE
from bilans.models.participations import NSP
from centre import effacement
from centre.effacement import Ligne, Registre, Sort

POURQUOI = "Le financeur compte les réponses, sans votre nom."
SENSIBLES = ("handicap", "pays_tiers", "origine", "minorite", "sans_logement")
CHAMPS = (
    *("travail", "recherche", "diplome", "handicap", "pays_tiers", "minorite"),
    *("origine", "sans_logement", "rural", "sortie"),
    *("qualification", "six_mois"),
)


def _siennes(reference: uuid.UUID) -> QuerySet[ParticipationFSE]:
    return ParticipationFSE.objects.filter(personne__reference=reference)


def apercu(reference: uuid.UUID) -> list[Ligne]:
    nombre = _siennes(reference).count()
    return [Ligne("réponses au Fonds social européen", nombre, Sort.ANONYMISE, POURQUOI)]


def effacer(reference: uuid.UUID) -> None:
    """A sensitive answer becomes « ne souhaite pas répondre »: the file stays complete."""
    for champ in SENSIBLES:
        _siennes(reference).exclude(**{champ: ""}).update(**{champ: NSP})


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    return {"fonds_europeen": list(_siennes(reference).values("operation__numero", *CHAMPS))}


REGISTRE = Registre(
    app="bilans",
    modeles=("bilans.ParticipationFSE",),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)


def enregistrer() -> None:
    effacement.enregistrer(REGISTRE)
