"""« Fiche financière »: agreements and places, periods at their tariff, shares, operations."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bilans.documents.finances import composer
from bilans.figures.argent import hors_public
from bilans.figures.europe import operations_europeennes
from bilans.forms.conventions import ConventionForm
from bilans.forms.periode import PeriodeForm
from bilans.models import Convention
from bilans.operations import conventions
from bilans.permissions import centre_du_bilan
from bilans.tableaux import adresse
from bilans.views.fichiers import FORMATS, fichier
from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import JournalAcces
from centre.permissions import COORDINATION
from centre.refus import refus_en_message
from centre.temps import aujourdhui
from parcours.models import Parcours


@require_GET
def finances(request: RequeteConnectee) -> HttpResponse:
    """Amounts and places of the period, then whom a funder should not pay for."""
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    ailleurs = hors_public(form.perimetre, form.periode)
    siens = Parcours.objects.visibles_par(request.user).filter(pk__in=[p.pk for _, p in ailleurs])
    permis = set(siens.values_list("pk", flat=True))
    if permis:
        noter(request, centre, "Fiche financière", acte=JournalAcces.Acte.LISTE, nombre=len(permis))
    contexte = {
        "form": form,
        "document": composer(form.perimetre, form.periode),
        "formats": FORMATS,
        "meme_periode": adresse(form.perimetre, form.periode),
        "un_an_avant": adresse(form.perimetre, form.periode.un_an_avant()),
        "hors_public": [(financeur.label, p) for financeur, p in ailleurs if p.pk in permis],
        "europeennes": operations_europeennes(form.perimetre, form.periode),
    }
    return render(request, "bilans/finances.html", contexte)


@require_GET
def finances_fichier(request: RequeteConnectee, extension: str) -> HttpResponse:
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    if not form.is_valid():
        raise Http404
    return fichier(request, centre, composer(form.perimetre, form.periode), extension)


@avec_formulaire
def convention_creer(request: RequeteConnectee) -> HttpResponse:
    centre = centre_du_bilan(request)
    form = ConventionForm(request.POST or None, centre=centre)
    if _enregistre(request, form):
        return redirect("bilans:finances")
    return render(request, "bilans/convention_form.html", {"form": form})


@avec_formulaire
def convention_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    convention = _convention(request, pk)
    titre, est_en_cours = str(convention), convention.couvre(aujourdhui())
    form = ConventionForm(request.POST or None, instance=convention, centre=convention.centre)
    if _enregistre(request, form):
        return redirect("bilans:finances")
    contexte = {"form": form, "convention": convention, "titre": titre, "en_cours": est_en_cours}
    return render(request, "bilans/convention_form.html", contexte)


@require_POST
def convention_terminer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Today becomes its last day; nothing is erased."""
    with refus_en_message(request):
        finie = conventions.terminer(_convention(request, pk), jour=aujourdhui())
        messages.success(request, f"La convention avec {finie.signataire} finit aujourd’hui.")
    return redirect("bilans:finances")


def _convention(request: RequeteConnectee, pk: int) -> Convention:
    centre = centre_actif(request, COORDINATION)
    siennes = Convention.objects.visibles_par(request.user).filter(centre=centre)
    return get_object_or_404(siennes.select_related("centre"), pk=pk)


def _enregistre(request: RequeteConnectee, form: ConventionForm) -> bool:
    if not form.is_valid():
        return False
    try:
        ecrite = conventions.enregistrer(form.instance, champs=form.changed_data)
    except Refus as refus:
        form.add_error("debut", str(refus))
        return False
    messages.success(request, f"La convention avec {ecrite.signataire} est enregistrée.")
    return True
