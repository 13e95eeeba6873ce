"""Take, free, offer and confirm a place from the page of a séance."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.permissions import exiger
from centre.refus import refus_en_message
from centre.textes import nombre_lu
from inscriptions.forms.seances import PlacerForm
from inscriptions.models import Place
from inscriptions.operations import (
    annuler_place,
    confirmer_place,
    prendre_place,
    proposer_place,
)
from inscriptions.operations.apercu import apercu_du_geste
from inscriptions.operations.demandes import demander_place
from inscriptions.operations.file import tours_de
from inscriptions.permissions import peut_placer, peut_placer_ici
from inscriptions.views.seances import options_de_place, trouver_seance
from parcours.models import Personne


def _retour(place: Place) -> str:
    return reverse("inscriptions:seance-detail", args=[place.seance_id])


def personne_choisie(request: RequeteConnectee, centre_id: int) -> Personne | None:
    """The person the form names, if she is of this centre and may be seen."""
    try:
        reference = uuid.UUID(request.POST.get("personne", ""))
    except ValueError:
        return None
    personnes = Personne.objects.visibles_par(request.user).actives()
    return personnes.filter(centre=centre_id, reference=reference).first()


@require_POST
def place_prendre(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = trouver_seance(request, pk)
    exiger(peut_placer_ici(request.user, seance))
    retour = redirect("inscriptions:seance-detail", pk)
    personne = personne_choisie(request, seance.centre_id)
    if personne is None:
        messages.error(request, "Choisissez une personne de votre centre.")
        return retour
    exiger(peut_placer(request.user, personne))
    formulaire = PlacerForm(request.POST, personne=personne)
    if not formulaire.is_valid():
        messages.error(request, "Le nombre de places est un nombre entre 1 et 200.")
        return retour
    try:
        place = _prendre(request, seance, personne, formulaire)
    except Refus as refus:
        messages.error(request, str(refus))
        return retour
    messages.success(request, _dire(place))
    return retour


def _prendre(
    request: RequeteConnectee, seance: Seance, personne: Personne, formulaire: PlacerForm
) -> Place:
    """Take, or ask where the atelier wants it; kept and added seats for whom may give them."""
    peut, choix = options_de_place(request.user, seance), formulaire.choix()
    gardee, raison = choix.pop("gardee"), choix.pop("raison")
    comme_demande = choix.pop("comme") == "demande"
    if peut["demande"] or (peut["demande_possible"] and comme_demande):
        return demander_place(seance=seance, personne=personne, par=request.user, **choix)
    if (gardee and not peut["gardee"]) or (raison and not peut["surbooke"]):
        raise Refus("Seule la coordination peut ajouter ou ouvrir une place.", code="droit")
    return prendre_place(
        seance=seance,
        personne=personne,
        par=request.user,
        sur_place_gardee=gardee,
        raison=raison,
        **choix,
    )


def _dire(place: Place) -> str:
    nom = place.personne.nom_court
    if place.etat == Place.Etat.DEMANDEE:
        return f"La demande de {nom} est notée. La coordination lui répondra."
    if place.etat == Place.Etat.LISTE_ATTENTE:
        rang = tours_de(place.seance).get(place.pk, place.rang)
        return f"La séance est complète\u00a0: {nom} est en liste d’attente, rang {rang}."
    return f"{nom} a sa place."


def _place(request: RequeteConnectee, pk: int) -> Place:
    places = Place.objects.visibles_par(request.user).select_related(
        "seance__centre", "seance__atelier", "personne"
    )
    place = get_object_or_404(places, pk=pk)
    exiger(peut_placer(request.user, place.personne))
    return place


def _agir(
    request: RequeteConnectee, pk: int, geste: Callable[[Place], Place], fait: str
) -> HttpResponse:
    """Find a place she may see, check the right, do, come back to the séance."""
    place = _place(request, pk)
    with refus_en_message(request):
        place = geste(place)
        messages.success(request, fait.format(nom=place.personne.nom_court))
    return redirect(_retour(place))


@require_POST
def place_annuler(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Her own word is done at once; what the centre takes back is shown before it leaves."""
    par_elle = request.POST.get("qui") == "personne"

    def geste(place: Place) -> Place:
        return annuler_place(place, par=request.user, par_la_personne=par_elle)

    if request.POST.get("etape") == "apercu":
        return _avant_de_retirer(request, _place(request, pk), geste)
    return _agir(request, pk, geste, "La place de {nom} est libre.")


def _avant_de_retirer(
    request: RequeteConnectee, place: Place, geste: Callable[[Place], Place]
) -> HttpResponse:
    with refus_en_message(request):
        apercu = apercu_du_geste(
            lambda: geste(place),
            personne=place.personne,
            seances=[place.seance_id],
            par=request.user,
        )
        contexte = {"place": place, "apercu": apercu, "retour": _retour(place)}
        return render(request, "inscriptions/place_retirer.html", contexte)
    return redirect(_retour(place))


def _creneau(request: RequeteConnectee) -> int | None:
    """The slot whose page was open: one queue serves the whole permanence."""
    return nombre_lu(request.POST.get("creneau", ""), chiffres=18)


@require_POST
def place_proposer(request: RequeteConnectee, pk: int) -> HttpResponse:
    def geste(place: Place) -> Place:
        return proposer_place(place, par=request.user, creneau=_creneau(request))

    return _agir(request, pk, geste, "La place est gardée 24 heures pour {nom}.")


@require_POST
def place_confirmer(request: RequeteConnectee, pk: int) -> HttpResponse:
    def geste(place: Place) -> Place:
        return confirmer_place(place, par=request.user, creneau=_creneau(request))

    return _agir(request, pk, geste, "{nom} a sa place.")
