"""« Qui paie ce parcours » : the shares of its funders, for the coordination."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from centre.acces import noter
from centre.http import RequeteConnectee, avec_formulaire
from centre.permissions import exiger
from centre.refus import refus_au_formulaire
from parcours.forms.financement import PartsForm
from parcours.models import Parcours
from parcours.operations.financement import repartir
from parcours.permissions import peut_financer
from parcours.queries.financement import hors_public, parts_des_parcours
from parcours.views.lignes import saisie
from parcours.views.portes import page, parcours_a_mener, vers_la_fiche


@avec_formulaire
def financement(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Its own shares, or those of its frame until somebody writes others."""
    parcours = parcours_a_mener(request, pk)
    exiger(peut_financer(request.user, parcours))
    noter(request, parcours.centre, "Qui paie le parcours", sujet=parcours.personne.reference)
    parts = parts_des_parcours([parcours])[parcours.pk]
    form = PartsForm(saisie(request), actuelles=parts)
    if request.method == "POST" and ("reprendre" in request.POST or form.is_valid()):
        with refus_au_formulaire(form):
            _repartir(request, parcours, form)
            return vers_la_fiche(parcours.personne)
    contexte = {
        "parcours": parcours,
        "a_ses_parts": parcours.parts.exists(),
        "hors_public": hors_public(parcours, parts),
    }
    return page(request, "financement", form, **contexte)


def _repartir(request: RequeteConnectee, parcours: Parcours, form: PartsForm) -> None:
    parts = {} if "reprendre" in request.POST else form.parts()
    repartir(parcours, parts=parts)
    messages.success(request, "Les parts sont gardées." if parts else "Le dispositif décide.")
    for financeur in hors_public(parcours, parts):
        messages.warning(
            request,
            f"{financeur.label} ne paie que pour les personnes handicapées. Rien, à l’entrée de ce "
            "parcours, ne dit un handicap\u00a0: vérifiez la part ou le public.",
        )
