"""Answer a request, write a group's answers, set how the places of an atelier are given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ateliers.models import Atelier, Seance
from centre.acces import noter
from centre.ecriture import pluriel
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger, peut_coordonner
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import a_paris, maintenant
from inscriptions.forms.sorties import FicheForm, ReglesForm, formulaires_des_proches
from inscriptions.models import Place
from inscriptions.models.places import MAJORITE
from inscriptions.operations.demandes import accepter_demande, refuser_demande
from inscriptions.operations.file import tours_de
from inscriptions.operations.sorties import regler_les_places, remplir_la_fiche
from inscriptions.permissions import (
    peut_changer_la_seance,
    peut_lire_la_liste_du_jour,
    peut_placer,
)


def _place(request: RequeteConnectee, pk: int) -> Place:
    places = Place.objects.visibles_par(request.user).select_related(
        "seance__centre", "seance__atelier", "personne__centre"
    )
    return get_object_or_404(places, pk=pk)


def _repondre(
    request: RequeteConnectee, pk: int, geste: Any, phrases: dict[str, str]
) -> HttpResponse:
    place = _place(request, pk)
    exiger(peut_changer_la_seance(request.user, place.seance))
    with refus_en_message(request):
        lue = geste(place, par=request.user)
        nom, rang = place.personne.nom_court, tours_de(lue.seance).get(lue.pk)
        messages.success(request, phrases[lue.etat].format(nom=nom, rang=rang))
    return redirect("inscriptions:seance-detail", place.seance_id)


@require_POST
def place_accepter(request: RequeteConnectee, pk: int) -> HttpResponse:
    phrases: dict[str, str] = {
        Place.Etat.CONFIRMEE: "{nom} a sa place.",
        Place.Etat.LISTE_ATTENTE: "C’est complet\u00a0: {nom} est en liste d’attente, rang {rang}.",
    }
    return _repondre(request, pk, accepter_demande, phrases)


@require_POST
def place_refuser(request: RequeteConnectee, pk: int) -> HttpResponse:
    refusee = "La demande de {nom} est refusée. Elle est prévenue."
    phrases: dict[str, str] = {Place.Etat.ANNULEE_CENTRE: refusee}
    return _repondre(request, pk, refuser_demande, phrases)


@avec_formulaire
def place_famille(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Who comes with her, meals, whom to call, authorisations."""
    place = _place(request, pk)
    exiger(peut_placer(request.user, place.personne))
    age = place.personne.age_le(a_paris(place.seance.debut).date())
    fiche = FicheForm(request.POST or None, place=place, mineure=age is not None and age < MAJORITE)
    proches = formulaires_des_proches(request.POST or None, place)
    if request.method == "POST" and all([fiche.is_valid(), *(f.is_valid() for f in proches)]):
        venus = [p for p in (f.proche() for f in proches) if p]
        with refus_au_formulaire(fiche):
            remplir_la_fiche(place, champs=fiche.cleaned_data, proches=venus)
            messages.success(request, f"C’est noté pour {place.personne.nom_court}.")
            return redirect("inscriptions:seance-detail", place.seance_id)
    noter(request, place.seance.centre, "Fiche de sortie", place.personne.reference)
    contexte = {"form": fiche, "proches": proches, "place": place, "seance": place.seance}
    return render(request, "inscriptions/place_famille.html", contexte)


@avec_formulaire
def atelier_places(request: RequeteConnectee, pk: int) -> HttpResponse:
    equipe = request.user.centres_ids("animation", "accueil", "referent", "coordination")
    visibles = Atelier.objects.visibles_par(request.user).filter(centre__in=equipe)
    atelier = get_object_or_404(visibles.select_related("centre"), pk=pk)
    exiger(peut_coordonner(request.user, atelier.centre))
    formulaire = ReglesForm(request.POST or None, instance=atelier)
    if request.method == "POST" and formulaire.is_valid():
        regler_les_places(atelier, formulaire.champs())
        messages.success(request, "Les règles des places sont enregistrées.")
        return redirect("ateliers:atelier-detail", pk)
    contexte = {"form": formulaire, "atelier": atelier}
    return render(request, "inscriptions/atelier_places.html", contexte)


def faits_de_la_sortie(
    request: RequeteConnectee, seance: Seance, places: list[Place]
) -> dict[str, Any]:
    """What the page of a séance adds for an outing or a line where places are asked for."""
    demandes = [p for p in places if p.etat == Place.Etat.DEMANDEE]
    est_sortie = seance.atelier.genre == Atelier.Genre.SORTIE
    fiche = getattr(seance, "sortie", None)
    return {
        "demandes": demandes,
        "regle_de_la_file": regle_de_la_file(seance),
        "est_sortie": est_sortie,
        "sortie": fiche,
        "souhaits_ouverts": fiche is not None and fiche.prend_les_souhaits(maintenant()),
        "peut_regler": peut_changer_la_seance(request.user, seance),
        "peut_imprimer": est_sortie and peut_lire_la_liste_du_jour(request.user, seance),
    }


def regle_de_la_file(seance: Seance) -> list[str]:
    """The rules of a queue in sentences, beside the queue: nobody guesses why somebody passes."""
    atelier = seance.atelier
    phrases = [
        "Le premier groupe qui tient passe, même s’il n’est pas le premier de la liste."
        if atelier.premier_qui_tient
        else "La première personne de la liste passe d’abord, "
        "même si un groupe plus petit tiendrait."
    ]
    if atelier.moins_sortis_d_abord:
        phrases.append("La liste se range par nombre de sorties de l’année.")
    if atelier.proposition_automatique:
        phrases.append(
            "Une place libre se propose toute seule, pour 24\u00a0heures, jusqu’à "
            f"{pluriel(atelier.proposition_heures, 'heure,heures')} avant le début."
        )
    else:
        phrases.append("Vous proposez chaque place à la main.")
    if atelier.places_gardees:
        phrases.append(
            f"{pluriel(atelier.places_gardees, 'place gardée,places gardées')} pour l’équipe, "
            f"jusqu’à {pluriel(atelier.gardees_heures, 'heure,heures')} avant le début."
        )
    return phrases
