"""What a frame asks for before anything is planned with her, and what is still missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from parcours.models import DiagnosticCommun, Entretien, Parcours, Projet
from parcours.models.dispositifs import EtapeRequise


@dataclass(frozen=True)
class Prealable:
    """One step to do first: what is missing in words, and the page where it is done."""

    etape: EtapeRequise
    titre: str
    phrase: str
    url: str
    action: str


def prealables_manquants(
    parcours: Parcours, parmi: Collection[str] = EtapeRequise.values
) -> list[Prealable]:
    """The steps of the frame not done yet, in the order of the way; one query for each asked.

    ``parcours`` comes with its dispositif and its person.
    """
    return [
        lire(parcours)
        for etape, (est_faite, lire) in _ETAPES.items()
        if etape in parmi and parcours.dispositif.demande(etape) and not est_faite(parcours)
    ]


def _est_explique(parcours: Parcours) -> bool:
    """Ticked in an interview of this parcours, or of the fiche that led to it (ASI-24)."""
    siens = Q(parcours=parcours)
    if parcours.orientation_id:
        siens |= Q(orientation=parcours.orientation_id)
    return Entretien.objects.filter(siens, explique_le__isnull=False).exists()


def _expliquer(parcours: Parcours) -> Prealable:
    return Prealable(
        EtapeRequise.VOLONTARIAT,
        "Expliquer ce qui est volontaire",
        "Dites-lui d’abord ce qui est volontaire, et cochez-le dans un entretien.",
        reverse("parcours:entretien-creer", args=[parcours.pk]),
        "Noter l’entretien",
    )


def _est_dit(parcours: Parcours) -> bool:
    return Projet.objects.filter(personne=parcours.personne_id).exists()


def _dire(parcours: Parcours) -> Prealable:
    return Prealable(
        EtapeRequise.PROJET,
        "Écouter son projet",
        "Écrivez d’abord son projet, avec ses mots.",
        reverse("parcours:projet-ecrire", args=[parcours.personne.reference]),
        "Écrire son projet",
    )


def _est_valide(parcours: Parcours) -> bool:
    """Both halves agreed to the present version (AGL-04)."""
    diagnostic = DiagnosticCommun.objects.filter(parcours=parcours).first()
    return diagnostic is not None and diagnostic.est_valide


def _valider(parcours: Parcours) -> Prealable:
    return Prealable(
        EtapeRequise.DIAGNOSTIC,
        "Valider le diagnostic commun",
        "Le plan s’ouvre quand le volet social et le volet emploi ont validé le diagnostic.",
        reverse("parcours:espace", args=[parcours.pk]),
        "Ouvrir l’espace commun",
    )


# The two brakes are asked for by the entry itself (AGL-02).
_ETAPES = {
    EtapeRequise.VOLONTARIAT: (_est_explique, _expliquer),
    EtapeRequise.PROJET: (_est_dit, _dire),
    EtapeRequise.DIAGNOSTIC: (_est_valide, _valider),
}
