"""The coordinator's home: the week of a centre, and what waits beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from ateliers.models import Atelier
from ateliers.permissions import est_de_l_equipe, peut_planifier
from ateliers.queries.annonces import annonces_des_autres
from ateliers.queries.semaine import Semaine, semaine
from ateliers.queries.vues import comptes_par_jour
from ateliers.views.colonnes import grouper_la_semaine
from ateliers.views.filtres import (
    Filtres,
    groupes,
    lire_filtres,
    lire_semaine,
    menus_des_seances,
    semaine_utile,
    vues,
)
from ateliers.views.jour import journee
from ateliers.views.jours import Jour, bornes_des_heures, construire
from centre.a_faire import taches
from centre.ecriture import MOIS, pluriel
from centre.http import RequeteConnectee, centre_actif
from centre.models import Centre, PeriodeCalendrier, Utilisateur
from centre.permissions import EQUIPE, PARTENAIRES
from centre.temps import JOUR, aujourdhui, ecrire_semaine, maintenant

# Above, a week is read a day at a time, room by room.
BEAUCOUP = 200


@dataclass(frozen=True)
class Choix:
    """The week, and the day of it that a phone shows."""

    lundi: dt.date
    choisi: dt.date
    filtres: Filtres


def _choix(donnees: QueryDict, jour: dt.date) -> Choix:
    """What the address asks for; without a week, the one of ``jour`` (the coming one on Sunday)."""
    voulue = donnees.get("semaine", "")
    lundi = lire_semaine(voulue, jour=semaine_utile(jour))
    semaine_de_jours = [lundi + rang * JOUR for rang in range(7)]
    choisi = next((j for j in semaine_de_jours if j.isoformat() == donnees.get("jour")), None)
    defaut = jour if jour in semaine_de_jours else lundi
    filtres = lire_filtres(donnees, semaine=ecrire_semaine(lundi))
    return Choix(lundi, choisi or defaut, filtres)


@require_safe
def planning_semaine(request: RequeteConnectee) -> HttpResponse:
    if not est_de_l_equipe(request.user):
        return redirect(_accueil_des_autres(request.user))
    centre = centre_actif(request, *EQUIPE)
    choix, quand = _choix(request.GET, aujourdhui()), maintenant()
    lue = semaine(request.user, centre, du=choix.lundi, au=choix.lundi + 6 * JOUR, au_plus=BEAUCOUP)
    contexte = _cadre(request.user, centre, choix)
    if lue.est_tronquee:
        contexte |= _jour_a_jour(request.user, centre, choix, quand)
        return render(request, "ateliers/planning_dense.html", contexte)
    contexte |= _page(request.user, centre, lue, choix, quand)
    return render(request, "ateliers/planning_semaine.html", contexte)


@require_safe
def planning_a_faire(request: RequeteConnectee) -> HttpResponse:
    """What waits: a page of its own, and the column that the week page fills once it is shown."""
    centre = centre_actif(request, *EQUIPE)
    contexte = {"taches": taches(request.user, centre, maintenant())}
    gabarit = "ateliers/_a_faire.html" if request.htmx else "ateliers/planning_a_faire.html"
    return render(request, gabarit, contexte)


def _accueil_des_autres(utilisateur: Utilisateur) -> str:
    """Where a partner or the technical access begins; an account whose roles ended is told so."""
    if utilisateur.centres_ids(*PARTENAIRES):
        return "presences:orientations"
    if utilisateur.is_staff:
        return "admin:index"
    raise PermissionDenied("Votre compte n’a pas d’accès en cours.")


def _cadre(utilisateur: Utilisateur, centre: Centre, choix: Choix) -> dict[str, Any]:
    """What stands around the grid: the way to other weeks, to other views, to paper."""
    filtres = choix.filtres
    return {
        "centre": centre,
        "peut_planifier": peut_planifier(utilisateur, centre),
        "titre": titre_semaine(choix.lundi),
        "choisi": choix.choisi,
        "precedente": filtres.adresse(semaine=ecrire_semaine(choix.lundi - 7 * JOUR)),
        "suivante": filtres.adresse(semaine=ecrire_semaine(choix.lundi + 7 * JOUR)),
        "presente": filtres.adresse(semaine=""),
        "semaine": ecrire_semaine(choix.lundi),
        "vues": vues(filtres, "semaine", choix.choisi),
        "annulees": filtres.annulees,
        "bascule": filtres.adresse(annulees="non" if filtres.annulees else ""),
        "est_filtree": not filtres.est_vide,
        "sans_filtre": f"?semaine={ecrire_semaine(choix.lundi)}",
    }


def _page(
    utilisateur: Utilisateur, centre: Centre, lue: Semaine, choix: Choix, quand: dt.datetime
) -> dict[str, Any]:
    filtres = choix.filtres
    lue = replace(lue, series=[s for s in lue.series if filtres.garde_la_serie(s)])
    jours = construire(
        lue,
        [s for s in lue.seances if filtres.garde(s)],
        quand=quand,
        choisi=choix.choisi,
        avec_departs=filtres.annulees,
        autres=annonces_des_autres(utilisateur, centre, lue.seances),
        peut_deplacer=peut_planifier(utilisateur, centre),
    )
    for jour in jours:
        jour.url = filtres.adresse(jour=jour.date.isoformat())
        jour.url_jour = filtres.vers("jour", jour=jour.date.isoformat())
    de, a = bornes_des_heures(jours)
    return {
        "sous_titre": _resume(lue),
        "jours": jours,
        "de": de,
        "a": a,
        "heures": [(f"d-{h * 4}", f"{h}\u00a0h") for h in range(de + 1, a)],
        "menus": menus_des_seances(lue.seances, filtres),
        "groupes": groupes(filtres, aucun="Par heure"),
        "colonnes_utiles": _utiles(jours),
        "lignes": grouper_la_semaine(_utiles(jours), filtres.par) if filtres.par else [],
        "est_vide": not any(jour.blocs for jour in jours),
        "themes": Atelier.Theme.choices,
    }


def _utiles(jours: list[Jour]) -> list[Jour]:
    """Without the Sunday that only a phone may choose."""
    return [jour for jour in jours if not jour.est_creux]


def _jour_a_jour(
    utilisateur: Utilisateur, centre: Centre, choix: Choix, quand: dt.datetime
) -> dict[str, Any]:
    """A very full week: its days with their numbers, and one of them room by room."""
    comptes = comptes_par_jour(utilisateur, centre, du=choix.lundi, au=choix.lundi + 6 * JOUR)
    total = sum(comptes.values())
    jours = [choix.lundi + rang * JOUR for rang in range(7)]
    annee, numero, _ = choix.lundi.isocalendar()
    return {
        "sous_titre": f"Semaine {numero} · {annee} · {pluriel(total, 'séance,séances')}",
        "jours": [
            {
                "date": jour,
                "nombre": comptes.get(jour, 0),
                "url": choix.filtres.adresse(jour=f"{jour}"),
                "est_choisi": jour == choix.choisi,
            }
            for jour in jours
            if jour.weekday() < 6 or comptes.get(jour) or jour == choix.choisi
        ],
        **journee(utilisateur, centre, choix.choisi, choix.filtres, quand=quand),
    }


def titre_semaine(lundi: dt.date) -> str:
    """« Semaine du 16 au 21 novembre », both months when they differ."""
    samedi = lundi + 5 * JOUR
    premier = "1er" if lundi.day == 1 else str(lundi.day)
    dernier = "1er" if samedi.day == 1 else str(samedi.day)
    mois = "" if lundi.month == samedi.month else f" {MOIS[lundi.month - 1]}"
    return f"Semaine du {premier}{mois} au {dernier} {MOIS[samedi.month - 1]}"


def _resume(lue: Semaine) -> str:
    """« Semaine 47 · 2026 · période scolaire · 13 séances et 3 entretiens, 1 annulée »."""
    annee, numero, _ = lue.du.isocalendar()
    vacances = [p.nom for p in lue.periodes if p.genre == PeriodeCalendrier.Genre.VACANCES]
    entretiens = sum(s.atelier.genre == Atelier.Genre.ENTRETIEN for s in lue.seances)
    compte = pluriel(len(lue.seances) - entretiens, "séance,séances")
    if entretiens:
        compte += f" et {pluriel(entretiens, 'entretien,entretiens')}"
    annulees = sum(s.est_annulee for s in lue.seances)
    deplacees = len({d.seance_id for d in lue.deplacements})
    details = [compte]
    if annulees:
        details.append(pluriel(annulees, "annulée,annulées"))
    if deplacees:
        details.append(pluriel(deplacees, "déplacée,déplacées"))
    periode = capfirst(vacances[0]) if vacances else "période scolaire"
    return " · ".join([f"Semaine {numero}", str(annee), periode, ", ".join(details)])
