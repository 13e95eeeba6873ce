"""The small pieces of every message: a moment, a range of hours, a place, a title."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from centre.temps import a_paris
from inscriptions.langues import heure_dite, jour_dit


@dataclass
class Contenu:
    """A mail or a card: subject, sentences, dates in a list, who to call."""

    sujet: str
    phrases: list[str]
    dates: list[str] = field(default_factory=list)
    intro_dates: str = ""
    fin: list[str] = field(default_factory=list)


def lu(valeur: str) -> dt.datetime:
    return a_paris(dt.datetime.fromisoformat(valeur))


def premier_dit(graine: dict[str, Any]) -> dict[str, Any]:
    """The event that a text begins with: the next one, when the whole is said again."""
    a_venir = (e for e in graine.get("a_venir", ()) if not e["annule"])
    return next(a_venir, graine["evenements"][0])


def moment(debut: str) -> str:
    """« jeudi 15 octobre, à 10 heures »."""
    instant = lu(debut)
    return _("%(jour)s, à %(heure)s") % {"jour": jour_dit(instant), "heure": heure_dite(instant)}


def moment_court(debut: str) -> str:
    """« 26/11, à 18 heures », where an SMS has no room for the whole date."""
    instant = lu(debut)
    return _("%(jour)s, à %(heure)s") % {
        "jour": f"{instant:%d/%m}",
        "heure": heure_dite(instant),
    }


def plage_dite(evenement: dict[str, Any]) -> str:
    debut, fin = lu(evenement["debut"]), lu(evenement["fin"])
    return _("%(jour)s, de %(debut)s à %(fin)s") % {
        "jour": jour_dit(debut),
        "debut": heure_dite(debut),
        "fin": heure_dite(fin),
    }


def lieu_dit(evenement: dict[str, Any]) -> str:
    return _("Lieu\u00a0: %(lieu)s.") % {"lieu": evenement["lieu"]}


def titre_dit(graine: dict[str, Any]) -> str:
    return f"{graine['titre']}."


def rappel_dit(graine: dict[str, Any]) -> str:
    """« Rendez-vous demain, vendredi 20 novembre, à 14 heures. »; a week before, without demain."""
    quand = {"quand": moment(graine["evenements"][0]["debut"])}
    if graine.get("jours", 1) == 1:
        return _("Rendez-vous demain, %(quand)s.") % quand
    return _("Votre rendez-vous\u00a0: %(quand)s.") % quand
