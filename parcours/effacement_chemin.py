"""The lines of the way: words go with the name, kinds and dates stay for the figures."""

from __future__ import annotations

import uuid
from typing import Any

from centre.effacement import Ligne, Registre, Sort
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Frein,
    Jalon,
    Objectif,
    Observation,
    OrientationPartenaire,
    Projet,
    Repere,
)

COMPTES = "Les bilans de l’année comptent ces lignes, sans votre nom ni vos mots."
# What is only words, or could tell who she is even without her name.
EFFACES = (Observation, Repere, OrientationPartenaire, Objectif)


def _du_parcours(modele: Any, reference: uuid.UUID) -> Any:
    return modele.objects.filter(parcours__personne__reference=reference)


def apercu(reference: uuid.UUID) -> list[Ligne]:
    jalons = Jalon.objects.filter(objectif__parcours__personne__reference=reference)
    lignes = [
        ("son projet, avec ses mots", Projet.objects.filter(personne__reference=reference)),
        ("observations", _du_parcours(Observation, reference)),
        ("repères qu’elle a posés", _du_parcours(Repere, reference)),
        ("objectifs", _du_parcours(Objectif, reference)),
        ("étapes des objectifs", jalons),
        ("orientations vers un partenaire", _du_parcours(OrientationPartenaire, reference)),
    ]
    comptees = [
        ("actions", _du_parcours(ActionParcours, reference)),
        ("aides urgentes", _du_parcours(AideUrgente, reference)),
        ("avancées", _du_parcours(Avancee, reference)),
    ]
    return [Ligne(quoi, lignes_lues.count(), Sort.EFFACE) for quoi, lignes_lues in lignes] + [
        Ligne(quoi, lues.count(), Sort.ANONYMISE, COMPTES) for quoi, lues in comptees
    ]


def effacer(reference: uuid.UUID) -> None:
    Projet.objects.filter(personne__reference=reference).delete()
    for modele in EFFACES:
        _du_parcours(modele, reference).delete()
    _du_parcours(ActionParcours, reference).update(note="", organisme=None)
    _du_parcours(Avancee, reference).update(mots="")
    _du_parcours(Frein, reference).update(detail="", point_actuel="", ce_qui_a_aide="")


def copier(reference: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """All of it: these lines are written to be read by her. Lines taken back are left out."""
    colonnes: dict[str, tuple[Any, tuple[str, ...]]] = {
        "actions": (ActionParcours, ("le", "type", "organisme__nom", "resultat", "note")),
        "aides_urgentes": (AideUrgente, ("le", "nature")),
        "avancees": (Avancee, ("le", "type", "mots")),
        "observations": (Observation, ("le", "theme", "voix", "texte")),
        "objectifs": (Objectif, ("le", "finalite", "texte", "accord_le", "atteint_le")),
        "partenaires": (OrientationPartenaire, ("le", "organisme__nom", "etat", "change_le")),
    }
    jalons = Jalon.objects.filter(objectif__parcours__personne__reference=reference)
    reperes = _du_parcours(Repere, reference).order_by("le", "theme")
    freins = _du_parcours(Frein, reference)
    return {
        "projets": list(
            Projet.objects.filter(personne__reference=reference).values(
                "dit_le", "texte", "relu_le"
            )
        ),
        **{
            nom: list(
                _du_parcours(modele, reference).filter(retiree_le__isnull=True).values(*champs)
            )
            for nom, (modele, champs) in colonnes.items()
        },
        "etapes_des_objectifs": list(
            jalons.values("objectif__texte", "quoi", "qui", "echeance", "etat", "change_le")
        ),
        "reperes": list(reperes.values("le", "moment", "theme", "place")),
        "freins_en_detail": list(
            freins.values("theme", "detail", "precision", "point_actuel", "ce_qui_a_aide")
        ),
    }


REGISTRE = Registre(
    app="parcours.chemin",
    modeles=(
        "parcours.Projet",
        "parcours.ActionParcours",
        "parcours.AideUrgente",
        "parcours.Avancee",
        "parcours.Observation",
        "parcours.Objectif",
        "parcours.Jalon",
        "parcours.OrientationPartenaire",
        "parcours.Repere",
    ),
    apercu=apercu,
    effacer=effacer,
    copier=copier,
)
