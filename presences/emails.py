"""The monthly mail about « Mes orientations »: a link and two numbers, no name."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from centre.ecriture import MOIS
from centre.messagerie import Rendu
from centre.models import Message


def rendre_le_resume(message: Message) -> Rendu:
    """A pure function of the row, so that a repeat says the same."""
    mois = dt.date.fromisoformat(message.graine["mois"])
    origine = f"https://{settings.DOMAINE}"
    contexte = {
        "centre": message.centre,
        "mois": f"{MOIS[mois.month - 1]} {mois.year}",
        "personnes": message.graine["personnes"],
        "echeances": message.graine["echeances"],
        "lien": f"{origine}{reverse('presences:orientations')}",
        "arreter": f"{origine}{reverse('presences:acces-list')}",
    }
    return Rendu(
        sujet=f"Vos orientations, {contexte['mois']}",
        texte=render_to_string("presences/messages/resume.txt", contexte).strip() + "\n",
        html=render_to_string("presences/messages/resume.html", contexte),
    )


def nommer_le_resume(message: Message) -> str:
    return "Résumé mensuel d’un partenaire"
