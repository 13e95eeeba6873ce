"""The planning as a list: dates in their order, by page, with the same filters."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ateliers.models import Seance
from ateliers.permissions import peut_planifier
from ateliers.queries.evenements import Evenement, evenements
from ateliers.queries.vues import choix_des_menus, completes, filtrees, nommables
from ateliers.views.adresses import adresse_de
from ateliers.views.filtres import Filtres, lire_filtres, lire_jour, menus, vues
from ateliers.views.grille import titre_court
from centre.ecriture import jour_long_annee, plage, pluriel
from centre.http import RequeteConnectee, centre_actif
from centre.permissions import EQUIPE
from centre.temps import JOUR, a_paris, ajouter_mois, aujourdhui, ecrire_semaine, instant

PAR_PAGE = 50


@require_safe
def planning_liste(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    du, au = _dates(request)
    filtres = lire_filtres(request.GET, du=f"{du}", au=f"{au}")
    toutes = nommables(request.user, centre, du=du, au=au)
    gardees = filtrees(toutes, **filtres.criteres())
    pages = Paginator(completes(gardees), PAR_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rencontres: list[Evenement] = []
    if filtres.est_vide:
        de, a = _bornes(page, du, au)
        rencontres = evenements(request.user, centre, du=de, au=a)
    contexte = _contexte(du, au, filtres) | {
        "centre": centre,
        "peut_planifier": peut_planifier(request.user, centre),
        "page": page,
        "jours": _jours(page.object_list, rencontres),
        "total": pluriel(pages.count, "séance"),
        "menus": menus(filtres, **choix_des_menus(toutes)),
    }
    return render(request, "ateliers/planning_liste.html", contexte)


def _dates(request: RequeteConnectee) -> tuple[dt.date, dt.date]:
    """From today to four weeks later; the two dates are put back in order."""
    du = lire_jour(request.GET.get("du", ""), defaut=aujourdhui())
    au = lire_jour(request.GET.get("au", ""), defaut=du + 28 * JOUR)
    return min(du, au), max(du, au)


def _contexte(du: dt.date, au: dt.date, filtres: Filtres) -> dict[str, Any]:
    saut = au - du + JOUR
    return {
        "titre": "Liste des séances",
        "du": du,
        "au": au,
        "precedente": filtres.adresse(du=f"{du - saut}", au=f"{au - saut}"),
        "suivante": filtres.adresse(du=f"{du + saut}", au=f"{au + saut}"),
        "presente": filtres.adresse(du="", au=""),
        "semaine": ecrire_semaine(du),
        "vues": vues(filtres, "liste", du),
        "annulees": filtres.annulees,
        "bascule": filtres.adresse(annulees="non" if filtres.annulees else ""),
        "est_filtree": not filtres.est_vide,
        "sans_filtre": f"?du={du}&au={au}",
        "champs_gardes": filtres.champs(),
        "plus_loin": filtres.adresse(au=f"{ajouter_mois(du, 12)}"),
    }


def _bornes(page: Page[Seance], du: dt.date, au: dt.date) -> tuple[dt.date, dt.date]:
    """The days whose meetings stand on this page: from the last date of the page before, to the
    eve of its own last date, which the next one may go on with."""
    if page.has_previous():
        avant = page.paginator.page(page.previous_page_number()).object_list
        du = a_paris(list(avant)[-1].debut).date()
    if page.has_next():
        au = a_paris(list(page.object_list)[-1].debut).date() - JOUR
    return du, au


def _jours(
    seances: Iterable[Seance], rencontres: Iterable[Evenement]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lines under the date they start on, written once; a meeting without hours comes first."""
    lignes = [
        (e.jour, e.heures[0] if e.heures else instant(e.jour, dt.time()), _rencontre(e))
        for e in rencontres
    ]
    lignes += [(a_paris(s.debut).date(), s.debut, _ligne(s)) for s in seances]
    lignes.sort(key=lambda ligne: ligne[:2])
    groupes = itertools.groupby(lignes, key=lambda ligne: ligne[0])
    return [
        (jour_long_annee(jour).capitalize(), [ligne for *_, ligne in siennes])
        for jour, siennes in groupes
    ]


def _rencontre(evenement: Evenement) -> dict[str, Any]:
    return {
        "url": evenement.url,
        "heures": plage(*evenement.heures) if evenement.heures else "",
        "titre": evenement.titre,
        "icone": "groupe",
        "theme": "indi",
        "lieu": evenement.lieu,
    }


def _ligne(seance: Seance) -> dict[str, Any]:
    entretien = seance.atelier.genre == "entretien"
    places = seance.capacite + seance.surreservation
    return {
        "url": adresse_de("inscriptions:seance-detail", seance.pk),
        "heures": plage(seance.debut, seance.fin),
        "titre": "Entretien" if entretien else titre_court(seance),
        "icone": "cadenas" if entretien else seance.atelier.pictogramme,
        "theme": seance.atelier.theme,
        "lieu": seance.lieu.nom,
        "animateurs": ", ".join(a.nom_court for a in seance.meneurs),
        "places": f"{seance.sieges_pris} sur {places}" if _montre_les_places(seance) else "",
        "etat": seance.get_etat_display(),
        "est_annulee": seance.est_annulee,
    }


def _montre_les_places(seance: Seance) -> bool:
    """A protected roster is not counted in public; a window's places are its slots."""
    return not seance.atelier.est_protege and seance.atelier.genre in ("atelier", "sortie")
