"""What is done to ateliers, series and séances. Rows only: upper apps tell people."""

from ateliers.operations.agendas import marquer_modifiee, rafraichir_agendas
from ateliers.operations.annee import planifier_annee
from ateliers.operations.changements import annuler, defaire, deplacer, retablir
from ateliers.operations.fiches import (
    basculer_date,
    enregistrer_atelier,
    enregistrer_serie,
)
from ateliers.operations.planification import Planification, planifier, publier

__all__ = [
    "Planification",
    "annuler",
    "basculer_date",
    "defaire",
    "deplacer",
    "enregistrer_atelier",
    "enregistrer_serie",
    "marquer_modifiee",
    "planifier",
    "planifier_annee",
    "publier",
    "rafraichir_agendas",
    "retablir",
]
