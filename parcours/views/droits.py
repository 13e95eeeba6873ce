"""« Ses données »: what she asked, the copy, the sheet of information, the erasure."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from centre import effacement
from centre.acces import lectures_de, noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import JournalAcces
from centre.pdf import PDFImpossible, reponse_pdf
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.tableur import TYPES
from centre.temps import aujourdhui, maintenant
from parcours import copie
from parcours.fiche import lecture_de
from parcours.forms.droits import DemandeForm, EffacementForm, RelectureForm
from parcours.information import feuille_d_information, langue_de_la_feuille
from parcours.models import BrisDeGlace, DemandeDroit, Personne
from parcours.operations import droits as operations
from parcours.permissions import (
    DOSSIERS,
    peut_briser_la_glace,
    peut_effacer,
    peut_relire_ses_donnees,
    peut_tenir_le_dossier,
)
from parcours.queries.destinataires import Destinataire, destinataires_de

journal = logging.getLogger(__name__)


def sa_fiche(request: RequeteConnectee, reference: uuid.UUID) -> Personne:
    personnes = Personne.objects.visibles_par(request.user).actives().select_related("centre")
    personne = get_object_or_404(personnes, reference=reference)
    exiger(peut_tenir_le_dossier(request.user, personne))
    return personne


def _demande(request: RequeteConnectee, pk: int) -> DemandeDroit:
    demandes = DemandeDroit.objects.visibles_par(request.user).select_related("personne__centre")
    return get_object_or_404(demandes, pk=pk, personne__anonymisee_le__isnull=True)


def en_pdf(corps: Any, *, fichier: str, request: RequeteConnectee, sinon: HttpResponse) -> Any:
    """Compose, or say that it failed and go back; the name of the file tells nothing."""
    try:
        reponse = reponse_pdf(corps(), fichier=fichier)
    except PDFImpossible:
        journal.exception("document.typ")
        messages.error(request, "Le document n’a pas pu être fait. Réessayez.")
        return sinon
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@avec_formulaire
@never_cache
def personne_donnees(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """Requests, the sheet, who looked, openings; a new request is noted here."""
    personne = sa_fiche(request, reference)
    form = DemandeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form, "recue_le"):
            demande = operations.noter_la_demande(personne, par=request.user, **form.cleaned_data)
            messages.success(request, f"C’est noté. Réponse avant le {demande.echeance:%d/%m/%Y}.")
            return redirect("parcours:personne-donnees", personne.reference)
    noter(request, personne.centre, "Ses données", personne.reference)
    contexte = {"form": form, **_ses_donnees(request, personne)}
    return render(request, "parcours/personne_donnees.html", contexte)


def _ses_donnees(request: RequeteConnectee, personne: Personne) -> dict[str, Any]:
    relit = peut_relire_ses_donnees(request.user, personne)
    return {
        "personne": personne,
        "relit": relit,
        "efface": peut_effacer(request.user, personne),
        "brise": peut_briser_la_glace(request.user, personne),
        "demandes": personne.demandes_de_droit.order_by("-recue_le", "-pk"),
        "informations": personne.informations_remises.select_related("par"),
        "sa_langue": langue_de_la_feuille(personne.langue),
        "bris": BrisDeGlace.objects.visibles_par(request.user).filter(personne=personne),
        "regards": lectures_de(personne.reference) if relit else [],
    }


@require_safe
def demande_list(request: RequeteConnectee) -> HttpResponse:
    """Requests without answer, the first due first."""
    centre = centre_actif(request, *DOSSIERS)
    demandes = DemandeDroit.objects.visibles_par(request.user).ouvertes()
    siennes = demandes.filter(personne__centre=centre).select_related("personne")
    contexte = {"demandes": siennes, "jour": aujourdhui()}
    return render(request, "parcours/demande_list.html", contexte)


@avec_formulaire
@never_cache
def demande_relire(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The whole copy as she will read it; the référent hides other people before it is given."""
    demande = _demande(request, pk)
    exiger(peut_relire_ses_donnees(request.user, demande.personne))
    form = RelectureForm(request.POST or None, initial={"a_masquer": demande.a_masquer})
    if request.method == "POST" and form.is_valid():
        with refus_en_message(request):
            operations.relire(demande, par=request.user, **form.cleaned_data)
        return redirect("parcours:demande-relire", demande.pk)
    personne = demande.personne
    noter(request, personne.centre, "Copie de ses données", personne.reference)
    contexte = {"demande": demande, "personne": personne, "form": form}
    contexte["groupes"] = copie.groupes(_lignes(request, demande))
    contexte["gardees"] = copie.notes_gardees(personne.reference)
    return render(request, "parcours/demande_relire.html", contexte)


@require_safe
@never_cache
def demande_copie(request: RequeteConnectee, pk: int, genre: str) -> HttpResponse:
    """Paper or table, once it was read over; each one leaves a line in her log."""
    if genre not in ("pdf", "csv"):
        raise Http404
    demande = _demande(request, pk)
    personne = demande.personne
    exiger(peut_relire_ses_donnees(request.user, personne))
    sinon = redirect("parcours:demande-relire", demande.pk)
    if demande.relue_le is None:
        messages.error(request, "Relisez la copie avant de la remettre.")
        return sinon
    acte = JournalAcces.Acte.EXPORT
    noter(request, personne.centre, "Copie de ses données", personne.reference, acte)
    lignes = _lignes(request, demande)
    if genre == "csv":
        return _copie_en_table(lignes)
    return en_pdf(
        lambda: copie.pdf_de_la_copie(personne, lignes, quand=maintenant()),
        fichier=f"copie-{aujourdhui()}.pdf",
        request=request,
        sinon=sinon,
    )


def _lignes(request: RequeteConnectee, demande: DemandeDroit) -> list[copie.Ligne]:
    """Of the copy, as this reader may print it."""
    lecture = lecture_de(demande.personne, request.user, maintenant())
    return copie.lignes_de(
        demande.personne.reference,
        a_masquer=demande.a_masquer,
        nomme_les_sensibles=lecture.nomme_les_sensibles,
    )


def _copie_en_table(lignes: list[copie.Ligne]) -> HttpResponse:
    reponse = HttpResponse(copie.csv_de_la_copie(lignes), content_type=TYPES["csv"])
    reponse["Content-Disposition"] = f'attachment; filename="copie-{aujourdhui()}.csv"'
    return reponse


@require_POST
def demande_remettre(request: RequeteConnectee, pk: int) -> HttpResponse:
    demande = _demande(request, pk)
    exiger(peut_relire_ses_donnees(request.user, demande.personne))
    with refus_en_message(request):
        operations.remettre(demande)
        messages.success(request, "La copie est remise. C’est noté.")
    return redirect("parcours:personne-donnees", demande.personne.reference)


@avec_formulaire
@never_cache
def demande_effacer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """What goes, what stays and why, whom to tell; then the name typed again."""
    demande = _demande(request, pk)
    personne = demande.personne
    exiger(peut_effacer(request.user, personne))
    form, prevenir = EffacementForm(request.POST or None), _a_prevenir(request, personne)
    if request.method == "POST" and form.is_valid():
        try:
            operations.effacer_a_sa_demande(demande, nom_recopie=form.cleaned_data["nom"])
        except Refus as refus:
            form.add_error("nom" if refus.code == "nom" else None, str(refus))
        else:
            return render(request, "parcours/effacement_fait.html", {"prevenir": prevenir})
    contexte = {"demande": demande, "personne": personne, "form": form, "prevenir": prevenir}
    contexte["lignes"] = effacement.apercu(personne.reference)
    contexte["a_clore"] = operations.parcours_a_clore(personne).select_related("dispositif")
    return render(request, "parcours/demande_effacer.html", contexte)


def _a_prevenir(request: RequeteConnectee, personne: Personne) -> list[tuple[str, Destinataire]]:
    """Each with its name as this reader may know it, those without a name last."""
    nomme = lecture_de(personne, request.user, maintenant()).nomme_les_sensibles
    lus = [
        (un.organisme.nom if nomme or not un.organisme.est_sensible else "", un)
        for un in destinataires_de(personne)
    ]
    return sorted(lus, key=lambda nom_et_un: not nom_et_un[0])


@require_safe
def information_pdf(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """The sheet of information in simple words, in a language of the house, to read with her."""
    personne = sa_fiche(request, reference)
    langue = langue_de_la_feuille(request.GET.get("langue", ""))
    return en_pdf(
        lambda: feuille_d_information(personne.centre, langue=langue, quand=maintenant()),
        fichier="vos-donnees.pdf",
        request=request,
        sinon=redirect("parcours:personne-donnees", personne.reference),
    )


@require_POST
def information_remettre(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    personne = sa_fiche(request, reference)
    langue = request.POST.get("langue", "")
    if langue in dict(settings.LANGUAGES):
        operations.remettre_l_information(personne, langue=langue, par=request.user)
        lue = f"C’est noté\u00a0: feuille lue avec elle, le {aujourdhui():%d/%m/%Y}."
        messages.success(request, lue)
    else:
        messages.error(request, "Choisissez la langue de la feuille dans la liste.")
    return redirect("parcours:personne-donnees", personne.reference)
