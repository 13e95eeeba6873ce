"""« Demandes d’inscription »: what strangers asked on the public page, and the team's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.ecriture import nom_de_langue
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import JournalAcces
from centre.refus import refus_en_message
from inscriptions.forms.demandes_publiques import AccepterForm
from inscriptions.models import DemandePublique
from inscriptions.operations.demandes_reponses import (
    accepter_la_demande,
    noter_un_appel,
    refuser_la_demande,
)
from inscriptions.permissions import APPELLENT
from parcours.forms.personnes import DoublonsForm
from parcours.queries import doublons_de

PAGE = "demandes d’inscription"


@require_safe
def demande_list(request: RequeteConnectee) -> HttpResponse:
    """The ones to answer, the oldest first; how many still wait for their code."""
    centre = centre_actif(request, *APPELLENT)
    visibles = DemandePublique.objects.visibles_par(request.user)
    demandes = list(visibles.a_traiter(centre).avec_danger().select_related("atelier", "serie"))
    noter(request, centre, PAGE, acte=JournalAcces.Acte.LISTE, nombre=len(demandes))
    en_attente = visibles.filter(centre=centre, etat=DemandePublique.Etat.A_CONFIRMER).count()
    contexte = {"demandes": demandes, "en_attente": en_attente}
    return render(request, "inscriptions/demande_list.html", contexte)


def _demande(request: RequeteConnectee, pk: int) -> DemandePublique:
    demandes = DemandePublique.objects.visibles_par(request.user)
    lues = demandes.filter(etat__in=DemandePublique.EN_FILE).avec_danger()
    return get_object_or_404(lues.select_related("atelier", "serie", "centre"), pk=pk)


@avec_formulaire
def demande_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Who she may already be (ETH-08), in which series: nothing is written before both answers."""
    demande = _demande(request, pk)
    donnees = request.POST if request.method == "POST" else None
    question = DoublonsForm(donnees, candidates=_ressemblantes(demande))
    form = AccepterForm(donnees, demande=demande, utilisateur=request.user)
    if request.method == "POST" and form.is_valid():
        if question.est_repondu:
            return _accepter(request, demande, question, form)
        question.add_error("doublon", "Dites d’abord si c’est la même personne.")
    noter(request, demande.centre, PAGE)
    contexte: dict[str, Any] = {
        "demande": demande,
        "question": question if question.candidates else None,
        "form": form,
        "langue_dite": nom_de_langue(demande.langue),
        "candidates": list(question.candidates.values()),
    }
    return render(request, "inscriptions/demande_detail.html", contexte)


def _ressemblantes(demande: DemandePublique) -> list[Any]:
    return doublons_de(
        demande.centre_id,
        prenom=demande.prenom,
        nom=demande.nom,
        telephone=str(demande.telephone or ""),
        courriel=demande.courriel,
    )


def _accepter(
    request: RequeteConnectee, demande: DemandePublique, question: DoublonsForm, form: AccepterForm
) -> HttpResponse:
    try:
        personne = accepter_la_demande(
            demande,
            personne=question.choisie,
            serie=form.cleaned_data["serie"],
            par=request.user,
        )
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect("inscriptions:demande-list")
    suite = (
        "Elle est inscrite et prévenue." if form.cleaned_data["serie"] else "Sa fiche est prête."
    )
    messages.success(request, f"Demande acceptée\u00a0: {personne.nom_court}. {suite}")
    return redirect("presences:personne-detail", personne.reference)


@require_POST
def demande_refuser(request: RequeteConnectee, pk: int) -> HttpResponse:
    demande = _demande(request, pk)
    prevenir = request.POST.get("prevenir") == "oui"
    with refus_en_message(request):
        ecrit = refuser_la_demande(demande, prevenir=prevenir, par=request.user)
        suite = "Un message part." if ecrit else "Aucun message ne part."
        messages.success(request, f"La demande est refusée. {suite}")
    return redirect("inscriptions:demande-list")


@require_POST
def demande_appel(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Somebody called, nobody answered."""
    with refus_en_message(request):
        noter_un_appel(_demande(request, pk))
        messages.success(request, "L’appel sans réponse est noté. Essayez à une autre heure.")
    return redirect("inscriptions:demande-list")
