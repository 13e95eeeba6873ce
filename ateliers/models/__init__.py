"""What the centre offers: ateliers, the series that plan them, the séances that happen."""

from ateliers.models.abonnements import AbonnementEquipe
from ateliers.models.ateliers import Atelier, ObjectifAnnuel
from ateliers.models.permanences import ReglePermanence
from ateliers.models.seances import Deplacement, Seance, VersionAgenda
from ateliers.models.series import Serie
from ateliers.models.sorties import Sortie

__all__ = [
    "AbonnementEquipe",
    "Atelier",
    "Deplacement",
    "ObjectifAnnuel",
    "ReglePermanence",
    "Seance",
    "Serie",
    "Sortie",
    "VersionAgenda",
]
