"""Who takes which place, what was promised to whom, and the secret links of participants."""

from inscriptions.models.abonnements import AbonnementPartenaire
from inscriptions.models.demandes_publiques import DemandePublique
from inscriptions.models.envois import Envoi, JetonParticipant
from inscriptions.models.inscriptions import Inscription
from inscriptions.models.places import Accompagnant, Place
from inscriptions.models.reponses import ReponseRecue
from inscriptions.models.sons import Son
from inscriptions.models.sorties import Attribution, FicheSortie, LigneAttribution

__all__ = [
    "AbonnementPartenaire",
    "Accompagnant",
    "Attribution",
    "DemandePublique",
    "Envoi",
    "FicheSortie",
    "Inscription",
    "JetonParticipant",
    "LigneAttribution",
    "Place",
    "ReponseRecue",
    "Son",
]
