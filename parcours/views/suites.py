"""What follows a line: freins, steps of an aim, answers of a partner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from parcours.forms.suites import FreinSuiviForm, JalonForm
from parcours.models import Frein, Jalon, Objectif, OrientationPartenaire
from parcours.operations.freins import suivre_frein
from parcours.operations.objectifs import atteindre_objectif, changer_jalon, poser_jalon
from parcours.operations.partenaires import changer_etat_partenaire
from parcours.permissions import peut_mener_le_parcours
from parcours.views.portes import page, vers_la_fiche


@avec_formulaire
def frein_suivre(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Where it is today, or what settled it; a sensitive one opens to who walks with her."""
    frein = get_object_or_404(
        Frein.objects.lisibles_par(request.user).select_related("parcours__personne"), pk=pk
    )
    exiger(peut_mener_le_parcours(request.user, frein.parcours))
    form = FreinSuiviForm(request.POST or None, frein=frein)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            suivre_frein(frein, **form.cleaned_data)
            messages.success(request, "C’est noté.")
            return vers_la_fiche(frein.parcours.personne, "t-freins")
    return page(request, "frein_suivre", form, frein=frein, parcours=frein.parcours)


def _objectif(request: RequeteConnectee, pk: int) -> Objectif:
    objectif: Objectif = get_object_or_404(
        Objectif.objects.visibles_par(request.user).select_related("parcours__personne"), pk=pk
    )
    exiger(peut_mener_le_parcours(request.user, objectif.parcours))
    return objectif


@avec_formulaire
def jalon_creer(request: RequeteConnectee, pk: int) -> HttpResponse:
    objectif = _objectif(request, pk)
    form = JalonForm(request.POST or None, objectif=objectif, lecteur=request.user)
    if request.method == "POST" and form.is_valid():
        champs = dict(form.cleaned_data)
        accord = champs.pop("accord")
        with refus_au_formulaire(form):
            poser_jalon(objectif, champs=champs, accord=accord, auteur=request.user)
            messages.success(request, "L’étape est notée.")
            return vers_la_fiche(objectif.parcours.personne, "t-objectifs")
    return page(request, "jalon_form", form, objectif=objectif, parcours=objectif.parcours)


@require_POST
def objectif_atteindre(request: RequeteConnectee, pk: int) -> HttpResponse:
    objectif = _objectif(request, pk)
    with refus_en_message(request):
        atteindre_objectif(objectif)
        messages.success(request, "C’est noté.")
    return vers_la_fiche(objectif.parcours.personne, "t-objectifs")


@require_POST
def jalon_changer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Done, left aside, or to come again: one tap."""
    jalon = get_object_or_404(
        Jalon.objects.visibles_par(request.user).select_related("objectif__parcours__personne"),
        pk=pk,
    )
    parcours = jalon.objectif.parcours
    exiger(peut_mener_le_parcours(request.user, parcours))
    etat = request.POST.get("etat", "")
    if etat in Jalon.Etat.values:
        changer_jalon(jalon, etat=etat)
        messages.success(request, "C’est noté.")
    else:
        messages.error(request, "Choisissez une réponse dans la liste.")
    return vers_la_fiche(parcours.personne, "t-objectifs")


@require_POST
def partenaire_changer(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Her answer to a partner that was proposed."""
    orientation = get_object_or_404(
        OrientationPartenaire.objects.lisibles_par(request.user).select_related(
            "parcours__personne"
        ),
        pk=pk,
    )
    exiger(peut_mener_le_parcours(request.user, orientation.parcours))
    etat = request.POST.get("etat", "")
    with refus_en_message(request):
        if etat not in OrientationPartenaire.Etat.values:
            raise Refus("Choisissez une réponse dans la liste.", code="etat")
        changer_etat_partenaire(orientation, etat=etat)
        messages.success(request, "C’est noté.")
    return vers_la_fiche(orientation.parcours.personne, "t-partenaires")
