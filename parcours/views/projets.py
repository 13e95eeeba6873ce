"""Her project, her marks, her first name: what she says of herself."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from parcours.forms.suites import ProjetForm, ReperesForm
from parcours.models import Consentement, Personne, Projet, Repere
from parcours.operations.personnes import decider
from parcours.operations.projets import dire_son_projet, relire_le_projet
from parcours.operations.reperes import poser_reperes
from parcours.permissions import peut_ecrire_son_projet, peut_tenir_le_dossier
from parcours.queries.dessin import dessin_de
from parcours.views.portes import (
    page,
    parcours_a_mener,
    personne_du_centre,
    vers_la_fiche,
)


def _personne(request: RequeteConnectee, reference: uuid.UUID) -> Personne:
    personne = personne_du_centre(request, reference)
    exiger(peut_ecrire_son_projet(request.user, personne))
    return personne


@avec_formulaire
def projet_ecrire(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """A new version of what she wants, with the former ones below (ASG-03)."""
    personne = _personne(request, reference)
    versions = Projet.objects.visibles_par(request.user).filter(personne=personne)
    dernier = versions.first()
    form = ProjetForm(request.POST or None, initial={"texte": dernier.texte if dernier else ""})
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            dire_son_projet(personne, auteur=request.user, **form.cleaned_data)
            messages.success(request, "Son projet est écrit, avec ses mots.")
            return vers_la_fiche(personne)
    return page(request, "projet_form", form, personne=personne, versions=versions[:50])


@require_POST
def projet_relire(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    personne = _personne(request, reference)
    with refus_en_message(request):
        relire_le_projet(personne)
        messages.success(request, "Relu ensemble aujourd’hui.")
    return vers_la_fiche(personne)


@require_POST
def prenom_choisir(request: RequeteConnectee, reference: uuid.UUID) -> HttpResponse:
    """She may be called by her first name, or not any more; one says « vous » anyway (ASI-16)."""
    personne = personne_du_centre(request, reference)
    exiger(peut_tenir_le_dossier(request.user, personne))
    accepte = request.POST.get("prenom") == "oui"
    decider(
        personne,
        objet=Consentement.Objet.PRENOM,
        accepte=accepte,
        recueilli_par=str(request.user),
    )
    messages.success(request, "Son choix est noté.")
    return vers_la_fiche(personne)


@require_safe
def reperes(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Her own drawing, large, to look at together or to print (ASI-22)."""
    parcours = parcours_a_mener(request, pk)
    lus = Repere.objects.visibles_par(request.user).filter(parcours=parcours)
    contexte = {"parcours": parcours, "dessin": dessin_de(lus)}
    return render(request, "parcours/reperes.html", contexte)


@avec_formulaire
def reperes_poser(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = parcours_a_mener(request, pk)
    poses = Repere.objects.visibles_par(request.user).filter(parcours=parcours)
    suivant = "milieu" if poses.filter(moment="entree").exists() else "entree"
    form = ReperesForm(request.POST or None, initial={"moment": suivant})
    if request.method == "POST" and form.is_valid():
        choix = form.cleaned_data
        with refus_au_formulaire(form):
            poser_reperes(
                parcours,
                moment=choix["moment"],
                places=form.places(),
                le=choix["le"],
                auteur=request.user,
            )
            messages.success(request, "Ses repères sont posés.")
            return vers_la_fiche(parcours.personne, "t-reperes")
    return page(request, "reperes_poser", form, parcours=parcours)
