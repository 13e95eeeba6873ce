"""The individual bilan in three parts, its signature and papers; a contact after the end."""

from __future__ import annotations

import copy
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import JournalAcces
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import maintenant
from parcours.exports.ecrits import PARTIES, bilan_imprime, donner
from parcours.forms.bilans import BilanForm, ContactForm
from parcours.models import BilanIndividuel
from parcours.operations import bilans as operations
from parcours.operations.empreintes import empreinte_lue, est_intact
from parcours.permissions import peut_mener_le_parcours
from parcours.views.lignes import ligne, saisie
from parcours.views.portes import parcours_a_mener, vers_la_fiche

PAGE = "Bilan individuel"
A_RELIRE = "C’est enregistré. Le bilan a changé\u00a0: lisez-le avec elle, puis notez la date."


@require_POST
def bilan_commencer(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = parcours_a_mener(request, pk)
    genre = request.POST.get("genre", "")
    if genre not in BilanIndividuel.Genre.values:
        genre = BilanIndividuel.Genre.FINAL
    try:
        bilan = operations.commencer(parcours, genre=genre, par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return vers_la_fiche(parcours.personne)
    return redirect("parcours:bilan-individuel", bilan.pk)


def _bilan(request: RequeteConnectee, pk: int) -> BilanIndividuel:
    bilan: BilanIndividuel = ligne(BilanIndividuel.objects.visibles_par(request.user), pk)
    return bilan


@avec_formulaire
def bilan_individuel(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Three parts for the team; the prescriber reads his own, once it is signed."""
    bilan = _bilan(request, pk)
    mene = peut_mener_le_parcours(request.user, bilan.parcours)
    if request.method == "POST":
        exiger(mene)
    form = BilanForm(saisie(request), instance=copy.copy(bilan))
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            vu = request.POST.get("vu")
            ecrit = operations.ecrire(bilan, champs=form.cleaned_data, vu=vu)
            a_relire = form.cleaned_data["lu_le"] and not ecrit.lu_le
            messages.success(request, A_RELIRE if a_relire else "C’est enregistré.")
            return redirect("parcours:bilan-individuel", pk)
    noter(request, bilan.parcours.centre, PAGE, sujet=bilan.parcours.personne.reference)
    contexte: dict[str, Any] = {"bilan": bilan, "parcours": bilan.parcours, "form": form}
    contexte |= {"mene": mene, "intact": bilan.est_signe and est_intact(bilan)}
    contexte["vu"] = empreinte_lue(bilan)
    return render(request, "parcours/bilan_individuel.html", contexte)


@require_POST
def bilan_signer(request: RequeteConnectee, pk: int) -> HttpResponse:
    bilan = _bilan(request, pk)
    exiger(peut_mener_le_parcours(request.user, bilan.parcours))
    with refus_en_message(request):
        operations.signer(bilan, par=request.user, vu=request.POST.get("vu"))
        messages.success(request, "Le bilan est signé. Il ne change plus.")
    return redirect("parcours:bilan-individuel", pk)


@require_safe
@never_cache
def bilan_pdf(request: RequeteConnectee, pk: int, partie: str) -> HttpResponse:
    """One of the three outputs; the prescriber prints his own only."""
    bilan = _bilan(request, pk)
    if partie not in PARTIES or (partie == "relais" and not bilan.a_un_relais):
        raise Http404
    exiger(partie == "prescripteur" or peut_mener_le_parcours(request.user, bilan.parcours))
    acte = JournalAcces.Acte.EXPORT
    noter(request, bilan.parcours.centre, PAGE, bilan.parcours.personne.reference, acte)
    donnees = bilan_imprime(bilan, partie)
    ailleurs = ("bilan-individuel", pk)
    return donner(request, donnees, quand=maintenant(), nom="bilan", sinon=ailleurs)


@avec_formulaire
def contact_apres_fin(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The door stays open (ASI-20)."""
    parcours = parcours_a_mener(request, pk)
    form = ContactForm(saisie(request))
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            operations.noter_contact(parcours, par=request.user, **form.cleaned_data)
            messages.success(request, "C’est noté. Le parcours reste clos.")
            return vers_la_fiche(parcours.personne)
    contexte = {"form": form, "parcours": parcours}
    return render(request, "parcours/contact_apres_fin.html", contexte)
