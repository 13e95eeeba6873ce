"""The wizard of a series: place and rhythm, dates one by one, publication."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ateliers import operations
from ateliers.forms import NouvelleSerieForm, SerieForm
from ateliers.forms.fusion import dire_en_mots, ecrire_photo, fusionner
from ateliers.models import Atelier, Serie
from ateliers.operations.series import exiger_la_version
from ateliers.permissions import peut_modifier_atelier, peut_modifier_serie
from ateliers.views.ateliers import ateliers_de_l_equipe
from ateliers.views.calendrier import annees_a_cocher
from centre.ecriture import jour_long, pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import EQUIPE, exiger
from centre.textes import nombre_lu


def series_de_l_equipe(request: RequeteConnectee) -> Any:
    centres = request.user.centres_ids(*EQUIPE)
    visibles = Serie.objects.visibles_par(request.user).filter(atelier__centre__in=centres)
    liees = visibles.select_related("atelier__centre", "lieu", "evenement", "rythme", "remplace")
    return liees.distinct()


def _page(request: RequeteConnectee, form: SerieForm, **contexte: Any) -> HttpResponse:
    """The form and the calendars to tick."""
    calendrier = annees_a_cocher(form.atelier.centre, form.annees, form.jours_coches)
    contexte = {"form": form, "atelier": form.atelier, "calendrier": calendrier, **contexte}
    return render(request, "ateliers/serie_form.html", contexte)


@avec_formulaire
def serie_creer(request: RequeteConnectee, pk: int) -> HttpResponse:
    atelier = get_object_or_404(
        ateliers_de_l_equipe(request).select_related("centre", "lieu"), pk=pk
    )
    exiger(peut_modifier_atelier(request.user, atelier))
    form = NouvelleSerieForm(request.POST or None, atelier=atelier)
    if request.method == "POST" and form.is_valid():
        series = _enregistrer(form, request)
        if len(series) > 1:
            messages.success(request, f"{len(series)} séries sont écrites, une par jour.")
        return redirect("ateliers:serie-apercu", pk=series[0].pk)
    return _page(request, form)


@transaction.atomic
def _enregistrer(form: NouvelleSerieForm, request: RequeteConnectee) -> list[Serie]:
    series = [operations.enregistrer_serie(s, par=request.user) for s in form.series()]
    for serie in series:
        serie.animateurs.set(form.cleaned_data["animateurs"])
    return series


def version_vue(request: RequeteConnectee) -> int | None:
    """The version the page was drawn from; one that cannot be read is of no series."""
    texte = request.POST.get("version", "")
    return nombre_lu(texte) or 0 if texte else None


@avec_formulaire
def serie_modifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(series_de_l_equipe(request), pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    if serie.etat != Serie.Etat.BROUILLON:
        messages.error(request, "La série est publiée. Changez-la depuis la page de ses dates.")
        return redirect("ateliers:serie-apercu", pk=pk)
    form = SerieForm(request.POST or None, instance=serie, atelier=serie.atelier)
    if request.method == "POST" and form.is_valid():
        try:
            voulue = form.save(commit=False)
            operations.enregistrer_serie(voulue, version=version_vue(request), par=request.user)
        except Refus as refus:
            return page_de_conflit(request, pk, refus)
        form.save_m2m()
        return redirect("ateliers:serie-apercu", pk=pk)
    vu = request.POST.get("vu") or ecrire_photo(form)
    version = request.POST.get("version") or serie.version
    return _page(request, form, serie=serie, vu=vu, version=version)


def page_de_conflit(request: RequeteConnectee, pk: int, refus: Refus) -> HttpResponse:
    """What the other person changed, over what this one typed; nothing is lost."""
    serie = get_object_or_404(series_de_l_equipe(request).select_related("modifiee_par"), pk=pk)
    actuel = SerieForm(instance=serie, atelier=serie.atelier)
    donnees, ecarts = fusionner(request.POST, actuel, dire=dire_en_mots(actuel))
    relue = Serie.objects.select_related("atelier__centre").get(pk=pk)
    form = SerieForm(donnees, instance=relue, atelier=relue.atelier)
    lignes = [{"label": form[e.champ].label, "ecart": e} for e in ecarts]
    contexte = {"serie": serie, "vu": donnees["vu"], "version": serie.version}
    return _page(request, form, conflit=refus, ecarts=lignes, **contexte)


@require_POST
def serie_basculer(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = _brouillon_a_changer(request, pk)
    if serie is None:
        return redirect("ateliers:serie-apercu", pk=pk)
    try:
        jour = dt.date.fromisoformat(request.POST.get("jour", ""))
        prevue = operations.basculer_date(serie, jour, version=version_vue(request))
    except ValueError:
        messages.error(request, "Ce n’est pas une date.")
    except Refus as refus:
        messages.error(request, str(refus))
    else:
        etat = "gardé" if prevue.est_gardee else "sauté"
        messages.success(request, f"{jour_long(jour).capitalize()}\u00a0: {etat}.")
    return redirect("ateliers:serie-apercu", pk=pk)


@require_POST
def serie_decaler(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = _brouillon_a_changer(request, pk)
    if serie is None:
        return redirect("ateliers:serie-apercu", pk=pk)
    try:
        jour, vers = (dt.date.fromisoformat(request.POST.get(n, "")) for n in ("jour", "vers"))
        operations.decaler_date(serie, jour, vers, version=version_vue(request))
    except ValueError:
        messages.error(request, "Choisissez la date à décaler et le nouveau jour.")
    except Refus as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"Le {jour_long(jour)} passe au {jour_long(vers)}.")
    return redirect("ateliers:serie-apercu", pk=pk)


def _brouillon_a_changer(request: RequeteConnectee, pk: int) -> Serie | None:
    """None, with a sentence, once people may hold places: the app above then changes it."""
    serie: Serie = get_object_or_404(series_de_l_equipe(request), pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    if serie.etat == Serie.Etat.BROUILLON:
        return serie
    messages.error(request, "La série est publiée depuis. Relisez ses dates, puis recommencez.")
    return None


@require_POST
def serie_publier(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = get_object_or_404(series_de_l_equipe(request), pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    if serie.etat == Serie.Etat.PUBLIEE:
        messages.info(request, "La série était déjà publiée. Rien n’a changé.")
        return redirect("ateliers:atelier-detail", pk=serie.atelier_id)
    une, nombre = serie, 0
    voulues = brouillons_de(serie.atelier) if "toutes" in request.POST else [serie]
    try:
        exiger_la_version(serie, version_vue(request))
        for une in voulues:
            nombre += len(operations.publier(une, par=request.user).ajoutees)
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect("ateliers:serie-apercu", pk=une.pk)
    publiees = "Les séries sont publiées" if len(voulues) > 1 else "La série est publiée"
    ajoutees = pluriel(nombre, "séance ajoutée,séances ajoutées")
    messages.success(request, f"{publiees}\u00a0: {ajoutees}.")
    return redirect("ateliers:atelier-detail", pk=serie.atelier_id)


def brouillons_de(atelier: Atelier) -> list[Serie]:
    """The drafts of a line, which may be published together."""
    brouillons = atelier.series.filter(etat=Serie.Etat.BROUILLON)
    return list(brouillons.select_related("atelier__centre", "lieu").order_by("jour", "du", "pk"))


@require_POST
def objectif_fixer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """What a line promises for a civil year; an empty answer takes it back."""
    atelier = get_object_or_404(ateliers_de_l_equipe(request), pk=pk)
    exiger(peut_modifier_atelier(request.user, atelier))
    ecrit = request.POST.get("seances", "").strip()
    annee = nombre_lu(request.POST.get("annee", ""), chiffres=4)
    seances = nombre_lu(ecrit or "0", chiffres=3)
    if annee is None or not 2000 <= annee <= 2099 or seances is None:
        messages.error(request, "Écrivez un nombre de séances, par exemple 24.")
    else:
        operations.fixer_objectif(atelier, annee, seances)
        promis = pluriel(seances, "séance promise,séances promises") if ecrit else "retiré"
        messages.success(request, f"Objectif {annee}\u00a0: {promis}.")
    if retour := nombre_lu(request.POST.get("serie", "")):
        return redirect("ateliers:serie-apercu", pk=retour)
    return redirect("ateliers:atelier-detail", pk=pk)
