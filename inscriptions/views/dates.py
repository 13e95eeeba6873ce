"""The dates of a published series: a day kept or skipped, the planning brought up to its rule.

The page of the dates is in ``ateliers``; what touches people comes here, with the sheet « Avant
d’envoyer » whenever somebody is concerned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ateliers.models import Serie
from ateliers.permissions import peut_modifier_serie
from centre.ecriture import heure, jour_long, pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee
from centre.permissions import EQUIPE, exiger
from centre.temps import maintenant
from centre.textes import nombre_lu
from inscriptions.operations import (
    Apercu,
    ChangementDeDates,
    apercu_des_dates,
    basculer_date,
    replanifier,
)
from inscriptions.views.changements import comptes_par_canal

Geste = Callable[..., ChangementDeDates]


def trouver_serie(request: RequeteConnectee, pk: int) -> Serie:
    """A published series of the team, whose dates the user may change."""
    centres = request.user.centres_ids(*EQUIPE)
    series = Serie.objects.visibles_par(request.user).publiees().filter(atelier__centre__in=centres)
    liees = series.select_related("atelier__centre", "lieu", "evenement", "rythme").distinct()
    serie = get_object_or_404(liees, pk=pk)
    exiger(peut_modifier_serie(request.user, serie))
    return serie


@require_POST
def serie_basculer(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = trouver_serie(request, pk)
    try:
        jour = dt.date.fromisoformat(request.POST.get("jour", ""))
    except ValueError:
        messages.error(request, "Ce n’est pas une date.")
        return redirect("ateliers:serie-apercu", pk)

    def geste(**options: Any) -> ChangementDeDates:
        return basculer_date(serie, jour, par=request.user, **options)

    return _changer(request, serie, geste, titre=jour_long(jour).capitalize(), jour=jour)


@require_POST
def serie_replanifier(request: RequeteConnectee, pk: int) -> HttpResponse:
    serie = trouver_serie(request, pk)

    def geste(**options: Any) -> ChangementDeDates:
        return replanifier(serie, par=request.user, **options)

    return _changer(request, serie, geste, titre="Mettre le planning à jour")


def _changer(
    request: RequeteConnectee, serie: Serie, geste: Geste, **contexte: Any
) -> HttpResponse:
    """Show who would be told; nobody concerned, or confirmed: do it."""
    etape = request.POST.get("etape", "")
    retour = redirect("ateliers:serie-apercu", serie.pk)
    version = _version(request) if etape or "version" in request.POST else None
    try:
        if etape not in ("prevenir", "sans_prevenir"):
            apercu, prevu = apercu_des_dates(
                serie, lambda quand: geste(quand=quand, version=version), quand=maintenant()
            )
            if apercu.lignes:
                contexte |= _feuille(serie, apercu, prevu)
                return render(request, "inscriptions/serie_avant.html", contexte)
        fait = geste(prevenir=etape != "sans_prevenir", version=version)
    except Refus as refus:
        messages.error(request, str(refus))
        return retour
    dire_le_changement(request, fait)
    return retour


def _version(request: RequeteConnectee) -> int:
    """The version the sheet was drawn from; one that cannot be read is of no series."""
    return nombre_lu(request.POST.get("version", "")) or 0


def _feuille(serie: Serie, apercu: Apercu, prevu: ChangementDeDates) -> dict[str, Any]:
    attend = apercu.part_le is not None and apercu.part_le > maintenant()
    return {
        "serie": serie,
        "apercu": apercu,
        "prevu": prevu,
        "comptes": comptes_par_canal(apercu),
        "attend": attend,
        "verbe": "Annuler la séance" if prevu.annulees else "Changer les dates",
        "retour": reverse("ateliers:serie-apercu", args=[serie.pk]),
    }


def dire_le_changement(
    request: RequeteConnectee, fait: ChangementDeDates, *, deplacees: int = 0
) -> None:
    """Say in one sentence what a change of dates did, and whom it tells."""
    if fait.est_vide:
        messages.info(request, "Le planning suivait déjà la série. Rien n’a changé.")
        return
    ajoutees = len(fait.ajoutees) + len(fait.retablies)
    annulees = sum(1 for seance in fait.annulees if not seance.fenetre_id)
    nombres = (
        (deplacees, "séance déplacée,séances déplacées"),
        (ajoutees, "séance ajoutée,séances ajoutées"),
        (annulees, "séance annulée,séances annulées"),
        (len(fait.planification.retirees), "séance retirée,séances retirées"),
        (len(fait.planification.modifiees), "séance modifiée,séances modifiées"),
    )
    dits = [pluriel(nombre, formes) for nombre, formes in nombres if nombre]
    texte = f"C’est fait\u00a0: {', '.join(dits)}."
    prevenues = len({envoi.personne_id for envoi in fait.envois})
    if prevenues:
        depart = heure(min(envoi.message.a_partir_de for envoi in fait.envois))
        qui = pluriel(prevenues, "personne est prévenue,personnes sont prévenues")
        texte += f" {qui[:1].upper()}{qui[1:]} à partir de {depart}."
    messages.success(request, texte)
