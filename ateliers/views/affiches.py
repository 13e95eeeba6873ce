"""Posters as PDF, for the team: the week, the year of one atelier, a card of one atelier."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from ateliers.affiches import atelier as fiches
from ateliers.affiches import semaine as semaines
from ateliers.models import Atelier
from ateliers.views.ateliers import annee_de, ateliers_de_l_equipe
from ateliers.views.filtres import lire_semaine
from centre.http import RequeteConnectee, centre_actif
from centre.pdf import PDFImpossible, composer, reponse_pdf
from centre.permissions import EQUIPE
from centre.temps import aujourdhui, ecrire_semaine, maintenant

journal = logging.getLogger(__name__)


def _papier(request: RequeteConnectee, formats: tuple[str, ...]) -> str:
    """``?format=a3``; the first format for anything else."""
    voulu = request.GET.get("format", "")
    return voulu if voulu in formats else formats[0]


def _pdf(
    request: RequeteConnectee, gabarit: str, donnees: Mapping[str, Any], *, fichier: str, sinon: str
) -> HttpResponse:
    """The document; the page one came from with a sentence, should it be impossible."""
    try:
        corps = composer(gabarit, donnees, quand=maintenant())
    except PDFImpossible:
        journal.exception("poster %s", gabarit)
        messages.error(
            request, "L’affiche n’a pas pu être faite. Réessayez, ou imprimez cette page."
        )
        return redirect(sinon)
    return reponse_pdf(corps, fichier=fichier)


@require_safe
def affiche_semaine(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *EQUIPE)
    lundi = lire_semaine(request.GET.get("semaine", ""), jour=aujourdhui())
    papier = _papier(request, semaines.FORMATS)
    donnees = semaines.affiche_semaine(centre, lundi=lundi, quand=maintenant(), papier=papier)
    fichier = f"planning-{ecrire_semaine(lundi)}-{papier}.pdf"
    return _pdf(
        request,
        "affiche_semaine.typ",
        donnees,
        fichier=fichier,
        sinon=reverse("ateliers:planning-semaine"),
    )


@require_safe
def affiche_annee(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The dates of ``?annee=`` on A4 or A3, a card on A5 or A6; nothing of level 3 on paper."""
    visibles = ateliers_de_l_equipe(request).select_related("centre")
    ligne = get_object_or_404(visibles, pk=pk)
    if not fiches.est_affichable(ligne):
        raise Http404
    papier = _papier(request, fiches.FORMATS)
    gabarit, donnees, suffixe = _document(ligne, papier, annee_de(request))
    fichier = f"{_nom(ligne)}-{suffixe}-{papier}.pdf"
    retour = reverse("ateliers:atelier-detail", args=[pk])
    return _pdf(request, gabarit, donnees, fichier=fichier, sinon=retour)


def _nom(ligne: Atelier) -> str:
    """A file name travels too: a discreet line has the name of its family."""
    return ligne.slug if ligne.se_partage else f"famille-{ligne.theme}"


def _document(ligne: Atelier, papier: str, annee: int) -> tuple[str, dict[str, Any], str]:
    quand = maintenant()
    if papier in fiches.CARTES:
        donnees = fiches.carte_atelier(ligne, quand=quand, papier=papier)
        return "carte_atelier.typ", donnees, "carte"
    donnees = fiches.affiche_annee(ligne, annee=annee, quand=quand, papier=papier)
    return "affiche_annee.typ", donnees, str(annee)
