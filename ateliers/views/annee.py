"""A year of the planning: each day tinted by how many séances it holds, holidays marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ateliers.permissions import peut_planifier
from ateliers.queries.vues import (
    choix_des_menus,
    compter_par_jour,
    filtrees,
    nommables,
    periodes,
)
from ateliers.views.ateliers import annee_de
from ateliers.views.filtres import Filtres, lire_filtres, menus, vues
from ateliers.views.mois import classes_du_jour
from centre.ecriture import JOURS, MOIS, jour_long, pluriel
from centre.http import RequeteConnectee, centre_actif
from centre.models import PeriodeCalendrier
from centre.permissions import EQUIPE
from centre.temps import JOUR, ajouter_mois, aujourdhui, ecrire_semaine

# Up to how many séances each tint goes; the last one has no end.
TEINTES = (0, 1, 2, 4)


@dataclass(frozen=True)
class Case:
    jour: dt.date
    classes: str
    url: str
    dit: str


@dataclass(frozen=True)
class Mois:
    nom: str
    url: str
    nombre: int
    cases: list[Case]


@require_safe
def planning_annee(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    annee = annee_de(request)
    filtres = lire_filtres(request.GET, annee=f"{annee}")
    du, au = dt.date(annee, 1, 1), dt.date(annee, 12, 31)
    toutes = nommables(request.user, centre, du=du, au=au)
    gardees = filtrees(toutes, **{**filtres.criteres(), "annulees": False})
    comptes = compter_par_jour(gardees)
    calendrier = periodes(centre, du=du, au=au)
    contexte = _contexte(annee, filtres) | {
        "centre": centre,
        "peut_planifier": peut_planifier(request.user, centre),
        "mois": [_mois(annee, n, comptes, calendrier, filtres) for n in range(1, 13)],
        "total": pluriel(sum(comptes.values()), "séance"),
        "jours_ouverts": pluriel(len(comptes), "jour avec une séance,jours avec des séances"),
        "est_vide": not comptes,
        "menus": menus(filtres, **choix_des_menus(toutes)),
        "calendrier": _periodes_dites(calendrier),
        "zone": centre.zone_scolaire,
    }
    return render(request, "ateliers/planning_annee.html", contexte)


def _contexte(annee: int, filtres: Filtres) -> dict[str, Any]:
    aujourd = aujourdhui()
    repere = aujourd if aujourd.year == annee else dt.date(annee, 1, 1)
    return {
        "titre": f"Année {annee}",
        "precedente": filtres.adresse(annee=f"{annee - 1}"),
        "suivante": filtres.adresse(annee=f"{annee + 1}"),
        "presente": filtres.adresse(annee=""),
        "semaine": ecrire_semaine(repere),
        "vues": vues(filtres, "annee", repere),
        "jours_de_la_semaine": JOURS,
        "est_filtree": not filtres.est_vide,
        "sans_filtre": f"?annee={annee}",
    }


def _mois(
    annee: int,
    numero: int,
    comptes: dict[dt.date, int],
    calendrier: Sequence[PeriodeCalendrier],
    filtres: Filtres,
) -> Mois:
    premier = dt.date(annee, numero, 1)
    jours = [premier + n * JOUR for n in range((ajouter_mois(premier, 1) - premier).days)]
    return Mois(
        nom=MOIS[numero - 1].capitalize(),
        url=filtres.vers("mois", mois=f"{premier:%Y-%m}"),
        nombre=sum(comptes.get(jour, 0) for jour in jours),
        cases=[_case(jour, comptes.get(jour, 0), calendrier, filtres) for jour in jours],
    )


def _case(
    jour: dt.date, nombre: int, calendrier: Sequence[PeriodeCalendrier], filtres: Filtres
) -> Case:
    siennes = [p for p in calendrier if p.contient(jour)]
    depart = f" j--depart-{jour.isoweekday()}" if jour.day == 1 else ""
    return Case(
        jour=jour,
        classes=f"{classes_du_jour(jour, siennes)} t-{teinte(nombre)}{depart}",
        url=filtres.vers("jour", jour=f"{jour}"),
        dit=", ".join([jour_long(jour), pluriel(nombre, "séance"), *(p.nom for p in siennes)]),
    )


def teinte(nombre: int) -> int:
    """From 0 (nothing) to 4 (five séances and more)."""
    return next((rang for rang, borne in enumerate(TEINTES) if nombre <= borne), len(TEINTES))


def _periodes_dites(calendrier: Sequence[PeriodeCalendrier]) -> list[PeriodeCalendrier]:
    return sorted(calendrier, key=lambda p: (p.debut, p.fin))
