"""One place of a sheet: a tap, somebody who came without a place, hours to split."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ateliers.models import Seance
from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.models import JournalAcces
from centre.permissions import exiger
from centre.refus import refus_en_message
from inscriptions.models import Place
from parcours.models import Personne
from presences.forms.feuilles import VenueForm, a_repondu, reponse_postee
from presences.models import Presence
from presences.operations import (
    Conflit,
    effacer_pointage,
    partager_les_heures,
    pointer,
    venir_sans_inscription,
)
from presences.permissions import peut_emarger, peut_noter_prevenu
from presences.queries.feuilles import (
    compter,
    feuille_de,
    lignes,
    personnes_proposees,
    places_de_l_equipe,
    places_de_la_feuille,
    recouvrements,
    reponse_de,
)
from presences.views.feuilles import etat_de_la_ligne, seance_emargee


def _place(request: RequeteConnectee, pk: int) -> Place:
    """A place of a sheet that the team may know of; the reception says « a prévenu » only."""
    place = get_object_or_404(places_de_l_equipe(request.user), pk=pk)
    if not peut_emarger(request.user, place.seance):
        exiger(peut_noter_prevenu(request.user, place.seance))
        exiger(request.POST.get(f"p-{pk}-statut") == Presence.Statut.ABSENT_EXCUSE)
        connue = reponse_de(place)
        exiger(connue is None or connue.statut == Presence.Statut.ABSENT_EXCUSE)
    return place


@require_POST
def pointer_place(request: RequeteConnectee, pk: int) -> HttpResponseBase:
    """One tap. Answers JSON to the page's module, a redirection to a plain form."""
    place = _place(request, pk)
    if request.headers.get("Accept") == "application/json":
        return _pointer_json(request, place)
    with refus_en_message(request):
        _ecrire(request, place)
        messages.success(request, f"C’est noté pour {place.personne.nom_court}.")
    if peut_emarger(request.user, place.seance):
        page = "feuille-appel" if request.POST.get("suite") == "appel" else "feuille"
        return redirect(f"presences:{page}", pk=place.seance.fenetre_id or place.seance_id)
    return redirect("inscriptions:seance-detail", pk=place.seance_id)


def _ecrire(request: RequeteConnectee, place: Place) -> None:
    if not a_repondu(request.POST, place):
        effacer_pointage(place, par=request.user)
        return
    reponse = reponse_postee(request.POST, place)
    pointer(
        place,
        statut=reponse.statut,
        par=request.user,
        arrivee=reponse.arrivee,
        depart=reponse.depart,
        motif=reponse.motif,
        sieges_presents=reponse.sieges_presents,
        avant=reponse.avant,
    )


def _pointer_json(request: RequeteConnectee, place: Place) -> JsonResponse:
    erreur, statut = "", 200
    try:
        _ecrire(request, place)
    except Conflit as conflit:
        erreur, statut = str(conflit), 409
    except Refus as refus:
        erreur, statut = str(refus), 422
    return JsonResponse(_etat(place, erreur), status=statut)


def _etat(place: Place, erreur: str) -> dict[str, Any]:
    """What the line and the counters of the page must show now, whoever wrote it."""
    porteuse = place.seance.fenetre or place.seance
    # Read first: what is counted below is at least as new as it says.
    version = feuille_de(porteuse).version
    feuille = lignes(places_de_la_feuille(porteuse))
    presence = next((x.presence for x in feuille if x.place.pk == place.pk), None)
    return {
        "erreur": erreur,
        **etat_de_la_ligne(place, presence),
        "comptes": vars(compter(feuille)),
        "version": version,
    }


def _creneau(seance: Seance, pk: int | None) -> Seance:
    """The slot chosen on a permanence's sheet; the séance itself for anything else."""
    if pk is None:
        return seance
    return get_object_or_404(seance.creneaux.select_related("atelier", "centre"), pk=pk)


def _propositions(request: RequeteConnectee, seance: Seance, lu: dict[str, Any]) -> list[Personne]:
    """Known people to choose from before a new file is made; the search is written down."""
    if lu["personne"] or lu["nouvelle"]:
        return []
    trouvees = personnes_proposees(
        centre_id=seance.centre_id, prenom=lu["prenom"], initiale=lu["initiale"]
    )
    noter(
        request,
        seance.centre,
        "Venue sans inscription",
        acte=JournalAcces.Acte.RECHERCHE,
        nombre=len(trouvees),
    )
    return trouvees


@require_POST
def feuille_venir(request: RequeteConnectee, pk: int) -> HttpResponse:
    """First name and initial: known people are proposed, else a new file is made."""
    seance = seance_emargee(request, pk)
    form = VenueForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Écrivez le prénom et la première lettre du nom.")
        return redirect("presences:feuille", pk=pk)
    lu = form.cleaned_data
    propositions = _propositions(request, seance, lu)
    if propositions:
        contexte = {"seance": seance, "propositions": propositions, "lu": lu}
        return render(request, "presences/feuille_venir.html", contexte)
    _faire_venir(request, seance, lu)
    return redirect("presences:feuille", pk=pk)


def _faire_venir(request: RequeteConnectee, seance: Seance, lu: dict[str, Any]) -> None:
    connue = None
    if lu["personne"]:
        connue = get_object_or_404(
            Personne.objects.actives(), reference=lu["personne"], centre=seance.centre_id
        )
    with refus_en_message(request):
        presence = venir_sans_inscription(
            _creneau(seance, lu["creneau"]),
            personne=connue,
            prenom=lu["prenom"],
            initiale=lu["initiale"],
            reference=lu["reference"],
            etait_sans_nom=lu["sans_nom"],
            par=request.user,
        )
        messages.success(request, f"{presence.place.personne.nom_court} est sur la feuille.")


@require_POST
def feuille_heures(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Split the hours of one person who is on two sheets at once; both must be hers to write."""
    seance = seance_emargee(request, pk)
    feuille = lignes(places_de_la_feuille(seance))
    croisements = recouvrements(seance, feuille, utilisateur=request.user)
    cles = (request.POST.get("presence"), request.POST.get("autre"))
    for croisement in croisements:
        if (str(croisement.presence.pk), str(croisement.autre.pk)) != cles:
            continue
        exiger(peut_emarger(request.user, croisement.autre.place.seance))
        with refus_en_message(request):
            partager_les_heures(croisement.presence, croisement.autre, par=request.user)
            messages.success(request, f"Les heures de {croisement.nom} sont partagées.")
    return redirect("presences:feuille", pk=pk)
