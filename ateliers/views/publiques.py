"""Pages for everybody: the programme of a centre, one atelier. No name, no count of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ateliers.models import Atelier, Seance
from ateliers.queries.agendas import seances_publiques
from ateliers.queries.publics import affiche
from ateliers.views.grille import titre_court
from ateliers.views.planning import lire_semaine, titre_semaine
from centre.ecriture import jour_long, plage
from centre.models import Centre, PeriodeCalendrier
from centre.temps import JOUR, a_paris, aujourdhui, ecrire_semaine, lundi_de

A_VENIR = 20


@dataclass(frozen=True)
class Carte:
    """One séance of the poster."""

    titre: str
    theme: str
    icone: str
    horaires: str
    lieu: str
    adresse: str
    url: str
    mention: str = ""


@dataclass
class Journee:
    date: dt.date
    cartes: list[Carte]
    annonces: list[str]


@login_not_required
@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    centres = list(Centre.objects.publies())
    if len(centres) == 1:
        return _planning(request, centres[0])
    return render(request, "ateliers/accueil.html", {"centres": centres})


@login_not_required
@require_safe
def centre_planning(request: HttpRequest, centre: str) -> HttpResponse:
    return _planning(request, get_object_or_404(Centre.objects.publies(), slug=centre))


def _planning(request: HttpRequest, centre: Centre) -> HttpResponse:
    jour = aujourdhui()
    lundi = lire_semaine(request.GET.get("semaine", ""), jour=jour)
    dimanche = lundi + 6 * JOUR
    seances = list(affiche(centre, du=lundi, au=dimanche))
    periodes = list(PeriodeCalendrier.objects.filter(centre=centre).entre(lundi, dimanche))
    contexte = {
        "centre_public": centre,
        "titre": titre_semaine(lundi),
        "journees": _journees(centre, lundi, seances, periodes),
        "ateliers": Atelier.objects.affichables().filter(centre=centre),
        "lieux": sorted({s.lieu for s in seances}, key=lambda lieu: lieu.nom),
        "page": reverse("ateliers:centre-planning", args=[centre.slug]),
        "precedente": ecrire_semaine(lundi - 7 * JOUR),
        "suivante": ecrire_semaine(lundi + 7 * JOUR),
        "est_cette_semaine": lundi == lundi_de(jour),
        "agenda": adresses(request, reverse("ateliers:agenda-centre", args=[centre.slug])),
    }
    return render(request, "ateliers/centre_planning.html", contexte)


def _journees(
    centre: Centre,
    lundi: dt.date,
    seances: Iterable[Seance],
    periodes: Iterable[PeriodeCalendrier],
) -> list[Journee]:
    journees = []
    for rang in range(7):
        date = lundi + rang * JOUR
        cartes = [_carte(centre, s) for s in seances if a_paris(s.debut).date() == date]
        annonces = [_annonce(p) for p in periodes if p.contient(date)]
        if cartes or rang < 6:
            journees.append(Journee(date, cartes, annonces))
    return journees


def _annonce(periode: PeriodeCalendrier) -> str:
    """« Centre fermé : fermeture d’août »; a bridge says nothing that only the team decides."""
    if periode.genre == PeriodeCalendrier.Genre.FERMETURE and not periode.reste_ouvert:
        return f"Centre fermé\u00a0: {periode.nom}"
    return periode.nom


def _carte(centre: Centre, seance: Seance) -> Carte:
    """A card under the title strangers may read; the family of a discreet line has no page."""
    atelier = seance.atelier
    url = ""
    titre = atelier.titre_affiche
    if atelier.se_partage:
        titre = titre_court(seance)
        url = reverse("ateliers:centre-atelier", args=[centre.slug, atelier.slug])
    return Carte(
        titre=titre,
        theme=atelier.theme,
        icone=atelier.pictogramme if atelier.se_partage else "pousse",
        horaires=plage(seance.debut, seance.fin),
        lieu=seance.lieu.nom,
        adresse=seance.lieu.adresse_dehors,
        url=url,
        mention="Annulé" if seance.est_annulee else "",
    )


def adresses(request: HttpRequest, chemin: str) -> dict[str, str]:
    """The https and webcal forms of a feed's address."""
    https = request.build_absolute_uri(chemin)
    return {"https": https, "webcal": f"webcal://{https.split('://', 1)[1]}"}


@login_not_required
@require_safe
def centre_atelier(request: HttpRequest, centre: str, atelier: str) -> HttpResponse:
    publics = Atelier.objects.affichables().filter(centre__est_public=True)
    ligne = get_object_or_404(
        publics.select_related("centre", "partenaire"), centre__slug=centre, slug=atelier
    )
    jour = aujourdhui()
    a_venir = seances_publiques(jour, atelier=ligne).select_related("atelier", "lieu")
    dates = [s for s in a_venir.defer("vevent") if a_paris(s.fin).date() >= jour][:A_VENIR]
    chemin = reverse("ateliers:agenda-atelier", args=[centre, ligne.slug])
    contexte: dict[str, Any] = {
        "centre_public": ligne.centre,
        "atelier": ligne,
        "dates": [_date(s) for s in dates],
        "agenda": adresses(request, chemin),
    }
    if ligne.demande_publique:
        demander = reverse("inscriptions:demande-publique-creer", args=[centre, ligne.slug])
        contexte |= {"demander": demander, "langues": settings.LANGUAGES}
    return render(request, "ateliers/centre_atelier.html", contexte)


def _date(seance: Seance) -> dict[str, Any]:
    titre = seance.titre_propre
    return {
        "jour": jour_long(seance.debut),
        "horaires": plage(seance.debut, seance.fin),
        "lieu": f"{seance.lieu.nom}, {seance.lieu.adresse_dehors}",
        "titre": titre,
        "est_annulee": seance.est_annulee,
    }
