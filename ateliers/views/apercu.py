"""« Vérifier les dates »: the year of a series, each skipped day with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ateliers.models import Serie
from ateliers.permissions import peut_modifier_serie
from ateliers.queries.prevision import Avertissement, avertissements_de_la_serie
from ateliers.queries.programme import bilan_par_annee
from ateliers.recurrence import DatePrevue, dates_prevues, periodes_de
from ateliers.views.calendrier import mois_de_la_serie
from ateliers.views.series import brouillons_de, series_de_l_equipe
from centre.ecriture import JOURS
from centre.http import RequeteConnectee
from centre.temps import aujourdhui


@require_safe
def serie_apercu(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(series_de_l_equipe(request), pk=pk)
    periodes = periodes_de(serie)
    prevues = selon_les_faits(serie, dates_prevues(serie, periodes))
    contexte = _contexte(serie, prevues)
    contexte["mois"] = mois_de_la_serie(serie, prevues, periodes)
    contexte["peut_modifier"] = peut_modifier_serie(request.user, serie)
    return render(request, "ateliers/serie_apercu.html", contexte)


def _avertissements(serie: Serie, gardees: Sequence[DatePrevue]) -> list[Avertissement]:
    """Before it is published; after, « Points d’attention » tells them day by day."""
    if serie.etat != Serie.Etat.BROUILLON:
        return []
    return avertissements_de_la_serie(serie, [prevue.jour for prevue in gardees])


def _contexte(serie: Serie, prevues: Sequence[DatePrevue]) -> dict[str, Any]:
    gardees = [p for p in prevues if p.est_gardee]
    autres = [s for s in brouillons_de(serie.atelier) if s.pk != serie.pk]
    return {
        "serie": serie,
        "atelier": serie.atelier,
        "rythme": rythme(serie),
        "nombre": len(gardees),
        "annees": _par_annee(serie, gardees),
        "gardees": gardees,
        "sautees": [p for p in prevues if not p.est_gardee],
        "groupes": _groupes(prevues),
        "notes": [p for p in gardees if p.note],
        "autres": [{"serie": s, "rythme": rythme(s)} for s in autres],
        "suites": list(serie.suites.all()),
        "liste": _avec_seances(serie, gardees),
        "jours": JOURS,
        "avertissements": _avertissements(serie, gardees),
    }


def _avec_seances(
    serie: Serie, gardees: Sequence[DatePrevue]
) -> list[tuple[DatePrevue, int | None]]:
    """Each kept day with the id of its séance, once there is one."""
    seances = dict(serie.seances.values_list("date_origine", "pk"))
    return [(prevue, seances.get(prevue.jour)) for prevue in gardees]


def selon_les_faits(serie: Serie, prevues: Sequence[DatePrevue]) -> list[DatePrevue]:
    """Of a published series, a past day is kept when it has a séance: the rule came later."""
    if serie.etat == Serie.Etat.BROUILLON:
        return list(prevues)
    planifiees = set(serie.seances.values_list("date_origine", flat=True))
    return [
        replace(p, est_gardee=False, raison="passée, sans séance", note="")
        if p.est_gardee and p.jour < aujourdhui() and p.jour not in planifiees
        else p
        for p in prevues
    ]


def _par_annee(serie: Serie, gardees: Sequence[DatePrevue]) -> list[dict[str, Any]]:
    """Kept days of each civil year beside what the line promises for it (LIE-04)."""
    comptes = Counter(prevue.jour.year for prevue in gardees)
    annees = range(serie.du.year, serie.au.year + 1)
    bilans = bilan_par_annee(serie.atelier, annees)
    return [{"annee": annee, "nombre": comptes[annee], **bilans[annee]} for annee in annees]


def rythme(serie: Serie) -> str:
    """« chaque jeudi, hors vacances scolaires »."""
    regle = serie.get_regle_display().lower()
    if serie.jour is None or serie.regle == Serie.Regle.DATES_EXPLICITES:
        return regle
    nom = JOURS[serie.jour]
    if serie.rang_du_mois is not None:
        rang = {1: "1er", -1: "dernier"}.get(serie.rang_du_mois, f"{serie.rang_du_mois}e")
        return f"le {rang} {nom} du mois, {regle}"
    if serie.intervalle == 1:
        return f"chaque {nom}, {regle}"
    return f"un {nom} toutes les {serie.intervalle} semaines, {regle}"


def _groupes(prevues: Sequence[DatePrevue]) -> list[dict[str, Any]]:
    """Skipped days in a row that share a reason, as the panel lists them."""
    sautees = [p for p in prevues if not p.est_gardee]
    return [
        {"raison": raison, "dates": list(dates)}
        for raison, dates in groupby(sautees, key=lambda p: p.raison)
    ]
