"""One day, room by room: who is where, at what time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from ateliers.models import Atelier
from ateliers.permissions import peut_planifier
from ateliers.queries.annonces import annonces_des_autres
from ateliers.queries.semaine import semaine
from ateliers.views.colonnes import colonnes
from ateliers.views.filtres import (
    Filtres,
    groupes,
    lire_filtres,
    lire_jour,
    menus_des_seances,
    vues,
)
from ateliers.views.jours import bornes_des_heures, un_jour
from centre.ecriture import jour_long_annee, pluriel
from centre.http import RequeteConnectee, centre_actif
from centre.models import Centre, Utilisateur
from centre.permissions import EQUIPE
from centre.temps import JOUR, aujourdhui, ecrire_semaine, maintenant


@require_safe
def planning_jour(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    jour = lire_jour(request.GET.get("jour", ""), defaut=aujourdhui())
    filtres = lire_filtres(request.GET, jour=f"{jour}")
    contexte = {
        "centre": centre,
        "titre": capfirst(jour_long_annee(jour)),
        "precedente": filtres.adresse(jour=f"{jour - JOUR}"),
        "suivante": filtres.adresse(jour=f"{jour + JOUR}"),
        "presente": filtres.adresse(jour=""),
        "semaine": ecrire_semaine(jour),
        "peut_planifier": peut_planifier(request.user, centre),
        "vues": vues(filtres, "jour", jour),
        "sans_filtre": f"?jour={jour}",
        **journee(request.user, centre, jour, filtres, quand=maintenant()),
    }
    return render(request, "ateliers/planning_jour.html", contexte)


def journee(
    utilisateur: Utilisateur, centre: Centre, date: dt.date, filtres: Filtres, *, quand: dt.datetime
) -> dict[str, Any]:
    """The grid of one day, cut by room unless the address says otherwise, and its filters."""
    lue = semaine(utilisateur, centre, du=date, au=date)
    lue = replace(lue, series=[s for s in lue.series if filtres.garde_la_serie(s)])
    jour = un_jour(
        lue,
        [s for s in lue.seances if filtres.garde(s)],
        quand=quand,
        avec_departs=filtres.annulees,
        autres=annonces_des_autres(utilisateur, centre, lue.seances),
        peut_deplacer=peut_planifier(utilisateur, centre),
    )
    de, a = bornes_des_heures([jour])
    return {
        "jour": jour,
        "colonnes": colonnes(jour.blocs, filtres.par or "lieu"),
        "par": filtres.par or "lieu",
        "de": de,
        "a": a,
        "heures": [(f"d-{h * 4}", f"{h}\u00a0h") for h in range(de + 1, a)],
        "compte": pluriel(sum(not s.est_annulee for s in lue.seances), "séance,séances"),
        "menus": menus_des_seances(lue.seances, filtres),
        "groupes": _groupes(filtres),
        "annulees": filtres.annulees,
        "bascule": filtres.adresse(annulees="non" if filtres.annulees else ""),
        "est_filtree": not filtres.est_vide,
        "themes": Atelier.Theme.choices,
    }


def _groupes(filtres: Filtres) -> dict[str, Any]:
    """A day is cut by room when nothing is asked: no fourth choice."""
    menu = groupes(filtres, aucun="Par lieu")
    return {**menu, "options": [menu["options"][0], *menu["options"][2:]]}
