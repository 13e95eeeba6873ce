"""Thirty days before her file goes: a word that names neither an atelier nor a parcours."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from centre.ecriture import telephone
from centre.messagerie import Rendu
from centre.models import Message
from inscriptions.emails.gsm import en_gsm7
from inscriptions.emails.morceaux import Contenu
from inscriptions.langues import jour_dit


def _phrases(graine: dict[str, Any]) -> list[str]:
    jour = jour_dit(dt.date.fromisoformat(graine["jour"]))
    return [
        _("Nous n’avons plus de nouvelles depuis longtemps."),
        _("Le %(jour)s, nous effaçons votre nom de nos dossiers.") % {"jour": jour},
        _("Pour rester, ou pour une copie, appelez avant."),
    ]


def rendre_le_preavis(message: Message) -> Rendu:
    """A pure function of the row: a mail, or one SMS in GSM-7 without a link."""
    graine = message.graine
    with translation.override(message.langue):
        fin = _("Question\u00a0: %(tel)s. %(centre)s") % {
            "tel": telephone(graine["telephone"]),
            "centre": graine["centre"],
        }
        if message.canal == Message.Canal.SMS:
            return Rendu(sujet="", texte=en_gsm7(" ".join([*_phrases(graine)[1:], fin])))
        contenu = Contenu(sujet=_("Vos données au centre"), phrases=_phrases(graine), fin=[fin])
        contexte = {"contenu": contenu, "langue": message.langue, "graine": graine}
        return Rendu(
            sujet=contenu.sujet,
            texte=render_to_string("inscriptions/messages/message.txt", contexte).strip() + "\n",
            html=render_to_string("inscriptions/messages/message.html", contexte),
        )


def nommer_le_preavis(message: Message) -> str:
    return f"Avant l’effacement, pour {message.graine.get('prenom', '…')}"
