"""Ground floor: the centre, its places, its people at work, its calendar, its outbox."""

from centre.models.acces import JetonAbstrait, JournalAcces
from centre.models.annuaire import Organisme, Professionnel
from centre.models.calendrier import PeriodeCalendrier
from centre.models.lieux import Centre, Lieu
from centre.models.messages import Message
from centre.models.utilisateurs import Affectation, Utilisateur

__all__ = [
    "Affectation",
    "Centre",
    "JetonAbstrait",
    "JournalAcces",
    "Lieu",
    "Message",
    "Organisme",
    "PeriodeCalendrier",
    "Professionnel",
    "Utilisateur",
]
