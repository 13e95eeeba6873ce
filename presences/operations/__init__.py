"""Writing the sheet of a séance.

Every writing locks the séance that carries the sheet (a permanence: its window), re-reads, then
writes; an answer sent twice is written once. ``quand`` is the clock, aware.
"""

from presences.operations.carnet import (
    compter_sans_nom,
    noter_pour_l_equipe,
    numeroter_l_impression,
)
from presences.operations.croisements import partager_les_heures
from presences.operations.demandes import demander_correction, repondre_a_la_demande
from presences.operations.feuille import fermer_feuille, rouvrir_feuille
from presences.operations.photos import (
    ajouter_photos,
    lire_photos,
    oublier_les_photos,
    retirer_photo,
)
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
    "ajouter_photos",
    "compter_sans_nom",
    "demander_correction",
    "effacer_pointage",
    "fermer_feuille",
    "lire_photos",
    "noter_pour_l_equipe",
    "numeroter_l_impression",
    "oublier_les_photos",
    "partager_les_heures",
    "pointer",
    "remplir",
    "repondre_a_la_demande",
    "retirer_photo",
    "rouvrir_feuille",
    "tout_le_monde_sauf",
    "venir_sans_inscription",
]
