"""What the messages say, in simple French: short sentences, the day in full, never an activity
that the title does not already name (domain §3.9, §6.2).

Everything goes through gettext: a centre that has another language re-read adds it to the
catalogue, no code changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from centre.ecriture import telephone
from centre.temps import a_paris
from inscriptions.emails.gsm import en_gsm7
from inscriptions.langues import heure_dite, jour_dit

LONGUEUR_SMS = 160


@dataclass
class Contenu:
    """A mail or a card: subject, sentences, dates in a list, who to call."""

    sujet: str
    phrases: list[str]
    dates: list[str] = field(default_factory=list)
    intro_dates: str = ""
    fin: list[str] = field(default_factory=list)


def langue_ecrite(langue: str) -> str:
    """Return the language a message is written in: hers when the catalogue has it, or French."""
    if langue == "fr" or langue not in dict(settings.LANGUAGES):
        return "fr"
    temoin = "Votre rendez-vous change."
    with translation.override(langue):
        return "fr" if translation.gettext(temoin) == temoin else langue


def _lu(valeur: str) -> dt.datetime:
    return a_paris(dt.datetime.fromisoformat(valeur))


def _moment(debut: str) -> str:
    """« jeudi 15 octobre, à 10 heures »."""
    lu = _lu(debut)
    return _("%(jour)s, à %(heure)s") % {"jour": jour_dit(lu), "heure": heure_dite(lu)}


def _plage(evenement: dict[str, Any]) -> str:
    debut, fin = _lu(evenement["debut"]), _lu(evenement["fin"])
    return _("%(jour)s, de %(debut)s à %(fin)s") % {
        "jour": jour_dit(debut),
        "debut": heure_dite(debut),
        "fin": heure_dite(fin),
    }


def dire(graine: dict[str, Any]) -> Contenu:
    """Say a seed in a mail or on a card, in the active language."""
    contenu = _CONTENUS[graine["motif"]](graine, graine["evenements"][0])
    contenu.phrases.insert(0, _("Bonjour %(prenom)s.") % {"prenom": graine["prenom"]})
    if graine["prochain"]:
        prochain = {"quand": _moment(graine["prochain"])}
        contenu.fin.append(_("Prochain rendez-vous\u00a0: %(quand)s.") % prochain)
    appel = {"tel": telephone(graine["telephone"])}
    contenu.fin.append(_("Une question\u00a0? Appelez le %(tel)s.") % appel)
    return contenu


def _lieu(evenement: dict[str, Any]) -> str:
    return _("Lieu\u00a0: %(lieu)s.") % {"lieu": evenement["lieu"]}


def _titre(graine: dict[str, Any]) -> str:
    return f"{graine['titre']}."


def _invitation(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    if graine["regle"]:
        return _serie(graine, evenement)
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {_moment(evenement['debut'])}",
        phrases=[
            _("Vous avez un rendez-vous."),
            _titre(graine),
            f"{_plage(evenement)}.",
            _lieu(evenement),
        ],
    )


def _serie(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    debut, fin = _lu(evenement["debut"]), _lu(evenement["fin"])
    heures = {"debut": heure_dite(debut), "fin": heure_dite(fin)}
    return Contenu(
        sujet=_("%(titre)s\u00a0: vos rendez-vous") % {"titre": graine["titre"]},
        phrases=[
            _("Votre inscription est notée."),
            _titre(graine),
            _("Premier rendez-vous\u00a0: %(jour)s.") % {"jour": jour_dit(debut)},
            _("De %(debut)s à %(fin)s.") % heures,
            _lieu(evenement),
        ],
        intro_dates=_("Tous vos rendez-vous\u00a0:"),
        dates=[jour_dit(_lu(date)) for date in graine.get("toutes", [])],
    )


def _deplacement(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    avant = graine["avant"]
    jour = {"jour": jour_dit(_lu(avant["debut"]))}
    return Contenu(
        sujet=_("Changement\u00a0: votre rendez-vous du %(jour)s") % jour,
        phrases=[
            _("Votre rendez-vous change."),
            _titre(graine),
            _("Avant\u00a0: %(quand)s.") % {"quand": _plage(avant)},
            _("Maintenant\u00a0: %(quand)s.") % {"quand": _plage(evenement)},
            _lieu(evenement),
        ],
    )


def _retour(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {_moment(evenement['debut'])}",
        phrases=[
            _("Finalement, votre rendez-vous est bien\u00a0:"),
            _titre(graine),
            f"{_plage(evenement)}.",
            _lieu(evenement),
        ],
    )


def _annulation(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _disparition(graine, evenement, _("Le centre annule ce rendez-vous."))


def _absence_notee(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _disparition(graine, evenement, _("C’est noté\u00a0: vous ne venez pas."))


def _retrait(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return _disparition(graine, evenement, _("Ce rendez-vous est retiré de votre planning."))


def _disparition(graine: dict[str, Any], evenement: dict[str, Any], phrase: str) -> Contenu:
    plusieurs = graine["evenements"] if len(graine["evenements"]) > 1 else []
    quand = _moment(evenement["debut"])
    return Contenu(
        sujet=_("Annulé\u00a0: rendez-vous du %(quand)s") % {"quand": quand},
        phrases=[phrase, _titre(graine), *([] if plusieurs else [f"{_plage(evenement)}."])],
        intro_dates=_("Ces rendez-vous sont annulés\u00a0:") if plusieurs else "",
        dates=[_plage(e) for e in plusieurs],
    )


def _fin(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("%(titre)s\u00a0: fin de l’inscription") % {"titre": graine["titre"]},
        phrases=[
            _("Votre inscription s’arrête."),
            _titre(graine),
            _("Ces rendez-vous partent de votre agenda."),
        ],
    )


def _adresse(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("%(centre)s\u00a0: cette adresse ne sert plus") % {"centre": graine["centre"]},
        phrases=[
            _("Nous n’écrivons plus à cette adresse."),
            _("Vos rendez-vous continuent."),
        ],
    )


def _place(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("Une place pour vous\u00a0: %(quand)s") % {"quand": _moment(evenement["debut"])},
        phrases=[
            _("Il y a une place pour vous."),
            _titre(graine),
            f"{_plage(evenement)}.",
            _lieu(evenement),
            _("Appelez avant %(quand)s.") % {"quand": _moment(graine["avant_le"])},
        ],
    )


_CONTENUS = {
    "invitation": _invitation,
    "deplacement": _deplacement,
    "retour": _retour,
    "annulation": _annulation,
    "absence_notee": _absence_notee,
    "retrait": _retrait,
    "fin": _fin,
    "adresse": _adresse,
    "place": _place,
}


def _sms_utile(graine: dict[str, Any]) -> Sequence[str]:
    """The sentences of one SMS, most needed first; the telephone and the centre always follow."""
    evenement = graine["evenements"][0]
    quand, lieu = _moment(evenement["debut"]), _lieu(evenement)
    motif = graine["motif"]
    if motif == "deplacement":
        nouveau = _("Nouveau jour\u00a0: %(quand)s.") % {"quand": quand}
        return [_("Votre rendez-vous change."), nouveau, lieu]
    if motif == "retour":
        return [_("Votre rendez-vous est bien\u00a0: %(quand)s.") % {"quand": quand}, lieu]
    if motif == "invitation":
        return [_("Votre rendez-vous est noté\u00a0: %(quand)s.") % {"quand": quand}, lieu]
    if motif == "rappel":
        return [_("Rendez-vous demain, %(quand)s.") % {"quand": quand}, lieu]
    if motif == "place":
        limite = _("Appelez avant %(quand)s.") % {"quand": _moment(graine["avant_le"])}
        return [_("Une place est libre pour vous\u00a0: %(quand)s.") % {"quand": quand}, limite]
    if motif == "fin":
        return [_("Votre inscription s’arrête.")]
    phrases = [_("Le rendez-vous de %(quand)s est annulé.") % {"quand": quand}]
    if graine["prochain"]:
        prochain = {"quand": _moment(graine["prochain"])}
        phrases.append(_("Prochain rendez-vous\u00a0: %(quand)s.") % prochain)
    return phrases


def sms(graine: dict[str, Any]) -> str:
    """One SMS of at most 160 characters of GSM-7; the last useful sentences give way."""
    fin = _("Question\u00a0: %(tel)s. %(centre)s") % {
        "tel": telephone(graine["telephone"]),
        "centre": graine["centre"],
    }
    phrases = list(_sms_utile(graine))
    while True:
        ecrit = en_gsm7(" ".join([_("Bonjour."), *phrases, fin]))
        if len(ecrit) <= LONGUEUR_SMS or len(phrases) <= 1:
            return ecrit
        phrases.pop()
