"""Reports: read for a period, taken away as a file, frozen, and found again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bilans.adresses import Adresses
from bilans.documents import Document, depuis_donnees
from bilans.documents.activite import HORS_SORTIES
from bilans.forms.rapports import RapportForm, TextesForm, nom_de
from bilans.models import Audience, Rapport, TexteRapport
from bilans.operations import rapports
from bilans.permissions import centre_du_bilan
from bilans.tableaux import adresse
from bilans.views.fichiers import FORMATS, fichier
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import Centre
from parcours.models.dispositifs import Public


def _composer(form: RapportForm) -> Document:
    return rapports.composer(form.genre_choisi, form.perimetre, form.periode, form.audience_choisie)


def _adresse(form: RapportForm) -> str:
    choix = {"genre": form.genre_choisi, "audience": form.audience_choisie}
    return adresse(form.perimetre, form.periode, **choix)


@require_GET
def rapport(request: RequeteConnectee) -> HttpResponse:
    """The report of the period, as it would be frozen now."""
    centre = centre_du_bilan(request)
    return _page(request, RapportForm(request.GET, centre=centre))


def _page(request: RequeteConnectee, form: RapportForm) -> HttpResponse:
    contexte = {
        "form": form,
        "document": _composer(form),
        "formats": FORMATS,
        "meme_rapport": _adresse(form),
        "externe": form.audience_choisie == "externe",
        "liens": Adresses(form.perimetre, form.periode)
        if form.audience_choisie == "interne"
        else None,
        "sans_sorties": HORS_SORTIES if form.genre_choisi == "activite" else (),
        "meme_periode": adresse(form.perimetre, form.periode),
        "un_an_avant": adresse(form.perimetre, form.periode.un_an_avant()),
    }
    return render(request, "bilans/rapport.html", contexte)


@require_GET
def rapport_fichier(request: RequeteConnectee, extension: str) -> HttpResponse:
    """For partners, frozen ones only: what leaves is compared with what has left."""
    centre = centre_du_bilan(request)
    form = RapportForm(request.GET, centre=centre)
    if not form.is_valid():
        raise Http404
    if form.audience_choisie == Audience.EXTERNE:
        messages.error(request, "Validez d’abord le rapport\u00a0: ses fichiers sont sur sa page.")
        return redirect(f"{reverse('bilans:rapport')}?{_adresse(form)}")
    return fichier(request, centre, _composer(form), extension)


@require_POST
def rapport_valider(request: RequeteConnectee) -> HttpResponse:
    """Freeze what the address shows; a second click finds the same report."""
    centre = centre_du_bilan(request)
    form = RapportForm(request.POST, centre=centre)
    if not form.is_valid():
        # Another period than the one asked would be frozen for good.
        return _page(request, form)
    retour = f"{reverse('bilans:rapport')}?{_adresse(form)}"
    try:
        fige = rapports.valider(
            form.genre_choisi,
            form.perimetre,
            form.periode,
            form.audience_choisie,
            par=request.user,
        )
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect(retour)
    messages.success(request, "Le rapport est validé\u00a0: il ne changera plus.")
    return redirect("bilans:rapport-detail", pk=fige.pk)


@require_GET
def rapport_list(request: RequeteConnectee) -> HttpResponse:
    centre = centre_du_bilan(request)
    figes = Rapport.objects.visibles_par(request.user).filter(centre=centre)
    figes = figes.select_related("valide_par", "dispositif").defer("contenu")
    return render(request, "bilans/rapport_list.html", {"rapports": figes})


def _fige(request: RequeteConnectee, pk: int) -> Rapport:
    figes = Rapport.objects.visibles_par(request.user)
    return get_object_or_404(figes.select_related("centre", "dispositif", "valide_par"), pk=pk)


@require_GET
def rapport_detail(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The report as it was, and what has been corrected since."""
    fige = _fige(request, pk)
    contexte = {
        "rapport": fige,
        "document": depuis_donnees(fige.contenu),
        "formats": FORMATS,
        "ecarts": rapports.corrections(fige),
        "intact": rapports.est_intact(fige),
    }
    return render(request, "bilans/rapport_detail.html", contexte)


@require_GET
def rapport_fige(request: RequeteConnectee, pk: int, extension: str) -> HttpResponse:
    fige = _fige(request, pk)
    document = depuis_donnees(fige.contenu)
    return fichier(request, fige.centre, document, extension, fige.empreinte)


@avec_formulaire
def rapport_textes(request: RequeteConnectee) -> HttpResponse:
    """The centre's own words for the year of the period's end."""
    centre = centre_du_bilan(request)
    periode = RapportForm(request.GET, centre=centre)
    annee, dispositif = periode.periode.au.year, periode.perimetre.dispositif
    form = _textes_form(request, centre, dispositif, annee)
    if request.method == "POST" and form.is_valid():
        rapports.ecrire_les_textes(centre, dispositif, annee, form.textes(), par=request.user)
        messages.success(request, "Les textes sont enregistrés.")
        return redirect(f"{reverse('bilans:rapport')}?{_adresse(periode)}")
    contexte = {"form": form, "annee": annee, "dispositif": dispositif,
                "meme_rapport": _adresse(periode)}  # fmt: skip
    return render(request, "bilans/rapport_textes.html", contexte)


def _textes_form(
    request: RequeteConnectee, centre: Centre, dispositif: Any, annee: int
) -> TextesForm:
    ecrits = TexteRapport.objects.visibles_par(request.user).filter(
        centre=centre, dispositif=dispositif, annee=annee
    )
    initial = {nom_de(texte): texte.texte for texte in ecrits}
    publics = [public.value for public in Public]
    donnees = request.POST if request.method == "POST" else None
    return TextesForm(donnees, publics=publics, initial=initial)
