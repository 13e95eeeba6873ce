"""The people the centre knows, who sent them, and the parcours it walks with them."""

from parcours.models.cofinancement import Operation
from parcours.models.dispositifs import Dispositif
from parcours.models.entretiens import Entretien, Frein
from parcours.models.orientations import Orientation, TentativeContact
from parcours.models.parcours import Parcours, ReferentParcours
from parcours.models.personnes import Consentement, Personne

__all__ = [
    "Consentement",
    "Dispositif",
    "Entretien",
    "Frein",
    "Operation",
    "Orientation",
    "Parcours",
    "Personne",
    "ReferentParcours",
    "TentativeContact",
]
