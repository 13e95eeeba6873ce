"""The page of a bilan: the figures of a period, and the table by atelier."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bilans.figures.lecture import une_lecture
from bilans.figures.seances import seances_a_renseigner
from bilans.forms.periode import PeriodeForm
from bilans.permissions import centre_du_bilan
from bilans.tableaux import adresse, cartes, tableau
from centre.http import RequeteConnectee


@require_GET
def bilan(request: RequeteConnectee) -> HttpResponse:
    """Figures of a period with their totals, beside the same dates of the year before."""
    centre = centre_du_bilan(request)
    form = PeriodeForm(request.GET, centre=centre)
    perimetre, periode = form.perimetre, form.periode
    with une_lecture():
        chiffres = {"cartes": cartes(perimetre, periode), **tableau(perimetre, periode)}
    contexte = {
        "form": form,
        "centre": centre,
        "perimetre": perimetre,
        "periode": periode,
        "avant": periode.un_an_avant(),
        "un_an_avant": adresse(perimetre, periode.un_an_avant()),
        "a_renseigner": list(seances_a_renseigner(perimetre, periode)),
        "meme_periode": adresse(perimetre, periode),
        **chiffres,
    }
    return render(request, "bilans/bilan.html", contexte)
