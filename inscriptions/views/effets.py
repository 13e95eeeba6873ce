"""What an absence or a closure does to séances: one choice each, then one act for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ateliers.models import Absence, Seance
from ateliers.queries.touchees import (
    animateurs_possibles,
    touchees_par_l_absence,
    touchees_par_la_periode,
)
from centre.ecriture import jour_long, pluriel
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.models import PeriodeCalendrier, Professionnel
from centre.permissions import EQUIPE, exiger, peut_coordonner
from centre.temps import maintenant
from inscriptions.forms.vie import ANNULER, GARDER, ChoixForm
from inscriptions.operations import (
    AnnulationVoulue,
    Apercu,
    RemplacementVoulu,
    apercu_changement,
    changer_seances,
)
from inscriptions.views.changements import comptes_par_canal

MOTIFS = {
    PeriodeCalendrier.Genre.FERIE: Seance.Motif.JOUR_FERIE_OUBLIE,
    PeriodeCalendrier.Genre.FERMETURE: Seance.Motif.LIEU_INDISPONIBLE,
}


@dataclass(frozen=True)
class Effet:
    """A cause, the séances it touches, and where to go back."""

    titre: str
    dates: str
    seances: Sequence[Seance]
    motif: str
    retour: str
    absent: Professionnel | None = None
    remplacants: Sequence[Professionnel] = ()

    def choix_par_defaut(self, seance: Seance) -> str:
        """Somebody else leads it too: it can be held without her."""
        return GARDER if self.absent and len(seance.animateurs.all()) > 1 else ANNULER


def du_au(du: Any, au: Any) -> str:
    return f"le {jour_long(du)}" if du == au else f"du {jour_long(du)} au {jour_long(au)}"


@avec_formulaire
def absence_effet(request: RequeteConnectee, pk: int) -> HttpResponse:
    absences = Absence.objects.visibles_par(request.user)
    absence = get_object_or_404(absences.select_related("professionnel", "centre"), pk=pk)
    possibles = animateurs_possibles(absence.centre).exclude(pk=absence.professionnel_id)
    effet = Effet(
        titre=f"Absence de {absence.professionnel}",
        dates=du_au(absence.du, absence.au),
        seances=touchees_par_l_absence(absence, maintenant()),
        motif=Seance.Motif.INTERVENANT_ABSENT,
        retour=reverse("ateliers:absence-list"),
        absent=absence.professionnel,
        remplacants=list(possibles),
    )
    return _decider(request, effet)


@avec_formulaire
def periode_effet(request: RequeteConnectee, pk: int) -> HttpResponse:
    periodes = PeriodeCalendrier.objects.visibles_par(request.user).select_related("centre")
    periodes = periodes.filter(centre__in=request.user.centres_ids(*EQUIPE))
    periode = get_object_or_404(periodes, pk=pk)
    exiger(peut_coordonner(request.user, periode.centre))
    effet = Effet(
        titre=periode.nom,
        dates=du_au(periode.debut, periode.fin),
        seances=touchees_par_la_periode(periode, maintenant()),
        motif=MOTIFS.get(PeriodeCalendrier.Genre(periode.genre), Seance.Motif.AUTRE),
        retour=reverse("centre:calendrier"),
    )
    return _decider(request, effet)


def _decider(request: RequeteConnectee, effet: Effet) -> HttpResponse:
    """List, choose, read what will leave, do: a choice not typed yet keeps its default."""
    etape = request.POST.get("etape", "")
    formulaires = _formulaires(request, effet)
    contexte: dict[str, Any] = {"effet": effet, "formulaires": formulaires}
    # Every form, so that all the mistakes are shown at once.
    valides = [f.is_valid() for f in formulaires]
    if not etape or etape == "modifier" or not all(valides) or not formulaires:
        contexte["erreur"] = bool(etape and etape != "modifier" and formulaires)
        return render(request, "inscriptions/effet.html", contexte)
    voulu = _voulu(effet, formulaires)
    try:
        if etape != "apercu":
            return _faire(request, effet, voulu, dire=etape == "prevenir")
        apercu = apercu_changement(**voulu, par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return render(request, "inscriptions/effet.html", contexte)
    contexte |= _feuille(effet, apercu, voulu)
    return render(request, "inscriptions/effet_apercu.html", contexte)


def _formulaires(request: RequeteConnectee, effet: Effet) -> list[ChoixForm]:
    return [
        ChoixForm(
            request.POST or None,
            seance=seance,
            remplacants=effet.remplacants,
            choix=effet.choix_par_defaut(seance),
        )
        for seance in effet.seances
    ]


def _voulu(effet: Effet, formulaires: Sequence[ChoixForm]) -> dict[str, Any]:
    annulations, remplacements = [], []
    for form in formulaires:
        seance, version = form.seance, form.cleaned_data["version"]
        if form.remplacant is not None:
            relais = RemplacementVoulu(seance, effet.absent, form.remplacant, version)
            remplacements.append(relais)
        elif form.cleaned_data["choix"] == ANNULER:
            annulations.append(AnnulationVoulue(seance, effet.motif, version))
    return {"annulations": annulations, "remplacements": remplacements}


def _faire(
    request: RequeteConnectee, effet: Effet, voulu: dict[str, Any], *, dire: bool
) -> HttpResponse:
    fait = changer_seances(**voulu, par=request.user, prevenir=dire)
    annulees = sum(1 for s in fait.annulees if not s.fenetre_id)
    nombres = (
        (annulees, "séance annulée,séances annulées"),
        (len(fait.remplacees), "séance confiée à quelqu’un d’autre,séances confiées"),
        (len(effet.seances) - annulees - len(fait.remplacees), "séance gardée,séances gardées"),
    )
    dits = [pluriel(nombre, formes) for nombre, formes in nombres if nombre]
    prevenues = len({envoi.personne_id for envoi in fait.envois})
    if prevenues:
        dits.append(pluriel(prevenues, "personne prévenue,personnes prévenues"))
    messages.success(request, f"C’est fait\u00a0: {', '.join(dits)}.")
    return redirect(effet.retour)


def _feuille(effet: Effet, apercu: Apercu, voulu: dict[str, Any]) -> dict[str, Any]:
    attend = apercu.part_le is not None and apercu.part_le > maintenant()
    return {
        "apercu": apercu,
        "voulu": voulu,
        "comptes": comptes_par_canal(apercu),
        "attend": attend,
        "verbe": "Tout faire",
        "retour": effet.retour,
        "gardees": len(effet.seances) - len(voulu["annulations"]) - len(voulu["remplacements"]),
    }
