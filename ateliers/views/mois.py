"""A month of the planning: a cell for each day, its first séances and how many more."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ateliers.models import Seance
from ateliers.permissions import peut_planifier
from ateliers.queries.evenements import Evenement, evenements
from ateliers.queries.vues import completes, compter_par_jour, filtrees, nommables, periodes
from ateliers.views.filtres import (
    ANNEES,
    Filtres,
    lire_filtres,
    menus_des_seances,
    vues,
)
from ateliers.views.grille import titre_court
from centre.ecriture import JOURS, MOIS, heure, jour_long, pluriel
from centre.http import RequeteConnectee, centre_actif
from centre.models import Centre, PeriodeCalendrier, Utilisateur
from centre.permissions import EQUIPE
from centre.temps import JOUR, a_paris, ajouter_mois, aujourdhui, ecrire_semaine, instant, lundi_de

PAR_CASE = 4
# Above, cells hold numbers only: nobody reads three thousand titles.
BEAUCOUP = 900


@dataclass(frozen=True)
class Case:
    """A day of the calendar; ``dit`` is what a screen reader hears of its link.

    ``nombre`` is what a phone shows instead of ``lignes``: séances not cancelled, and meetings.
    """

    jour: dt.date
    classes: str
    url: str
    dit: str
    nombre: int
    lignes: list[dict[str, str]]
    reste: int
    periodes: list[str]


def lire_mois(texte: str, *, jour: dt.date) -> dt.date:
    """The first of « 2026-11 »; the month of ``jour`` for any other text."""
    try:
        premier = dt.date.fromisoformat(f"{texte}-01") if len(texte) == 7 else jour
    except ValueError:
        premier = jour
    return (premier if premier.year in ANNEES else jour).replace(day=1)


@require_safe
def planning_mois(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    premier = lire_mois(request.GET.get("mois", ""), jour=aujourdhui())
    filtres = lire_filtres(request.GET, mois=f"{premier:%Y-%m}")
    contexte = _contexte(premier, filtres) | _contenu(request.user, centre, premier, filtres)
    return render(request, "ateliers/planning_mois.html", contexte)


def _contenu(
    utilisateur: Utilisateur, centre: Centre, premier: dt.date, filtres: Filtres
) -> dict[str, Any]:
    """Whole weeks around the month; too many séances for titles leave numbers only."""
    du = lundi_de(premier)
    au = lundi_de(ajouter_mois(premier, 1) - JOUR) + 6 * JOUR
    toutes = nommables(utilisateur, centre, du=du, au=au)
    lues = list(completes(toutes)[: BEAUCOUP + 1])
    gardees = [s for s in lues if filtres.garde(s)]
    comptes = _comptes(gardees)
    if len(lues) > BEAUCOUP:
        gardees = []
        comptes = compter_par_jour(filtrees(toutes, **filtres.criteres()))
    rencontres = evenements(utilisateur, centre, du=du, au=au) if filtres.est_vide else []
    calendrier, par_jour = periodes(centre, du=du, au=au), _par_jour(gardees)
    cases = [
        _case(
            _Jour(
                j, par_jour.get(j, []), comptes.get(j, 0), [e for e in rencontres if e.jour == j]
            ),
            premier,
            calendrier,
            filtres,
        )
        for j in (du + n * JOUR for n in range((au - du).days + 1))
    ]
    nombre = sum(
        n for j, n in comptes.items() if (j.year, j.month) == (premier.year, premier.month)
    )
    return {
        "centre": centre,
        "peut_planifier": peut_planifier(utilisateur, centre),
        "cases": cases,
        "menus": menus_des_seances(lues[:BEAUCOUP], filtres),
        "total": pluriel(nombre, "séance"),
        "est_vide": not any(c.nombre or c.lignes for c in cases),
    }


def _contexte(premier: dt.date, filtres: Filtres) -> dict[str, Any]:
    avant, apres = ajouter_mois(premier, -1), ajouter_mois(premier, 1)
    aujourd = aujourdhui()
    repere = aujourd if aujourd.replace(day=1) == premier else premier
    return {
        "titre": f"{MOIS[premier.month - 1].capitalize()} {premier.year}",
        "precedente": filtres.adresse(mois=f"{avant:%Y-%m}"),
        "suivante": filtres.adresse(mois=f"{apres:%Y-%m}"),
        "presente": filtres.adresse(mois=""),
        "semaine": ecrire_semaine(repere),
        "vues": vues(filtres, "mois", repere),
        "jours_de_la_semaine": JOURS,
        "annulees": filtres.annulees,
        "bascule": filtres.adresse(annulees="non" if filtres.annulees else ""),
        "est_filtree": not filtres.est_vide,
        "sans_filtre": f"?mois={premier:%Y-%m}",
    }


def _par_jour(seances: Sequence[Seance]) -> dict[dt.date, list[Seance]]:
    groupes = itertools.groupby(seances, key=lambda s: a_paris(s.debut).date())
    return {jour: list(siennes) for jour, siennes in groupes}


def _comptes(seances: Sequence[Seance]) -> dict[dt.date, int]:
    vivantes = [s for s in seances if not s.est_annulee]
    return {jour: len(siennes) for jour, siennes in _par_jour(vivantes).items()}


@dataclass(frozen=True)
class _Jour:
    """What takes place on a date; ``nombre`` counts séances beyond those read with their titles."""

    date: dt.date
    seances: Sequence[Seance]
    nombre: int
    rencontres: Sequence[Evenement]


def _case(
    jour: _Jour, premier: dt.date, calendrier: Sequence[PeriodeCalendrier], filtres: Filtres
) -> Case:
    siennes = [p for p in calendrier if p.contient(jour.date)]
    noms = [p.nom for p in siennes]
    titres = [e.titre for e in jour.rencontres]
    lignes = _lignes(jour)
    return Case(
        jour=jour.date,
        classes=classes_du_jour(jour.date, siennes, dans=jour.date.month == premier.month),
        url=filtres.vers("jour", jour=f"{jour.date}"),
        dit=", ".join([jour_long(jour.date), pluriel(jour.nombre, "séance"), *titres, *noms]),
        nombre=jour.nombre + len(titres),
        lignes=lignes[:PAR_CASE],
        reste=max(0, len(lignes) - PAR_CASE) if jour.seances else jour.nombre,
        periodes=noms,
    )


def _lignes(jour: _Jour) -> list[dict[str, str]]:
    """Meetings without hours first, then all in the order of the day."""
    debut = instant(jour.date, dt.time())
    lignes = [(e.heures[0] if e.heures else debut, _rencontre(e)) for e in jour.rencontres]
    lignes += [(s.debut, _puce(s)) for s in jour.seances]
    return [ligne for _, ligne in sorted(lignes, key=lambda couple: couple[0])]


def _rencontre(evenement: Evenement) -> dict[str, str]:
    quand = heure(evenement.heures[0]) if evenement.heures else ""
    return {"classes": "puce th-indi", "heure": quand, "titre": evenement.titre, "dit": ""}


def classes_du_jour(
    jour: dt.date, periodes_du_jour: Sequence[PeriodeCalendrier], *, dans: bool = True
) -> str:
    """The marks of a day: today, past, holidays, public holiday, closed, of another month."""
    genre = PeriodeCalendrier.Genre
    fermantes = {p.genre for p in periodes_du_jour if not p.reste_ouvert}
    genres = {p.genre for p in periodes_du_jour}
    marques = {
        "case--aujourdhui": jour == aujourdhui(),
        "case--passe": jour < aujourdhui(),
        "case--dehors": not dans,
        "case--vacances": bool(genres & {genre.VACANCES, genre.PONT}),
        "case--ferie": genre.FERIE in fermantes,
        "case--ferme": genre.FERMETURE in fermantes,
    }
    return " ".join(["case-jour", *(nom for nom, vrai in marques.items() if vrai)])


def _puce(seance: Seance) -> dict[str, str]:
    etat = f" puce--{seance.etat}" if seance.etat in ("annulee", "brouillon") else ""
    return {
        "classes": f"puce th-{seance.atelier.theme}{etat}",
        "heure": heure(seance.debut),
        "titre": "Entretien" if seance.atelier.genre == "entretien" else titre_court(seance),
        "dit": "annulée" if seance.est_annulee else "",
    }
