"""The people the centre knows, who sent them, and the parcours it walks with them."""

from parcours.models.bris_de_glace import BrisDeGlace
from parcours.models.cofinancement import LogoFinanceur, Operation
from parcours.models.conservation import AvisConservation, PreuveConservee
from parcours.models.dispositifs import Dispositif
from parcours.models.droits import DemandeDroit, InformationRemise
from parcours.models.entretiens import Entretien, Frein
from parcours.models.liens import LienFiche
from parcours.models.orientations import Orientation, TentativeContact
from parcours.models.parcours import Parcours, ReferentParcours
from parcours.models.personnes import Consentement, Personne
from parcours.models.transitions import TransitionOrientation

__all__ = [
    "AvisConservation",
    "BrisDeGlace",
    "Consentement",
    "DemandeDroit",
    "Dispositif",
    "Entretien",
    "Frein",
    "InformationRemise",
    "LienFiche",
    "LogoFinanceur",
    "Operation",
    "Orientation",
    "Parcours",
    "Personne",
    "PreuveConservee",
    "ReferentParcours",
    "TentativeContact",
    "TransitionOrientation",
]
