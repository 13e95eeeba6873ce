"""The sheet of a séance: one tap per person, and a plain form that needs no JavaScript."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ateliers.models import Atelier, Seance
from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.permissions import exiger
from centre.refus import refus_en_message
from centre.temps import a_paris, maintenant
from inscriptions.models import Place
from presences.forms.feuilles import a_repondu, reponse_postee
from presences.models import Feuille, Presence
from presences.operations import (
    Reponse,
    fermer_feuille,
    remplir,
    rouvrir_feuille,
    tout_le_monde_sauf,
)
from presences.permissions import DELAI_ANIMATION, peut_emarger
from presences.queries.carnet import corrections_de, demandes_de
from presences.queries.feuilles import (
    Ligne,
    compter,
    creneaux_de,
    feuille_de,
    lignes,
    places_de_la_feuille,
    recouvrements,
    seances_de_l_equipe,
)
from presences.queries.signatures import dessiner_les_signatures
from presences.queries.tablette import gestes_a_trancher


def heure_ecrite(moment: dt.datetime | None) -> str:
    return f"{a_paris(moment):%H:%M}" if moment else ""


def etat_de_la_ligne(place: Place, presence: Presence | None) -> dict[str, Any]:
    """What the service holds of one line now, whoever wrote it."""
    return {
        "statut": presence.statut if presence else "",
        "motif": presence.motif if presence else "",
        "arrivee": heure_ecrite(presence.arrivee if presence else None),
        "depart": heure_ecrite(presence.depart if presence else None),
        "sieges": presence.sieges_presents if presence else place.sieges,
    }


def seance_emargee(request: RequeteConnectee, pk: int) -> Seance:
    """The séance that carries the sheet: 404 for strangers, 403 for the team without the right."""
    seance = get_object_or_404(seances_de_l_equipe(request.user), pk=pk)
    exiger(peut_emarger(request.user, seance))
    return seance


def _contexte(seance: Seance, feuille: list[Ligne]) -> dict[str, Any]:
    quand = maintenant()
    return {
        "seance": seance,
        "feuille": feuille_de(seance),
        "lignes": feuille,
        "comptes": compter(feuille),
        "creneaux": creneaux_de(seance),
        "motifs": Presence.Motif.choices,
        "est_commencee": seance.debut <= quand,
        "est_sortie": seance.atelier.genre == Atelier.Genre.SORTIE,
        "jusqu_au": seance.fin + DELAI_ANIMATION,
        "reference": uuid.uuid4(),
    }


@require_GET
@never_cache
def feuille(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Show the sheet; a slot's address leads to the sheet of its permanence."""
    seance = seance_emargee(request, pk)
    if seance.fenetre_id:
        return redirect("presences:feuille", pk=seance.fenetre_id)
    feuille = lignes(places_de_la_feuille(seance))
    contexte = _contexte(seance, feuille)
    contexte["croisements"] = recouvrements(seance, feuille, utilisateur=request.user)
    contexte |= _a_cote(seance, contexte["feuille"])
    dessiner_les_signatures(feuille)
    noter(request, seance.centre, "Feuille de présence", nombre=len(feuille))
    return render(request, "presences/feuille.html", contexte)


def _a_cote(seance: Seance, feuille: Feuille) -> dict[str, Any]:
    """Requests that wait, the journal, how many photos: what is not an answer."""
    return {
        "demandes": demandes_de(seance),
        "corrections": corrections_de(seance),
        "reouvertures": feuille.reouvertures.select_related("par") if feuille.pk else [],
        "gestes_tablette": gestes_a_trancher(seance),
        "nombre_de_photos": feuille.photos.count() if feuille.pk else 0,
    }


def _reponses(request: RequeteConnectee, seance: Seance) -> tuple[dict[int, Reponse], list[str]]:
    """The answers of the plain form, and what could not be read in it."""
    reponses, illisibles = {}, []
    for place in places_de_la_feuille(seance):
        if not a_repondu(request.POST, place):
            continue
        try:
            reponses[place.pk] = reponse_postee(request.POST, place)
        except Refus as refus:
            illisibles.append(f"{place.personne.nom_court}\u00a0: {refus}")
    return reponses, illisibles


def _enregistrer(request: RequeteConnectee, seance: Seance) -> bool:
    """Write what the plain form sends; tell each line that was not. True when all was written."""
    reponses, phrases = _reponses(request, seance)
    phrases += remplir(seance, reponses, par=request.user).refusees
    for phrase in phrases:
        messages.warning(request, phrase)
    return not phrases


def _etats(seance: Seance, erreur: str = "") -> JsonResponse:
    """Every line and the counters, for the page that stays open."""
    version = feuille_de(seance).version
    feuille = lignes(places_de_la_feuille(seance))
    corps = {
        "erreur": erreur,
        "version": version,
        "lignes": {x.place.pk: etat_de_la_ligne(x.place, x.presence) for x in feuille},
        "comptes": vars(compter(feuille)),
    }
    return JsonResponse(corps, status=422 if erreur else 200)


def _tous_en_json(request: RequeteConnectee, seance: Seance) -> JsonResponse:
    """« Tout le monde est là sauf… » without leaving the page."""
    try:
        tout_le_monde_sauf(seance, par=request.user)
    except Refus as refus:
        return _etats(seance, str(refus))
    return _etats(seance)


@require_POST
def feuille_remplir(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The whole sheet at once; « tous » then answers « Là » for every empty line."""
    seance = seance_emargee(request, pk)
    if request.headers.get("Accept") == "application/json":
        return _tous_en_json(request, seance)
    with refus_en_message(request):
        complete = _enregistrer(request, seance)
        if "tous" in request.POST:
            tout_le_monde_sauf(seance, par=request.user)
        if complete:
            messages.success(request, "C’est enregistré.")
    return redirect("presences:feuille", pk=pk)


@require_POST
def feuille_fermer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Write what is on the screen, then close: nothing tapped without JavaScript is lost."""
    seance = seance_emargee(request, pk)
    with refus_en_message(request):
        if _enregistrer(request, seance):
            fermer_feuille(seance, par=request.user)
            messages.success(request, "La feuille est fermée. La séance est notée comme tenue.")
    return redirect("presences:feuille", pk=pk)


@require_POST
def feuille_rouvrir(request: RequeteConnectee, pk: int) -> HttpResponse:
    seance = seance_emargee(request, pk)
    with refus_en_message(request):
        rouvrir_feuille(seance, raison=request.POST.get("raison", ""), par=request.user)
        messages.success(request, "La feuille est ouverte de nouveau.")
    return redirect("presences:feuille", pk=pk)
