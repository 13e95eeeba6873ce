"""Months drawn day by day: the dates of a series to check, the days of a year to tick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ateliers.models import Serie
from ateliers.recurrence import DatePrevue
from centre.ecriture import MOIS, jour_long
from centre.models import Centre, PeriodeCalendrier
from centre.temps import JOUR, ajouter_mois

Genre = PeriodeCalendrier.Genre


@dataclass(frozen=True)
class Case:
    """A day of the year calendar; ``dit`` is what a screen reader hears."""

    jour: dt.date
    classes: str
    dit: str
    peut_basculer: bool = False
    est_cochee: bool = False


def mois_entre(du: dt.date, au: dt.date, case: Callable[[dt.date], Case]) -> list[dict[str, Any]]:
    """The whole months from ``du`` to ``au``, each day drawn by ``case``."""
    mois, premier = [], du.replace(day=1)
    while premier <= au:
        suivant = ajouter_mois(premier, 1)
        jours = [premier + n * JOUR for n in range((suivant - premier).days)]
        nom = f"{MOIS[premier.month - 1].capitalize()} {premier.year}"
        mois.append({"nom": nom, "cases": [case(jour) for jour in jours]})
        premier = suivant
    return mois


def mois_de_la_serie(
    serie: Serie, prevues: Sequence[DatePrevue], periodes: Sequence[PeriodeCalendrier]
) -> list[dict[str, Any]]:
    """The months of the series, each day with its marks."""
    par_jour = {p.jour: p for p in prevues}

    def case(jour: dt.date) -> Case:
        return _case(serie, jour, par_jour.get(jour), periodes)

    return mois_entre(serie.du, serie.au, case)


def _marques(jour: dt.date, periodes: Sequence[PeriodeCalendrier]) -> dict[str, bool]:
    genres = {p.genre for p in periodes if p.contient(jour)}
    return {
        f"j--depart-{jour.isoweekday()}": jour.day == 1,
        "j--vacances": Genre.VACANCES in genres or Genre.PONT in genres,
        "j--ferie": Genre.FERIE in genres,
        "j--fermeture": Genre.FERMETURE in genres,
    }


def _classes(marques: dict[str, bool]) -> str:
    return " ".join(["j", *(nom for nom, vrai in marques.items() if vrai)])


def _case(
    serie: Serie, jour: dt.date, prevue: DatePrevue | None, periodes: Sequence[PeriodeCalendrier]
) -> Case:
    marques = _marques(jour, periodes)
    if prevue:
        a_la_main = prevue.est_gardee and prevue.a_la_main
        marques["j--main"] = a_la_main
        marques["j--gardee"] = prevue.est_gardee and not a_la_main
        marques["j--sautee"] = not prevue.est_gardee
    dit = jour_long(jour)
    if prevue:
        precision = prevue.raison or prevue.note
        dit += f", {'gardé' if prevue.est_gardee else 'sauté'}"
        dit += f", {precision}" if precision else ""
    return Case(jour, _classes(marques), dit, serie.du <= jour <= serie.au)


def annees_a_cocher(
    centre: Centre, annees: Collection[int], cochees: Collection[str]
) -> list[dict[str, Any]]:
    """Whole civil years of days to tick, with the holidays behind them: one query."""
    du, au = dt.date(min(annees), 1, 1), dt.date(max(annees), 12, 31)
    periodes = list(PeriodeCalendrier.objects.filter(centre=centre).entre(du, au))

    def case(jour: dt.date) -> Case:
        noms = ", ".join(p.nom for p in periodes if p.contient(jour))
        dit = f"{jour_long(jour)}{f', {noms}' if noms else ''}"
        marques = _marques(jour, periodes)
        return Case(jour, _classes(marques), dit, est_cochee=jour.isoformat() in cochees)

    return [
        {
            "annee": annee,
            "mois": mois_entre(dt.date(annee, 1, 1), dt.date(annee, 12, 31), case),
            "nombre": sum(texte.startswith(f"{annee}-") for texte in cochees),
        }
        for annee in sorted(annees)
    ]
