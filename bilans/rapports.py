"""The whole bilan of a period as plain data: what ``manage.py bilan --json`` prints."""

from __future__ import annotations

from typing import Any

from bilans.figures import Figure, Perimetre, Periode, calculer, toutes
from bilans.figures.ateliers import LigneAtelier, par_atelier
from bilans.figures.perimetre import pourcentage

# A part of a whole: their rate is said beside them (ASI-23: 17 of 90 is 18.9 %).
PARTS = ("F20", "F21")
# What is counted of séances and presences, once more for ateliers and permanences alone.
HORS_SORTIES = ("F07", "F09", "F10", "F11", "F12", "F13", "F14", "F15")


def heures_minutes(minutes: float) -> str:
    """Write 376755 minutes as « 6 279:15 »: hours and minutes, never a decimal of an hour."""
    heures, reste = divmod(int(minutes), 60)
    return f"{heures:,}:{reste:02d}".replace(",", "\u00a0")


def rapport(perimetre: Perimetre, periode: Periode) -> dict[str, Any]:
    """Numbers or null; F11 is an object by state. Dates are both included, in Paris."""
    return {
        "centre": perimetre.centre.slug,
        "dispositif": perimetre.dispositif.code if perimetre.dispositif else None,
        **({"territoire": perimetre.territoire} if perimetre.territoire else {}),
        "du": periode.du.isoformat(),
        "au": periode.au.isoformat(),
        "figures": {code: _figure(figure) for code, figure in toutes(perimetre, periode).items()},
        "sans_sorties": {
            code: _figure(calculer(code, perimetre.sans_sorties(), periode))
            for code in HORS_SORTIES
        },
        "ateliers": {
            ligne.atelier.code: _ligne(ligne) for ligne in par_atelier(perimetre, periode)
        },
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """What a figure is made of, with its rate in percent where it counts a part of a whole."""
    lue = {
        "valeur": figure.valeur,
        "numerateur": figure.numerateur,
        "denominateur": figure.denominateur,
        "unite": figure.unite,
    }
    if figure.code in PARTS:
        lue["taux"] = pourcentage(int(figure.numerateur or 0), int(figure.denominateur or 0))
    return lue


def _ligne(ligne: LigneAtelier) -> dict[str, Any]:
    return {
        "titre": ligne.atelier.titre,
        "objectif": ligne.objectif,
        **ligne.seances,
        "inscrits": ligne.inscrits,
        "participants": ligne.participants,
        "participations": ligne.participations,
        "heures": ligne.minutes / 60,
        "heures_des_sieges": ligne.minutes_des_sieges / 60,
        "attendus": ligne.attendus,
        "presents": ligne.presents,
        "absents_excuses": ligne.excuses,
        "absents": ligne.absents,
        "F13": ligne.taux_de_presence,
        "F14": ligne.taux_d_assiduite,
        "F15": ligne.taux_de_remplissage,
    }
