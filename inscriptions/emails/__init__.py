"""Mails, SMS, paper cards and lines to say on the telephone, from the seed of a message."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from centre.messagerie import Rendu
from centre.models import Message
from inscriptions import ical
from inscriptions.emails import demandes
from inscriptions.emails.gsm import en_gsm7
from inscriptions.emails.textes import dire, langue_ecrite
from inscriptions.emails.textos import sms
from inscriptions.models import Envoi

__all__ = ["dire", "en_gsm7", "langue_ecrite", "motif_de", "nommer", "rendre", "sms"]

MOTIFS = {
    "deplacement": Envoi.Motif.DEPLACEMENT,
    "retour": Envoi.Motif.DEPLACEMENT,
    "annulation": Envoi.Motif.ANNULATION,
    "attente_deplacement": Envoi.Motif.DEPLACEMENT,
    "attente_retour": Envoi.Motif.DEPLACEMENT,
    "attente_annulation": Envoi.Motif.ANNULATION,
    "fin": Envoi.Motif.DESINSCRIPTION,
    "adresse": Envoi.Motif.DESINSCRIPTION,
    "double": Envoi.Motif.DESINSCRIPTION,
    "retrait": Envoi.Motif.DESINSCRIPTION,
    "absence_notee": Envoi.Motif.DESINSCRIPTION,
    **dict.fromkeys(demandes.CONTENUS, Envoi.Motif.PLACE),
    "suite": Envoi.Motif.DEPLACEMENT,
    "dates_annulees": Envoi.Motif.ANNULATION,
    "dates_deplacees": Envoi.Motif.DEPLACEMENT,
    "rappel": Envoi.Motif.RAPPEL,
    "mot": Envoi.Motif.MOT,
}


def rendre(message: Message) -> Rendu:
    """Render one message: a pure function of its row, so that a repeat says the same."""
    graine = message.graine
    with translation.override(message.langue):
        if message.canal == Message.Canal.SMS:
            return Rendu(sujet="", texte=sms(graine))
        contenu = dire(graine)
        contexte = {"contenu": contenu, "langue": message.langue, "graine": graine}
        return Rendu(
            sujet=contenu.sujet,
            texte=render_to_string("inscriptions/messages/message.txt", contexte).strip() + "\n",
            html=render_to_string("inscriptions/messages/message.html", contexte),
            ics=ical.invitation(message) if message.methode else None,
        )


def motif_de(message: Message) -> Envoi.Motif:
    """The reason under which the team reads a message; anything else is an invitation."""
    return MOTIFS.get(message.graine.get("motif", ""), Envoi.Motif.INVITATION)


def nommer(message: Message) -> str:
    """For whom and why, in the team's words: « Séance déplacée, pour Nadia »."""
    # Its words may be gone with the person, or with their three months.
    renvoi = message.graine.get("motif") == "renvoi"
    nom = "Invitation renvoyée" if renvoi else motif_de(message).label
    return f"{nom}, pour {message.graine.get('prenom', '…')}"
