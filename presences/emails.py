"""Mails to those who work: « Mes orientations » each month, a sheet that waits; never a name."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from centre.ecriture import MOIS, jour_long, plage
from centre.messagerie import Rendu
from centre.models import Message
from centre.temps import a_paris


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


def rendre_la_relance(message: Message) -> Rendu:
    """« La feuille du jeudi 19 attend »: a day and a link, neither name nor title."""
    debut, fin = (a_paris(dt.datetime.fromisoformat(message.graine[c])) for c in ("debut", "fin"))
    chemin = reverse("presences:feuille", args=[message.graine["seance"]])
    contexte = {
        "centre": message.centre,
        "prenom": message.graine["prenom"],
        "jour": jour_long(debut),
        "horaires": plage(debut, fin),
        "lien": f"https://{settings.DOMAINE}{chemin}",
    }
    return Rendu(
        sujet=f"La feuille du {jour_long(debut)} attend",
        texte=render_to_string("presences/messages/relance.txt", contexte).strip() + "\n",
        html=render_to_string("presences/messages/relance.html", contexte),
    )


def nommer_la_relance(message: Message) -> str:
    return f"Feuille à remplir, pour {message.graine['prenom']}"
