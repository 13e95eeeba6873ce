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
from inscriptions.emails.textos import LONGUEUR_SMS
from inscriptions.langues import jour_dit


def _phrases(graine: dict[str, Any], *, court: bool = False) -> list[str]:
    jour = dt.date.fromisoformat(graine["jour"])
    dit = f"{jour:%d/%m/%Y}" if court else jour_dit(jour)
    return [
        _("Nous n’avons plus de nouvelles depuis longtemps."),
        _("Le %(jour)s, nous effaçons votre nom de nos dossiers.") % {"jour": dit},
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
            return Rendu(sujet="", texte=_sms(graine, fin))
        contenu = Contenu(sujet=_("Vos données au centre"), phrases=_phrases(graine), fin=[fin])
        contexte = {"contenu": contenu, "langue": message.langue, "graine": graine}
        return Rendu(
            sujet=contenu.sujet,
            texte=render_to_string("inscriptions/messages/message.txt", contexte).strip() + "\n",
            html=render_to_string("inscriptions/messages/message.html", contexte),
        )


def _sms(graine: dict[str, Any], fin: str) -> str:
    """One SMS: the day in figures where the whole of it would make two."""
    longue, courte = (
        en_gsm7(" ".join([*_phrases(graine, court=court)[1:], fin])) for court in (False, True)
    )
    return longue if len(longue) <= LONGUEUR_SMS else courte


def nommer_le_preavis(message: Message) -> str:
    return f"Avant l’effacement, pour {message.graine.get('prenom', '…')}"
