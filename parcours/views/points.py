"""The point with the prescriber: what is due, the note, its reading, its sending, its paper."""

from __future__ import annotations

import copy
import logging
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.models import JournalAcces
from centre.permissions import exiger
from centre.refus import refus_au_formulaire, refus_en_message
from centre.temps import aujourdhui, maintenant
from parcours.exports.ecrits import donner, point_imprime
from parcours.forms.points import PointForm
from parcours.models import PointPrescripteur
from parcours.operations import points as operations
from parcours.operations.empreintes import empreinte_lue, est_intact
from parcours.permissions import SUIVI, peut_mener_le_parcours
from parcours.queries.points import par_prescripteur, points_dus
from parcours.views.lignes import ligne, saisie
from parcours.views.portes import parcours_a_mener, vers_la_fiche

journal = logging.getLogger(__name__)
PAGE = "Point avec le prescripteur"
ENREGISTRE = "C’est enregistré. Rien n’est envoyé."
A_RELIRE = "C’est enregistré. Le texte a changé\u00a0: relisez-le avec elle, puis notez la date."


@require_safe
def point_list(request: RequeteConnectee) -> HttpResponse:
    """One block per prescriber, so that one call or one meeting does them all."""
    centre = centre_actif(request, *SUIVI)
    groupes = par_prescripteur(points_dus(request.user, centre, aujourdhui()))
    return render(request, "parcours/point_list.html", {"groupes": groupes})


@require_POST
def point_commencer(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = parcours_a_mener(request, pk)
    try:
        point = operations.commencer(parcours, par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return vers_la_fiche(parcours.personne)
    return redirect("parcours:point", point.pk)


def _point(request: RequeteConnectee, pk: int) -> PointPrescripteur:
    point: PointPrescripteur = ligne(
        PointPrescripteur.objects.visibles_par(request.user).select_related(
            "destinataire__organisme"
        ),
        pk,
    )
    return point


@avec_formulaire
def point(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The note: written by the team while it is a draft, read by both once it is sent."""
    lu = _point(request, pk)
    mene = peut_mener_le_parcours(request.user, lu.parcours)
    if request.method == "POST":
        exiger(mene)
    form = PointForm(saisie(request), instance=copy.copy(lu))
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            vu = request.POST.get("vu")
            ecrit = operations.ecrire(lu, vu=vu, **form.cleaned_data)
            a_relire = form.cleaned_data["relu_le"] and not ecrit.relu_le
            messages.success(request, A_RELIRE if a_relire else ENREGISTRE)
            return redirect("parcours:point", pk)
    noter(request, lu.parcours.centre, PAGE, sujet=lu.parcours.personne.reference)
    contexte: dict[str, Any] = {"point": lu, "parcours": lu.parcours, "form": form, "mene": mene}
    contexte |= {"intact": lu.est_envoye and est_intact(lu), "vu": empreinte_lue(lu)}
    return render(request, "parcours/point.html", contexte)


@require_POST
def point_envoyer(request: RequeteConnectee, pk: int) -> HttpResponse:
    lu = _point(request, pk)
    exiger(peut_mener_le_parcours(request.user, lu.parcours))
    with refus_en_message(request):
        operations.envoyer(lu, par=request.user, vu=request.POST.get("vu"))
        messages.success(request, "Le point est envoyé. Il ne change plus.")
    return redirect("parcours:point", pk)


@require_safe
@never_cache
def point_pdf(request: RequeteConnectee, pk: int) -> HttpResponse:
    """The printable note: for her, for him, or for the file."""
    lu = _point(request, pk)
    acte = JournalAcces.Acte.EXPORT
    noter(request, lu.parcours.centre, PAGE, lu.parcours.personne.reference, acte)
    return donner(request, point_imprime(lu), quand=maintenant(), nom="point", sinon=("point", pk))
