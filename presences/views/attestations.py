"""The attestation printed by the team, for the person and into her hands; her requests answered."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from centre.acces import noter
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import JournalAcces
from centre.pdf import PDFImpossible, composer, reponse_pdf
from centre.permissions import exiger
from centre.refus import refus_en_message
from centre.temps import a_paris, maintenant
from parcours.models import Personne
from presences.forms.attestation import PeriodeAttesteeForm, gardees
from presences.models import DemandeCorrection
from presences.operations import repondre_a_la_demande
from presences.permissions import peut_attester, peut_emarger
from presences.queries.personnelles import attestation, lignes_attestables

journal = logging.getLogger(__name__)
# The name of the page in the access log.
ATTESTATION = "Attestation de présence"


def donner(
    request: HttpRequest, donnees: Mapping[str, Any], *, quand: dt.datetime, sinon: str, **cle: Any
) -> HttpResponse:
    """The PDF under a name that tells nothing, kept by no cache."""
    try:
        corps = composer("attestation.typ", donnees, quand=quand)
    except PDFImpossible:
        journal.exception("attestation.typ")
        messages.error(request, "Le document n’a pas pu être fait. Réessayez.")
        return redirect(sinon, **cle)
    reponse = reponse_pdf(corps, fichier=f"attestation-{a_paris(quand):%Y-%m-%d}.pdf")
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@avec_formulaire
@never_cache
def personne_attestation(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """Choose the period with her, untick what she wants, print: the paper is hers."""
    personne = get_object_or_404(
        Personne.objects.visibles_par(request.user).actives().select_related("centre"),
        reference=reference,
    )
    exiger(peut_attester(request.user, personne))
    quand = maintenant()
    donnees = request.POST if request.method == "POST" else request.GET
    form, du, au = PeriodeAttesteeForm.lire(donnees, a_paris(quand).date())
    lignes = lignes_attestables(personne, du, au, lecteur=request.user)
    gardes = gardees(request.POST, lignes)
    if request.method == "POST" and form.is_valid() and gardes:
        return _imprimer(request, personne, gardes, (du, au), quand)
    if request.method == "POST" and form.is_valid():
        messages.error(request, "Gardez au moins une ligne.")
    noter(request, personne.centre, ATTESTATION, personne.reference)
    contexte = {"personne": personne, "form": form, "lignes": lignes, "du": du, "au": au}
    return render(request, "presences/personne_attestation.html", contexte)


def _imprimer(
    request: RequeteConnectee,
    personne: Personne,
    lignes: list[Any],
    periode: tuple[dt.date, dt.date],
    quand: dt.datetime,
) -> HttpResponse:
    acte = JournalAcces.Acte.EXPORT
    noter(request, personne.centre, ATTESTATION, personne.reference, acte)
    par_semaine = "par_semaine" in request.POST
    donnees = attestation(personne, lignes, periode=periode, par_semaine=par_semaine, quand=quand)
    return donner(
        request,
        donnees,
        quand=quand,
        sinon="presences:personne-attestation",
        reference=personne.reference,
    )


@require_POST
def demande_repondre(request: RequeteConnectee, pk: int) -> HttpResponse:
    """« Corriger » or « Garder », from the sheet; whoever holds the sheet may answer."""
    demandes = DemandeCorrection.objects.visibles_par(request.user).select_related(
        "presence__place__seance__atelier", "presence__place__personne"
    )
    demande = get_object_or_404(demandes, pk=pk)
    seance = demande.presence.place.seance
    exiger(peut_emarger(request.user, seance))
    with refus_en_message(request):
        repondre_a_la_demande(demande, corriger="corriger" in request.POST, par=request.user)
        messages.success(request, "C’est noté.")
    return redirect("presences:feuille", pk=seance.fenetre_id or seance.pk)
