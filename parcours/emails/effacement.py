"""The mail that asks a partner to erase too: it names nobody (RGPD 19)."""

from __future__ import annotations

import datetime as dt

from centre.ecriture import jour_long_annee
from centre.messagerie import Rendu
from centre.models import Message


def rendre_l_effacement(message: Message) -> Rendu:
    graine = message.graine
    jour = jour_long_annee(dt.date.fromisoformat(graine["recue_le"]))
    texte = (
        "Bonjour,\n\n"
        f"La personne dont nous avons reçu la fiche de liaison le {jour} a demandé l’effacement "
        "de ses données. C’est fait chez nous.\n"
        "Si vous n’avez plus besoin de ce que nous vous avons transmis, effacez-le aussi. "
        "Le centre peut vous répondre par téléphone.\n\n"
        f"{graine['centre']}\n"
    )
    return Rendu(sujet="Effacement demandé par une personne orientée", texte=texte)


def nommer(message: Message) -> str:
    return "Effacement, à un partenaire"
