"""What happened: presences, sheets, what people ask to correct, and the news one takes of them."""

from presences.models.demandes import DemandeCorrection
from presences.models.feuilles import Feuille, PhotoFeuille, Reouverture
from presences.models.presences import DELAI_DE_SURETE, Correction, Presence, PresenceQuerySet
from presences.models.suivi import PriseDeNouvelles, ResumeRefuse
from presences.models.tablettes import (
    AppareilTablette,
    ArriveeParCarte,
    CodeTablette,
    Emport,
    OperationTablette,
    Signature,
)

__all__ = [
    "DELAI_DE_SURETE",
    "AppareilTablette",
    "ArriveeParCarte",
    "CodeTablette",
    "Correction",
    "DemandeCorrection",
    "Emport",
    "Feuille",
    "OperationTablette",
    "PhotoFeuille",
    "Presence",
    "PresenceQuerySet",
    "PriseDeNouvelles",
    "Reouverture",
    "ResumeRefuse",
    "Signature",
]
