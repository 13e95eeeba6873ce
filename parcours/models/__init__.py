"""The people the centre knows, who sent them, and the parcours it walks with them."""

from parcours.models.actions import ActionParcours, AideUrgente
from parcours.models.avancees import Avancee
from parcours.models.bilans import BilanIndividuel, ContactApresFin
from parcours.models.bris_de_glace import BrisDeGlace
from parcours.models.cofinancement import LogoFinanceur, Operation
from parcours.models.comites import Comite, ParticipantComite, SituationComite
from parcours.models.conservation import AvisConservation, PreuveConservee
from parcours.models.diagnostics import DiagnosticCommun, ValidationDiagnostic
from parcours.models.dispositifs import Dispositif
from parcours.models.droits import DemandeDroit, InformationRemise
from parcours.models.entretiens import Entretien
from parcours.models.financement import PartDuParcours
from parcours.models.freins import Frein
from parcours.models.liens import LienFiche
from parcours.models.maintien import TransitionParcours
from parcours.models.notes_partagees import NotePartagee
from parcours.models.objectifs import Jalon, Objectif
from parcours.models.observations import Observation
from parcours.models.orientations import Orientation, TentativeContact
from parcours.models.parcours import Parcours
from parcours.models.partenaires import OrientationPartenaire
from parcours.models.personnes import Consentement, Personne
from parcours.models.plans import LignePlan
from parcours.models.points import PointPrescripteur
from parcours.models.projets import Projet
from parcours.models.referents import ReferentParcours
from parcours.models.renouvellements import Renouvellement
from parcours.models.reperes import Repere
from parcours.models.tarifs import PartFinanceur, Tarif
from parcours.models.transitions import TransitionOrientation

__all__ = [
    "ActionParcours",
    "AideUrgente",
    "Avancee",
    "AvisConservation",
    "BilanIndividuel",
    "BrisDeGlace",
    "Comite",
    "Consentement",
    "ContactApresFin",
    "DemandeDroit",
    "DiagnosticCommun",
    "Dispositif",
    "Entretien",
    "Frein",
    "InformationRemise",
    "Jalon",
    "LienFiche",
    "LignePlan",
    "LogoFinanceur",
    "NotePartagee",
    "Objectif",
    "Observation",
    "Operation",
    "Orientation",
    "OrientationPartenaire",
    "Parcours",
    "PartDuParcours",
    "PartFinanceur",
    "ParticipantComite",
    "Personne",
    "PointPrescripteur",
    "PreuveConservee",
    "Projet",
    "ReferentParcours",
    "Renouvellement",
    "Repere",
    "SituationComite",
    "Tarif",
    "TentativeContact",
    "TransitionOrientation",
    "TransitionParcours",
    "ValidationDiagnostic",
]
