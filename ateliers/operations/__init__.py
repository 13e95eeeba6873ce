"""What is done to ateliers, series and séances. Rows only: upper apps tell people."""

from ateliers.operations.agendas import marquer_modifiee, rafraichir_agendas
from ateliers.operations.annee import planifier_annee
from ateliers.operations.changements import defaire, deplacer
from ateliers.operations.fiches import enregistrer_atelier, fixer_objectif
from ateliers.operations.planification import Planification, planifier, publier
from ateliers.operations.series import basculer_date, decaler_date, enregistrer_serie
from ateliers.operations.vie import (
    annuler,
    dupliquer,
    noter_pour_l_equipe,
    publier_seance,
    remplacer,
    retablir,
    retirer_brouillon,
)

__all__ = [
    "Planification",
    "annuler",
    "basculer_date",
    "decaler_date",
    "defaire",
    "deplacer",
    "dupliquer",
    "enregistrer_atelier",
    "enregistrer_serie",
    "fixer_objectif",
    "marquer_modifiee",
    "noter_pour_l_equipe",
    "planifier",
    "planifier_annee",
    "publier",
    "publier_seance",
    "rafraichir_agendas",
    "remplacer",
    "retablir",
    "retirer_brouillon",
]
