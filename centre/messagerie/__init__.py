"""The outbox: the only door through which mails, SMS, letters and calls leave the house."""

from centre.messagerie.depot import deposer, quand_partir, rappeler
from centre.messagerie.fil import cle_de_fil
from centre.messagerie.rendu import (
    Rendu,
    enregistrer_modele,
    nom_du_message,
    suites_des_messages,
)
from centre.messagerie.suivi import arreter, marquer_fait, obstacles, reessayer
from centre.messagerie.taches import enregistrer_tache

__all__ = [
    "Rendu",
    "arreter",
    "cle_de_fil",
    "deposer",
    "enregistrer_modele",
    "enregistrer_tache",
    "marquer_fait",
    "nom_du_message",
    "obstacles",
    "quand_partir",
    "rappeler",
    "reessayer",
    "suites_des_messages",
]
