"""The page of a bilan, and the rows behind each of its figures."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ateliers.models import Atelier, Seance
from bilans.dictionnaire import DICTIONNAIRE
from bilans.figures import FIGURES, Figure, Perimetre, Periode, calculer
from bilans.figures.lecture import une_lecture
from bilans.figures.seances import seances_a_renseigner
from bilans.forms.periode import PeriodeForm
from bilans.permissions import centre_du_bilan
from bilans.tableaux import adresse, cartes, tableau
from centre.acces import noter
from centre.http import RequeteConnectee
from centre.models import JournalAcces
from presences.models import Presence

PAR_PAGE = 50


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
        "a_renseigner": list(seances_a_renseigner(perimetre, periode)),
        "meme_periode": adresse(perimetre, periode),
        **chiffres,
    }
    return render(request, "bilans/bilan.html", contexte)


def _de_l_atelier(request: RequeteConnectee, figure: Figure, perimetre: Perimetre) -> QuerySet[Any]:
    """Rows of one atelier when the address names one; only séances and presences have one."""
    code = request.GET.get("atelier")
    if not code:
        return figure.lignes
    ateliers = Atelier.objects.visibles_par(request.user)
    atelier = get_object_or_404(ateliers, centre=perimetre.centre, code=code)
    chemins = {Presence: "place__seance__atelier", Seance: "atelier"}
    chemin = chemins.get(figure.lignes.model)
    if chemin is None:
        raise Http404
    return figure.lignes.filter(**{chemin: atelier})


def _visibles(request: RequeteConnectee, lignes: QuerySet[Any]) -> QuerySet[Any]:
    """Rows this reader may see one by one: a protected list stays with its team."""
    permises = lignes.model._default_manager.visibles_par(request.user)
    return lignes.filter(pk__in=permises.values("pk"))


@require_GET
def figure(request: RequeteConnectee, code: str) -> HttpResponse:
    """Who or what is behind a figure. Rows of protected ateliers are counted, not listed."""
    centre = centre_du_bilan(request)
    if code not in FIGURES:
        raise Http404
    form = PeriodeForm(request.GET, centre=centre)
    perimetre, periode = form.perimetre, form.periode
    lue = calculer(code, perimetre, periode)
    toutes = _de_l_atelier(request, lue, perimetre)
    visibles = _visibles(request, toutes)
    page = Paginator(visibles, PAR_PAGE).get_page(request.GET.get("page"))
    noter(
        request,
        centre,
        f"Bilan {code}",
        acte=JournalAcces.Acte.LISTE,
        nombre=len(page.object_list),
    )
    contexte = {
        **_entete(perimetre, periode, lue),
        "page": page,
        "cachees": toutes.count() - page.paginator.count,
        "atelier": request.GET.get("atelier", ""),
    }
    return render(request, "bilans/figure.html", contexte)


def _entete(perimetre: Perimetre, periode: Periode, figure: Figure) -> dict[str, Any]:
    return {
        "figure": figure,
        "definition": DICTIONNAIRE[figure.code],
        "modele": figure.lignes.model._meta.model_name,
        "periode": periode,
        "meme_periode": adresse(perimetre, periode),
    }
