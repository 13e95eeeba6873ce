"""Writing the sheet of a séance.

Every writing locks the séance that carries the sheet (a permanence: its window), re-reads, then
writes; an answer sent twice is written once. ``quand`` is the clock, aware.
"""

from presences.operations.croisements import partager_les_heures
from presences.operations.feuille import fermer_feuille, rouvrir_feuille
from presences.operations.pointage import (
    Remplissage,
    effacer_pointage,
    pointer,
    remplir,
    tout_le_monde_sauf,
)
from presences.operations.reponses import Conflit, Reponse
from presences.operations.venues import venir_sans_inscription

__all__ = [
    "Conflit",
    "Remplissage",
    "Reponse",
    "effacer_pointage",
    "fermer_feuille",
    "partager_les_heures",
    "pointer",
    "remplir",
    "rouvrir_feuille",
    "tout_le_monde_sauf",
    "venir_sans_inscription",
]
