"""The mail that asks a partner to erase too: it names nobody (RGPD 19)."""

from __future__ import annotations

import datetime as dt

from centre.ecriture import jour_long_annee
from centre.messagerie import Rendu
from centre.models import Message

FAITS = {"fiche": "sa fiche de liaison, reçue le", "parcours": "son parcours, commencé le"}


def rendre_l_effacement(message: Message) -> Rendu:
    graine = message.graine
    dits = [f"- {FAITS[genre]} {_jour(jour)}." for genre, jour in graine["faits"]]
    texte = (
        "Bonjour,\n\n"
        "Une personne que vous connaissez a demandé l’effacement de ses données. C’est fait chez "
        "nous. Vous la reconnaîtrez par\u00a0:\n" + "\n".join(dits) + "\n\n"
        "Si vous n’avez plus besoin de ce que nous vous avons transmis, effacez-le aussi. "
        "Le centre peut vous répondre par téléphone.\n\n"
        f"{graine['centre']}\n"
    )
    return Rendu(sujet="Effacement demandé par une personne suivie avec vous", texte=texte)


def _jour(iso: str) -> str:
    return jour_long_annee(dt.date.fromisoformat(iso))


def nommer(message: Message) -> str:
    return "Effacement, à un partenaire"
