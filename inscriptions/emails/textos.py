"""What one SMS says: a sentence or two of GSM-7, the telephone, the centre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from centre.ecriture import telephone
from inscriptions.emails import demandes, series
from inscriptions.emails.gsm import en_gsm7
from inscriptions.emails.morceaux import lieu_dit, moment, premier_dit, rappel_dit

LONGUEUR_SMS = 160


def _sms_utile(graine: dict[str, Any], *, court: bool) -> Sequence[str]:
    """The sentences of one SMS, most needed first; the telephone and the centre always follow."""
    evenement = premier_dit(graine)
    quand, lieu = moment(evenement["debut"]), lieu_dit(evenement)
    motif = graine["motif"]
    if motif == "deplacement":
        nouveau = _("Nouveau jour\u00a0: %(quand)s.") % {"quand": quand}
        return [_("Votre rendez-vous change."), nouveau, lieu]
    if motif == "retour":
        return [_("Votre rendez-vous est bien\u00a0: %(quand)s.") % {"quand": quand}, lieu]
    if motif in ("invitation", "renvoi"):
        return [_("Votre rendez-vous est noté\u00a0: %(quand)s.") % {"quand": quand}, lieu]
    if motif == "mot":
        return [" ".join(graine["mot"].split())]
    if motif == "rappel":
        return [rappel_dit(graine), lieu]
    if motif in demandes.CONTENUS:
        return demandes.sms(graine, quand, lieu, court=court)
    if motif in series.CONTENUS:
        return series.sms(graine, quand, lieu)
    if motif.startswith("attente_"):
        return _sms_d_attente(motif, quand)
    if motif == "fin":
        return [_("Votre inscription s’arrête.")]
    phrases = [_annulation(graine, quand)]
    if graine["prochain"]:
        prochain = {"quand": moment(graine["prochain"])}
        phrases.append(_("Prochain rendez-vous\u00a0: %(quand)s.") % prochain)
    return phrases


def _annulation(graine: dict[str, Any], quand: str) -> str:
    """« Le rendez-vous de ce matin » says more, on the day itself, than its date."""
    du_jour = {
        "matin": _("Le rendez-vous de ce matin est annulé."),
        "apres_midi": _("Le rendez-vous de cet après-midi est annulé."),
        "soir": _("Le rendez-vous de ce soir est annulé."),
    }
    autre = _("Le rendez-vous de %(quand)s est annulé.") % {"quand": quand}
    return du_jour.get(graine.get("moment", ""), autre)


def _sms_d_attente(motif: str, quand: str) -> Sequence[str]:
    attend = _("Vous êtes sur la liste d’attente.")
    if motif == "attente_deplacement":
        return [_("La date que vous attendez change\u00a0: %(quand)s.") % {"quand": quand}, attend]
    if motif == "attente_retour":
        return [
            _("La date que vous attendez est bien\u00a0: %(quand)s.") % {"quand": quand},
            attend,
        ]
    return [_("La date que vous attendiez, %(quand)s, est annulée.") % {"quand": quand}]


def place_pour_un_mot(graine: dict[str, Any]) -> int:
    """How many GSM-7 characters a typed text may have, so that nothing of it is cut."""
    return LONGUEUR_SMS - len(sms({**graine, "motif": "mot", "mot": "x"})) + 1


def sms(graine: dict[str, Any]) -> str:
    """One SMS of at most 160 characters of GSM-7; the last useful sentences give way."""
    for court in (False, True):
        phrases = list(_sms_utile(graine, court=court))
        ecrit = _en_entier(graine, phrases)
        if len(ecrit) <= LONGUEUR_SMS:
            return ecrit
    while len(ecrit) > LONGUEUR_SMS and len(phrases) > 1:
        phrases.pop()
        ecrit = _en_entier(graine, phrases)
    return ecrit


def _en_entier(graine: dict[str, Any], phrases: Sequence[str]) -> str:
    fin = _("Question\u00a0: %(tel)s. %(centre)s") % {
        "tel": telephone(graine["telephone"]),
        "centre": graine["centre"],
    }
    return en_gsm7(" ".join([_("Bonjour."), *phrases, fin]))
