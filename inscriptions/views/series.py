"""Change a published series: the form, the sheet with what changes and who is told, the act."""

from __future__ import annotations

from copy import copy
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ateliers.forms.fusion import dire_en_mots, ecrire_photo, fusionner, photographier
from ateliers.models import Serie
from ateliers.views.calendrier import annees_a_cocher
from ateliers.views.series import version_vue
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.temps import maintenant
from centre.textes import nombre_lu
from inscriptions.forms.series import SEANCE, ChangerSerieForm
from inscriptions.operations import (
    Apercu,
    ChangementDeSerie,
    SerieVoulue,
    apercu_des_dates,
    changer_serie,
)
from inscriptions.views.changements import comptes_par_canal
from inscriptions.views.dates import dire_le_changement, trouver_serie


@avec_formulaire
def serie_changer(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = trouver_serie(request, pk)
    form = ChangerSerieForm(request.POST or None, instance=copy(serie), atelier=serie.atelier)
    etape = request.POST.get("etape", "apercu")
    if request.method != "POST" or etape == "modifier" or not form.is_valid():
        vu = request.POST.get("vu") or ecrire_photo(form)
        version = request.POST.get("version") or serie.version
        return _page(request, serie, form, vu=vu, version=version)
    if form.cleaned_data["portee"] == SEANCE:
        return _cette_seance(request, serie, form)
    voulue = form.voulue(_a_realigner(request))
    try:
        if etape in ("prevenir", "sans_prevenir"):
            return _faire(request, serie, voulue, prevenir=etape == "prevenir")
        return _montrer(request, serie, form, voulue)
    except Refus as refus:
        if refus.code == "version":
            return _conflit(request, pk)
        form.add_error(None, str(refus))
        return _page(request, serie, form, vu=request.POST.get("vu"), version=serie.version)


def _page(
    request: RequeteConnectee, serie: Serie, form: ChangerSerieForm, **contexte: Any
) -> HttpResponse:
    calendrier = annees_a_cocher(serie.atelier.centre, form.annees, form.jours_coches)
    contexte = {"serie": serie, "form": form, "calendrier": calendrier, **contexte}
    return render(request, "inscriptions/serie_changer.html", contexte)


def _a_realigner(request: RequeteConnectee) -> set[int]:
    """Rows changed by hand that she wants back under the rule: « touchee-12=realigner »."""
    cles = (cle for cle, valeur in request.POST.items() if valeur == "realigner")
    textes = (cle.removeprefix("touchee-") for cle in cles if cle.startswith("touchee-"))
    return {pk for texte in textes if (pk := nombre_lu(texte, chiffres=18))}


def _cette_seance(request: RequeteConnectee, serie: Serie, form: ChangerSerieForm) -> HttpResponse:
    """One date alone is moved on its own page, with the hours and the place typed here."""
    propres = form.cleaned_data
    seance = serie.seances.filter(date_origine=propres["le"]).first()
    if seance is not None and not {"heure_debut", "heure_fin", "lieu"} & set(form.changed_data):
        return redirect("inscriptions:seance-detail", seance.pk)
    if seance is not None:
        ecrit = {"debut": f"{propres['heure_debut']:%H:%M}", "fin": f"{propres['heure_fin']:%H:%M}"}
        page = reverse("inscriptions:seance-deplacer", args=[seance.pk])
        return redirect(f"{page}?{urlencode({**ecrit, 'lieu': propres['lieu'].pk})}")
    form.add_error("le", "Il n’y a pas de séance de cette série ce jour-là.")
    return _page(request, serie, form, vu=request.POST.get("vu"), version=serie.version)


def _montrer(
    request: RequeteConnectee, serie: Serie, form: ChangerSerieForm, voulue: SerieVoulue
) -> HttpResponse:
    apercu, prevu = apercu_des_dates(
        serie,
        lambda quand: changer_serie(
            serie, voulue, par=request.user, version=version_vue(request), quand=quand
        ),
        quand=maintenant(),
    )
    contexte = _feuille(serie, apercu, prevu)
    contexte |= {
        "champs": _ce_qui_change(request, serie, form),
        "donnees": _donnees(request),
        "realignees": voulue.realigner,
    }
    return render(request, "inscriptions/serie_changement.html", contexte)


def _feuille(serie: Serie, apercu: Apercu, prevu: ChangementDeSerie) -> dict[str, Any]:
    attend = apercu.part_le is not None and apercu.part_le > maintenant()
    return {
        "serie": serie,
        "apercu": apercu,
        "prevu": prevu,
        "comptes": comptes_par_canal(apercu),
        "attend": attend,
        "verbe": "Changer la série",
        "retour": reverse("ateliers:serie-apercu", args=[serie.pk]),
    }


def _ce_qui_change(
    request: RequeteConnectee, serie: Serie, form: ChangerSerieForm
) -> list[dict[str, str]]:
    """Each answer that differs from the series, before and after, in words."""
    avant = photographier(ChangerSerieForm(instance=copy(serie), atelier=serie.atelier))
    dire = dire_en_mots(form)
    lignes = []
    for nom in avant:
        tape = sorted(t for t in request.POST.getlist(nom) if t != "")
        if nom in ("portee", "le", "du", "fin_par") or tape == avant[nom]:
            continue
        label = str(form.fields[nom].label)
        lignes.append({"label": label, "avant": dire(nom, avant[nom]), "apres": dire(nom, tape)})
    return lignes


def _donnees(request: RequeteConnectee) -> list[tuple[str, str]]:
    """The answers of the form, to be sent again with the confirmation."""
    garde = ("csrfmiddlewaretoken", "etape")
    return [
        (cle, valeur)
        for cle, valeurs in request.POST.lists()
        if cle not in garde and not cle.startswith("touchee-")
        for valeur in valeurs
    ]


def _faire(
    request: RequeteConnectee, serie: Serie, voulue: SerieVoulue, *, prevenir: bool
) -> HttpResponse:
    fait = changer_serie(
        serie, voulue, par=request.user, prevenir=prevenir, version=version_vue(request)
    )
    if fait.suite is not None:
        texte = "La série est fermée, une autre la continue."
        messages.info(request, texte)
    dire_le_changement(request, fait, deplacees=len(fait.reprise.alignees))
    return redirect("ateliers:serie-apercu", (fait.suite or serie).pk)


def _conflit(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Somebody changed the series meanwhile: say what, keep what was typed."""
    serie = get_object_or_404(
        Serie.objects.visibles_par(request.user).select_related(
            "atelier__centre", "lieu", "modifiee_par"
        ),
        pk=pk,
    )
    actuel = ChangerSerieForm(instance=copy(serie), atelier=serie.atelier)
    donnees, ecarts = fusionner(request.POST, actuel, dire=dire_en_mots(actuel))
    form = ChangerSerieForm(donnees, instance=copy(serie), atelier=serie.atelier)
    lignes = [{"label": form[e.champ].label, "ecart": e} for e in ecarts]
    contexte = {"conflit": True, "ecarts": lignes, "vu": donnees["vu"], "version": serie.version}
    return _page(request, serie, form, **contexte)
