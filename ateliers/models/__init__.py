"""What the centre offers: ateliers, the series that plan them, the séances that happen."""

from ateliers.models.ateliers import Atelier, ObjectifAnnuel
from ateliers.models.seances import Deplacement, Seance, VersionAgenda
from ateliers.models.series import Serie

__all__ = [
    "Atelier",
    "Deplacement",
    "ObjectifAnnuel",
    "Seance",
    "Serie",
    "VersionAgenda",
]
