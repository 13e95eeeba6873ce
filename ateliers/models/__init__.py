"""What the centre offers: ateliers, the series that plan them, the séances that happen."""

from ateliers.models.abonnements import AbonnementAbstrait, AbonnementEquipe
from ateliers.models.absences import Absence
from ateliers.models.ateliers import Atelier, ObjectifAnnuel
from ateliers.models.histoire import Deplacement, FaitSeance
from ateliers.models.permanences import ReglePermanence
from ateliers.models.points import PointEcarte
from ateliers.models.seances import Seance, VersionAgenda
from ateliers.models.series import Serie
from ateliers.models.sorties import Sortie

__all__ = [
    "AbonnementAbstrait",
    "AbonnementEquipe",
    "Absence",
    "Atelier",
    "Deplacement",
    "FaitSeance",
    "ObjectifAnnuel",
    "PointEcarte",
    "ReglePermanence",
    "Seance",
    "Serie",
    "Sortie",
    "VersionAgenda",
]
