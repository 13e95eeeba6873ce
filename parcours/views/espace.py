"""The shared space of a parcours: diagnosis, plan, states, intervenants, notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import aujourdhui
from centre.textes import nombre_lu
from parcours.forms.espace import (
    DebutEmploiForm,
    DiagnosticForm,
    FinEmploiForm,
    IntervenantForm,
    LignePlanForm,
    NoteForm,
    SuiteForm,
)
from parcours.models import (
    Consentement,
    DiagnosticCommun,
    LignePlan,
    Parcours,
    ReferentParcours,
)
from parcours.operations import diagnostics, intervenants, maintien, notes_partagees, plans
from parcours.permissions import peut_mener_le_parcours, peut_partager
from parcours.queries.espace import espace_de
from parcours.queries.prealables import prealables_manquants


def _partage(request: RequeteConnectee, pk: int) -> Parcours:
    """Strangers find nothing; a prescriber who is no member is told no."""
    lus = Parcours.objects.visibles_par(request.user)
    parcours = get_object_or_404(lus.select_related("personne", "dispositif", "centre"), pk=pk)
    exiger(peut_partager(request.user, parcours))
    return parcours


def dans_l_espace(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the parcours of its address, once its rights are known."""

    @wraps(vue)
    def interieure(request: RequeteConnectee, pk: int) -> HttpResponse:
        return vue(request, _partage(request, pk))

    return interieure


def _retour(parcours: Parcours) -> HttpResponse:
    return redirect("parcours:espace", parcours.pk)


def _tenter(
    request: RequeteConnectee, parcours: Parcours, acte: Callable[[], object], *, fait: str
) -> HttpResponse:
    """One button: act, or say why not; the space is shown again."""
    with refus_en_message(request):
        acte()
        messages.success(request, fait)
    return _retour(parcours)


def _agir(
    request: RequeteConnectee,
    parcours: Parcours,
    form: forms.BaseForm,
    agir: Callable[[Any], object],
    **page: str,
) -> HttpResponse:
    """One small form: act, or show it again as it was typed."""
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            agir(form)
            messages.success(request, "C’est enregistré.")
            return _retour(parcours)
    # The form shows what is written already: a reading, from outside too.
    noter(request, parcours.centre, "Espace commun", sujet=parcours.personne.reference)
    return render(
        request, "parcours/espace_form.html", {"form": form, "parcours": parcours, **page}
    )


@require_safe
@dans_l_espace
def espace(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    noter(request, parcours.centre, "Espace commun", sujet=parcours.personne.reference)
    contexte = {
        "parcours": parcours,
        "espace": espace_de(parcours, aujourdhui()),
        "prealables": prealables_manquants(parcours),
        "mene": peut_mener_le_parcours(request.user, parcours),
        "form": NoteForm(),
    }
    return render(request, "parcours/espace.html", contexte)


@avec_formulaire
@dans_l_espace
def diagnostic_ecrire(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    connu = DiagnosticCommun.objects.filter(parcours=parcours).first()
    return _agir(
        request,
        parcours,
        DiagnosticForm(request.POST or None, instance=connu),
        lambda f: diagnostics.ecrire_diagnostic(
            parcours, champs=f.champs(), par=request.user, version=f.cleaned_data["version"]
        ),
        titre="Diagnostic commun",
        avis="Un changement demande aux deux moitiés du binôme de valider de nouveau.",
    )


@require_POST
@dans_l_espace
def diagnostic_valider(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    role = request.POST.get("role", "")[:24]
    version = nombre_lu(request.POST.get("version", "")) or 0
    return _tenter(
        request,
        parcours,
        lambda: diagnostics.valider_diagnostic(
            parcours, role=role, version=version, par=request.user
        ),
        fait="Le diagnostic est validé.",
    )


@avec_formulaire
@dans_l_espace
def ligne_ecrire(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    return _agir(
        request,
        parcours,
        LignePlanForm(request.POST or None, parcours=parcours),
        lambda f: plans.ecrire_ligne(parcours, champs=f.cleaned_data, par=request.user),
        titre="Ajouter au plan",
        avis="La personne lit le plan. Rien de confidentiel ici.",
    )


@avec_formulaire
def ligne_suivre(request: RequeteConnectee, pk: int) -> HttpResponse:
    ligne = get_object_or_404(LignePlan.objects.visibles_par(request.user), pk=pk)
    parcours = _partage(request, ligne.parcours_id)
    return _agir(
        request,
        parcours,
        SuiteForm(request.POST or None, instance=ligne),
        lambda f: plans.suivre_ligne(ligne, **f.cleaned_data),
        titre=ligne.quoi,
    )


@avec_formulaire
@dans_l_espace
def emploi_commencer(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    return _agir(
        request,
        parcours,
        DebutEmploiForm(request.POST or None),
        lambda f: maintien.commencer_emploi(parcours, par=request.user, **f.cleaned_data),
        titre="Un emploi commence",
        avis="La fin prévue change. Rien ne se ferme tout seul, rien n’est envoyé.",
    )


@avec_formulaire
@dans_l_espace
def emploi_arreter(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    return _agir(
        request,
        parcours,
        FinEmploiForm(request.POST or None),
        lambda f: maintien.arreter_emploi(parcours, par=request.user, **f.cleaned_data),
        titre="L’emploi s’arrête",
        avis="Le parcours reprend, avec la fin prévue d’avant l’emploi.",
    )


@avec_formulaire
@dans_l_espace
def intervenant_ajouter(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    exiger(peut_mener_le_parcours(request.user, parcours))
    return _agir(
        request,
        parcours,
        IntervenantForm(request.POST or None, parcours=parcours),
        lambda f: intervenants.ajouter_intervenant(parcours, par=request.user, **f.cleaned_data),
        titre="Quelqu’un d’un autre organisme",
        accord=Consentement.Objet.PARTAGE_ORGANISME.value,
        avis="Cette personne lit le plan et les notes partagées, jamais les notes confidentielles.",
    )


@require_POST
def intervenant_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    membres = ReferentParcours.objects.filter(
        parcours__in=Parcours.objects.visibles_par(request.user)
    )
    membre = get_object_or_404(membres.select_related("parcours"), pk=pk)
    parcours = _partage(request, membre.parcours_id)
    exiger(peut_mener_le_parcours(request.user, parcours))
    return _tenter(
        request,
        parcours,
        lambda: intervenants.retirer_intervenant(membre),
        fait="C’est fait. Cette personne ne lit plus rien ici.",
    )


@avec_formulaire
@dans_l_espace
def note_ecrire(request: RequeteConnectee, parcours: Parcours) -> HttpResponse:
    return _agir(
        request,
        parcours,
        NoteForm(request.POST or None),
        lambda f: notes_partagees.ecrire_note(
            parcours, texte=f.cleaned_data["texte"], par=request.user
        ),
        titre="Écrire une note partagée",
    )
