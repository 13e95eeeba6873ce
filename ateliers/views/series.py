"""The wizard of a series: place and rhythm, dates one by one, publication."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ateliers import operations
from ateliers.forms import SerieForm
from ateliers.models import Serie
from ateliers.permissions import peut_modifier_atelier, peut_modifier_serie
from ateliers.recurrence import DatePrevue, dates_prevues, periodes_de
from ateliers.views.ateliers import ateliers_de_l_equipe
from centre.ecriture import JOURS, MOIS, jour_long, pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.models import PeriodeCalendrier
from centre.permissions import EQUIPE, exiger
from centre.temps import JOUR, ajouter_mois

Genre = PeriodeCalendrier.Genre


@dataclass(frozen=True)
class Case:
    """A day of the year calendar; ``dit`` is what a screen reader hears."""

    jour: dt.date
    classes: str
    dit: str
    peut_basculer: bool


def _series(request: RequeteConnectee) -> Any:
    centres = request.user.centres_ids(*EQUIPE)
    visibles = Serie.objects.visibles_par(request.user).filter(atelier__centre__in=centres)
    return visibles.select_related("atelier__centre", "lieu", "evenement", "rythme").distinct()


@require_http_methods(["GET", "HEAD", "POST"])
def serie_creer(request: RequeteConnectee, pk: int) -> HttpResponse:
    atelier = get_object_or_404(
        ateliers_de_l_equipe(request).select_related("centre", "lieu"), pk=pk
    )
    exiger(peut_modifier_atelier(request.user, atelier))
    form = SerieForm(request.POST or None, atelier=atelier)
    if request.method == "POST" and form.is_valid():
        serie = operations.enregistrer_serie(form.save(commit=False))
        form.save_m2m()
        return redirect("ateliers:serie-apercu", pk=serie.pk)
    return render(request, "ateliers/serie_form.html", {"form": form, "atelier": atelier})


def _version(request: RequeteConnectee) -> int | None:
    """The version the page was drawn from; one that cannot be read is of no series."""
    texte = request.POST.get("version", "")
    lisible = texte.isascii() and texte.isdigit() and len(texte) < 10
    return int(texte) if lisible else 0 if texte else None


@require_http_methods(["GET", "HEAD", "POST"])
def serie_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(_series(request), pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    form = SerieForm(request.POST or None, instance=serie, atelier=serie.atelier)
    if request.method == "POST" and form.is_valid():
        try:
            operations.enregistrer_serie(form.save(commit=False), version=_version(request))
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            form.save_m2m()
            return redirect("ateliers:serie-apercu", pk=pk)
    contexte = {"form": form, "atelier": serie.atelier, "serie": serie}
    return render(request, "ateliers/serie_form.html", contexte)


@require_safe
def serie_apercu(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(_series(request), pk=pk)
    periodes = periodes_de(serie)
    prevues = dates_prevues(serie, periodes)
    gardees = [p for p in prevues if p.est_gardee]
    contexte = {
        "serie": serie,
        "atelier": serie.atelier,
        "rythme": _rythme(serie),
        "nombre": len(gardees),
        "annees": _par_annee(serie, gardees),
        "mois": _mois(serie, prevues, periodes),
        "gardees": gardees,
        "sautees": [p for p in prevues if not p.est_gardee],
        "groupes": _groupes(prevues),
        "notes": [p for p in gardees if p.note],
        "peut_modifier": peut_modifier_serie(request.user, serie),
        "jours": JOURS,
    }
    return render(request, "ateliers/serie_apercu.html", contexte)


def _par_annee(serie: Serie, gardees: Sequence[DatePrevue]) -> list[dict[str, Any]]:
    """Kept days of each civil year beside what the line promises for it (LIE-04)."""
    objectifs = dict(serie.atelier.objectifs.values_list("annee", "seances"))
    comptes = Counter(prevue.jour.year for prevue in gardees)
    return [
        {"annee": annee, "nombre": comptes[annee], "objectif": objectifs.get(annee)}
        for annee in range(serie.du.year, serie.au.year + 1)
    ]


def _rythme(serie: Serie) -> str:
    """« chaque jeudi, hors vacances scolaires »."""
    regle = serie.get_regle_display().lower()
    if serie.jour is None or serie.regle == Serie.Regle.DATES_EXPLICITES:
        return regle
    nom = JOURS[serie.jour]
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


def _mois(
    serie: Serie, prevues: Sequence[DatePrevue], periodes: Sequence[PeriodeCalendrier]
) -> list[dict[str, Any]]:
    """The months of the series, each day with its marks."""
    par_jour = {p.jour: p for p in prevues}
    mois = []
    premier = serie.du.replace(day=1)
    while premier <= serie.au:
        suivant = ajouter_mois(premier, 1)
        jours = [premier + n * JOUR for n in range((suivant - premier).days)]
        nom = f"{MOIS[premier.month - 1].capitalize()} {premier.year}"
        cases = [_case(serie, jour, par_jour.get(jour), periodes) for jour in jours]
        mois.append({"nom": nom, "cases": cases})
        premier = suivant
    return mois


def _case(
    serie: Serie,
    jour: dt.date,
    prevue: DatePrevue | None,
    periodes: Sequence[PeriodeCalendrier],
) -> Case:
    genres = {p.genre for p in periodes if p.contient(jour)}
    marques = {
        f"j--depart-{jour.isoweekday()}": jour.day == 1,
        "j--vacances": Genre.VACANCES in genres or Genre.PONT in genres,
        "j--ferie": Genre.FERIE in genres,
        "j--fermeture": Genre.FERMETURE in genres,
    }
    if prevue:
        gardee_a_la_main = prevue.est_gardee and prevue.a_la_main
        marques["j--main"] = gardee_a_la_main
        marques["j--gardee"] = prevue.est_gardee and not gardee_a_la_main
        marques["j--sautee"] = not prevue.est_gardee
    classes = " ".join(["j", *(nom for nom, vrai in marques.items() if vrai)])
    dit = jour_long(jour)
    if prevue:
        precision = prevue.raison or prevue.note
        etat = "gardé" if prevue.est_gardee else "sauté"
        dit = f"{dit}, {etat}{', ' + precision if precision else ''}"
    return Case(jour, classes, dit, serie.du <= jour <= serie.au)


@require_POST
def serie_basculer(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(_series(request), pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    if serie.etat == Serie.Etat.PUBLIEE:
        # People hold places there: the app above changes it, and shows first who is told.
        messages.error(request, "La série est publiée depuis. Relisez ses dates, puis recommencez.")
        return redirect("ateliers:serie-apercu", pk=pk)
    try:
        jour = dt.date.fromisoformat(request.POST.get("jour", ""))
        prevue = operations.basculer_date(serie, jour)
    except ValueError:
        messages.error(request, "Ce n’est pas une date.")
    except Refus as refus:
        messages.error(request, str(refus))
    else:
        etat = "gardé" if prevue.est_gardee else "sauté"
        messages.success(request, f"{jour_long(jour).capitalize()}\u00a0: {etat}.")
    return redirect("ateliers:serie-apercu", pk=pk)


@require_POST
def serie_publier(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(_series(request), pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    if serie.etat == Serie.Etat.PUBLIEE:
        messages.info(request, "La série était déjà publiée. Rien n’a changé.")
        return redirect("ateliers:atelier-detail", pk=serie.atelier_id)
    try:
        faite = operations.publier(serie, par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect("ateliers:serie-apercu", pk=pk)
    nombre = pluriel(len(faite.ajoutees), "séance ajoutée,séances ajoutées")
    messages.success(request, f"La série est publiée\u00a0: {nombre}.")
    return redirect("ateliers:atelier-detail", pk=serie.atelier_id)
