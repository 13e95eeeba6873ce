"""What leaves to somebody who asked for a place on the public page: a code, or a kind no.

Her number or address is not proved yet: no name, no title, no atelier is ever in these messages.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from centre.ecriture import telephone
from centre.messagerie import Rendu
from centre.models import Message
from inscriptions.emails.gsm import en_gsm7
from inscriptions.emails.morceaux import Contenu

CHIFFRES = 6


def code_de(sel: str) -> str:
    """Draw the six figures again from a stored salt and the secret of the service.

    The database alone tells nothing: neither a backup nor a seed of the outbox holds a code.
    """
    tirage = int(salted_hmac("inscriptions.code", sel, algorithm="sha256").hexdigest(), 16)
    return f"{tirage % 10**CHIFFRES:0{CHIFFRES}d}"


def _phrases(graine: dict[str, Any]) -> list[str]:
    if graine["quoi"] == "code":
        return [_("Votre code\u00a0: %(code)s.") % {"code": code_de(graine["sel"])}]
    return [_("Nous ne pouvons pas vous donner de place cette fois."), _("Appelez-nous.")]


def rendre(message: Message) -> Rendu:
    """Render one message; LookupError when its seed was emptied."""
    graine = message.graine
    with translation.override(message.langue):
        phrases = _phrases(graine)
        question = _("Question\u00a0: %(tel)s. %(centre)s") % {
            "tel": telephone(graine["telephone"]),
            "centre": graine["centre"],
        }
        if message.canal == Message.Canal.SMS:
            texte = en_gsm7(" ".join([_("Bonjour."), *phrases, question]))
            return Rendu(sujet="", texte=texte)
        contenu = Contenu(
            sujet=_("Votre demande"), phrases=[_("Bonjour."), *phrases], fin=[f"{question}."]
        )
        contexte = {"contenu": contenu, "langue": message.langue, "graine": graine}
        return Rendu(
            sujet=contenu.sujet,
            texte=render_to_string("inscriptions/messages/message.txt", contexte).strip() + "\n",
            html=render_to_string("inscriptions/messages/message.html", contexte),
        )


def nommer(message: Message) -> str:
    return (
        "Demande d’inscription\u00a0: réponse" if _est_un_refus(message) else "Code à six chiffres"
    )


def _est_un_refus(message: Message) -> bool:
    return bool(message.graine.get("quoi") == "refus")
