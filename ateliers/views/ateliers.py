"""The lines of the programme, for the team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ateliers import operations
from ateliers.forms import AtelierForm
from ateliers.models import Atelier, Seance
from ateliers.permissions import peut_modifier_atelier, peut_planifier
from ateliers.queries.programme import annees_connues, dates_de_l_annee, programme
from ateliers.views.filtres import ANNEES
from centre.ecriture import jour_court, plage
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import EQUIPE, exiger
from centre.temps import aujourdhui, maintenant
from centre.textes import nombre_lu


def annee_de(request: RequeteConnectee) -> int:
    """``?annee=2027``; the present civil year for anything else."""
    voulue = nombre_lu(request.GET.get("annee", ""), chiffres=4) or 0
    return voulue if voulue in ANNEES else aujourdhui().year


@require_safe
def atelier_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    annee = annee_de(request)
    contexte = {
        "centre": centre,
        "annee": annee,
        "ateliers": programme(request.user, centre, annee=annee),
        "peut_planifier": peut_planifier(request.user, centre),
    }
    return render(request, "ateliers/atelier_list.html", contexte)


def ateliers_de_l_equipe(request: RequeteConnectee) -> Any:
    """Lines the team may open; a partner reads the public page instead."""
    centres = request.user.centres_ids(*EQUIPE)
    return Atelier.objects.visibles_par(request.user).filter(centre__in=centres)


@require_safe
def atelier_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    visibles = ateliers_de_l_equipe(request)
    atelier = get_object_or_404(visibles.select_related("centre", "lieu", "partenaire"), pk=pk)
    annee = annee_de(request)
    seances = list(dates_de_l_annee(atelier, annee=annee))
    contexte = {
        "atelier": atelier,
        "annee": annee,
        "annees": annees_connues(atelier),
        "dates": [_ligne(s) for s in seances],
        "bilan": _bilan(seances),
        "objectif": atelier.objectifs.filter(annee=annee).first(),
        "series": atelier.series.select_related("lieu").prefetch_related("animateurs"),
        "peut_modifier": peut_modifier_atelier(request.user, atelier),
    }
    return render(request, "ateliers/atelier_detail.html", contexte)


def _bilan(seances: list[Seance]) -> dict[str, int]:
    annulees = sum(s.est_annulee for s in seances)
    tenues = sum(s.etat == Seance.Etat.TENUE for s in seances)
    return {"planifiees": len(seances) - annulees, "tenues": tenues, "annulees": annulees}


def _ligne(seance: Seance) -> dict[str, Any]:
    if seance.est_a_renseigner(maintenant()):
        etat, genre, icone = "À émarger", "miel", "crayon"
    else:
        genre, icone = {
            Seance.Etat.BROUILLON: ("contour", "crayon"),
            Seance.Etat.TENUE: ("lierre", "oui"),
            Seance.Etat.ANNULEE: ("", "non"),
        }.get(Seance.Etat(seance.etat), ("", "calendrier"))
        etat = seance.get_etat_display()
    return {
        "pk": seance.pk,
        "jour": jour_court(seance.debut),
        "horaires": plage(seance.debut, seance.fin),
        "lieu": seance.lieu.nom,
        "places": f"{seance.sieges_pris} sur {seance.capacite + seance.surreservation}",
        "etat": etat,
        "genre": genre,
        "icone": icone,
    }


@avec_formulaire
def atelier_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_planifier(request.user, centre))
    form = AtelierForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        atelier = operations.enregistrer_atelier(form.save(commit=False))
        form.save_m2m()
        messages.success(request, "L’atelier est créé. Il reste à choisir ses dates.")
        return redirect("ateliers:serie-creer", pk=atelier.pk)
    return render(request, "ateliers/atelier_form.html", {"form": form, "centre": centre})


@avec_formulaire
def atelier_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    visibles = ateliers_de_l_equipe(request).select_related("centre")
    atelier = get_object_or_404(visibles, pk=pk)
    exiger(peut_modifier_atelier(request.user, atelier))
    titre = atelier.titre
    form = AtelierForm(request.POST or None, instance=atelier, centre=atelier.centre)
    if request.method == "POST" and form.is_valid():
        operations.enregistrer_atelier(form.save(commit=False))
        form.save_m2m()
        messages.success(request, "L’atelier est enregistré. Les agendas suivent.")
        return redirect("ateliers:atelier-detail", pk=pk)
    contexte = {"form": form, "centre": atelier.centre, "atelier": atelier, "titre": titre}
    return render(request, "ateliers/atelier_form.html", contexte)
