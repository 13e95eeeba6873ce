"""Sheets that wait, prints of a day or a month, roll call one by one, a word beside the sheet."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Atelier, Seance
from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, centre_actif
from centre.models import Centre
from centre.permissions import COORDINATION, REFERENT
from centre.refus import refus_en_message
from centre.temps import aujourdhui, instant, maintenant
from presences.forms.papier import CarnetForm, ImpressionForm
from presences.operations import compter_sans_nom, noter_pour_l_equipe
from presences.permissions import SUR_LA_FEUILLE
from presences.queries.feuilles import (
    compter,
    feuille_de,
    feuilles_en_attente,
    lignes,
    places_de_la_feuille,
    seances_de_l_equipe,
)
from presences.views.feuilles import seance_emargee
from presences.views.papier import imprimer

PAR_PAGE = 40
SEANCES_MAX = 80


@require_safe
@never_cache
def feuille_list(request: RequeteConnectee) -> HttpResponse:
    """The séances that are over with no closed sheet, the oldest first, and what to print."""
    centre = centre_actif(request, *SUR_LA_FEUILLE)
    attente = feuilles_en_attente(request.user, centre.pk, maintenant())
    page = Paginator(attente.prefetch_related("animateurs"), PAR_PAGE).get_page(
        request.GET.get("page")
    )
    contexte = {"page": page, "aujourdhui": aujourdhui(), "form": ImpressionForm()}
    contexte["ateliers"] = _ateliers(request, centre)
    contexte["peut_exporter"] = request.user.a_role(centre.pk, COORDINATION)
    return render(request, "presences/feuille_list.html", contexte)


def _ateliers(request: RequeteConnectee, centre: Centre) -> list[Atelier]:
    """Those whose sheets she may know of; a protected title stays with its team."""
    siennes = seances_de_l_equipe(request.user).filter(centre=centre)
    if not request.user.a_role(centre.pk, COORDINATION, REFERENT):
        siennes = siennes.animees_par(request.user)
    cles = siennes.order_by().values("atelier")
    ateliers = Atelier.objects.visibles_par(request.user).filter(pk__in=cles)
    return list(ateliers.order_by("titre"))


@require_POST
def feuilles_pdf(request: RequeteConnectee) -> HttpResponse:
    """All the sheets of a day, or of the month of one atelier, in one document."""
    centre = centre_actif(request, *SUR_LA_FEUILLE)
    form = ImpressionForm(request.POST)
    liste = reverse("presences:feuille-list")
    if not form.is_valid():
        messages.error(
            request, " ".join(str(e) for erreurs in form.errors.values() for e in erreurs)
        )
        return redirect(liste)
    seances = _a_imprimer(request, centre, form)
    if not seances:
        messages.error(request, "Pas de séance à imprimer pour ces dates.")
        return redirect(liste)
    du = form.bornes()[0]
    return imprimer(request, centre, seances, fichier=f"emargement-{du}.pdf", sinon=liste)


def _a_imprimer(request: RequeteConnectee, centre: Centre, form: ImpressionForm) -> list[Seance]:
    du, au = form.bornes()
    seances = (
        seances_de_l_equipe(request.user)
        .comptees()
        .filter(centre=centre)
        .entre(instant(du, dt.time()), instant(au, dt.time()))
        .exclude(etat=Seance.Etat.ANNULEE)
        .order_by("debut", "pk")
    )
    if form.cleaned_data.get("atelier") and not form.cleaned_data.get("jour"):
        seances = seances.filter(atelier=form.cleaned_data["atelier"])
    if not request.user.a_role(centre.pk, COORDINATION, REFERENT):
        seances = seances.animees_par(request.user)
    return list(seances[:SEANCES_MAX])


@require_safe
@never_cache
def feuille_appel(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The roll call: one person on the screen, the next one without an answer by default."""
    seance = seance_emargee(request, pk)
    feuille = lignes(places_de_la_feuille(seance))
    voulu = request.GET.get("place", "")
    rang = next((i for i, x in enumerate(feuille) if str(x.place.pk) == voulu), None)
    if rang is None:
        rang = next((i for i, x in enumerate(feuille) if not x.statut), None)
    noter(request, seance.centre, "Appel", nombre=len(feuille))
    contexte = {"seance": seance, "feuille": feuille_de(seance), "comptes": compter(feuille)}
    contexte |= {"nombre": len(feuille), "est_commencee": seance.debut <= maintenant()}
    if rang is not None:
        contexte |= {"ligne": feuille[rang], "rang": rang + 1}
        contexte["avant"] = feuille[rang - 1] if rang else None
        contexte["apres"] = feuille[rang + 1] if rang + 1 < len(feuille) else None
    return render(request, "presences/feuille_appel.html", contexte)


@require_POST
def feuille_carnet(request: RequeteConnectee, pk: int) -> HttpResponse:
    """People without a name and the team's word: each is written when it is sent."""
    seance = seance_emargee(request, pk)
    form = CarnetForm(request.POST)
    with refus_en_message(request):
        if not form.is_valid():
            raise Refus("Écrivez un nombre de 0 à 200, et 300 lettres au plus.", code="carnet")
        if form.cleaned_data["sans_nom"] is not None:
            compter_sans_nom(seance, nombre=form.cleaned_data["sans_nom"], par=request.user)
        if "note" in request.POST:
            noter_pour_l_equipe(seance, note=form.cleaned_data["note"])
        messages.success(request, "C’est noté.")
    return redirect("presences:feuille", pk=pk)
