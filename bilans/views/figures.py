"""Who or what is behind a figure: lists that count, to the unit, what the figure says."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ateliers.models import Atelier
from bilans.figures import FIGURES, Perimetre, calculer
from bilans.figures.derriere import DES_ORIENTATIONS, DES_SEANCES, listes_de
from bilans.figures.lecture import une_lecture
from bilans.figures.listes import Lignes, Liste, nombre_de
from bilans.figures.perimetre import GENRES
from bilans.forms.periode import PeriodeForm
from bilans.permissions import centre_du_bilan
from bilans.rangees import rangee
from bilans.tableaux import adresse
from centre.acces import noter
from centre.http import RequeteConnectee
from centre.models import JournalAcces, Organisme
from centre.textes import nombre_lu

PAR_PAGE = 50


@require_GET
def figure(request: RequeteConnectee, code: str) -> HttpResponse:
    """Lines of protected ateliers are counted, not listed."""
    centre = centre_du_bilan(request)
    if code not in FIGURES:
        raise Http404
    form = PeriodeForm(request.GET, centre=centre)
    perimetre = _restreint(request, code, form.perimetre)
    with une_lecture():
        lue = calculer(code, perimetre, form.periode)
        contexte = _liste_choisie(request, listes_de(code, perimetre, form.periode))
    noter(request, centre, f"Bilan {code}", acte=JournalAcces.Acte.LISTE,
          nombre=len(contexte["page"].object_list))  # fmt: skip
    contexte |= {
        "figure": lue,
        "periode": form.periode,
        "precisions": _precisions(perimetre),
        "meme_figure": adresse(perimetre, form.periode),
        "meme_periode": adresse(form.perimetre, form.periode),
    }
    return render(request, "bilans/figure.html", contexte)


def _restreint(request: RequeteConnectee, code: str, perimetre: Perimetre) -> Perimetre:
    """What the address narrows; 404 where the figure cannot be narrowed so."""
    if atelier := request.GET.get("atelier"):
        siens = Atelier.objects.visibles_par(request.user).filter(centre=perimetre.centre)
        perimetre = replace(perimetre, atelier=get_object_or_404(siens, code=atelier))
    if request.GET.get("sorties") == "non":
        perimetre = perimetre.sans_sorties()
    if organisme := request.GET.get("organisme"):
        connus = Organisme.objects.visibles_par(request.user).filter(centre=perimetre.centre)
        lu = get_object_or_404(connus, pk=nombre_lu(organisme))
        perimetre = replace(perimetre, organisme=lu)
    des_seances = perimetre.atelier or perimetre.genres != GENRES
    if (des_seances and code not in DES_SEANCES) or (
        perimetre.organisme and code not in DES_ORIENTATIONS
    ):
        raise Http404
    return perimetre


def _precisions(perimetre: Perimetre) -> list[str]:
    """What the address keeps, in words."""
    gardes = (perimetre.dispositif, perimetre.atelier, perimetre.organisme)
    sans_sorties = ["sans les sorties"] * (perimetre.genres != GENRES)
    return [*(str(garde) for garde in gardes if garde), *sans_sorties]


def _liste_choisie(request: RequeteConnectee, listes: list[Liste]) -> dict[str, Any]:
    """The list of the address, that of the number by default, with what this reader sees of it."""
    cle = request.GET.get("liste") or listes[0].cle
    liste = next((liste for liste in listes if liste.cle == cle), None)
    if liste is None:
        raise Http404
    lues = liste.lues_par(request.user)
    page = Paginator(lues, PAR_PAGE).get_page(request.GET.get("page"))
    rangees = _rangees(liste, page, lues)
    tous, somme = nombre_de(liste.lignes), liste.total(liste.lignes)
    cachees = tous - page.paginator.count
    return {
        "annonces": [(liste, liste.annonce) for liste in listes] if len(listes) > 1 else [],
        "liste": liste,
        "page": page,
        "rangees": rangees,
        "colonnes": len(rangees[0][0]) if rangees else 1,
        "nombre": tous,
        "somme": somme,
        "cachees": cachees,
        "somme_cachee": somme - liste.total(lues) if cachees else 0,
    }


def _rangees(liste: Liste, page: Page[Any], lues: Lignes) -> list[tuple[Any, Any]]:
    lignes = list(page.object_list)
    return list(zip_longest(map(rangee, lignes), liste.valeurs(lignes, lues)))
