"""The person's side: her hours, her dates, « ce n’est pas juste », her attestation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.acces import noter
from centre.erreurs import Refus
from centre.http import avec_formulaire
from centre.temps import a_paris
from inscriptions import session
from inscriptions.session import Visite
from inscriptions.views.moi import contexte_de
from presences.forms.attestation import DemandeForm, PeriodeAttesteeForm, gardees
from presences.operations import demander_correction
from presences.queries.personnelles import (
    LigneAttestee,
    attestation,
    bloc_des_heures,
    dates_de,
    lignes_attestables,
    presences_de,
)
from presences.views.attestations import donner


def _derriere_les_lettres(visite: Visite) -> HttpResponse | None:
    """Her presences are behind the three letters, as the rest of what is hers."""
    return None if visite.lettres else redirect("inscriptions:moi")


@require_safe
@session.page_personnelle
def moi_heures(request: HttpRequest, visite: Visite) -> HttpResponse:
    if sinon := _derriere_les_lettres(visite):
        return sinon
    personne = visite.personne
    noter(request, personne.centre, "page personnelle, présences", personne.reference)
    contexte = contexte_de(visite, **bloc_des_heures(visite))
    contexte["dates"] = [_date(presence, visite) for presence in dates_de(personne)]
    return render(request, "presences/moi_heures.html", contexte)


def _date(presence: Any, visite: Visite) -> dict[str, Any]:
    """One answer in her words: the title is the one she accepts on a screen."""
    atelier = presence.place.seance.atelier
    return {
        "presence": presence,
        "seance": presence.place.seance,
        "titre": atelier.titre_pour_la_personne(titres_explicites=visite.personne.veut_les_titres),
        "demande": presence.demande,
    }


@avec_formulaire
@session.page_personnelle
def moi_corriger(request: HttpRequest, visite: Visite, pk: int) -> HttpResponse:
    """Say by choice what is not right; the team answers, nothing changes before."""
    if sinon := _derriere_les_lettres(visite):
        return sinon
    presence = get_object_or_404(presences_de(visite.personne), pk=pk)
    form = DemandeForm(request.POST or None)
    erreur = ""
    if request.method == "POST":
        erreur = _demander(presence, form, visite)
        if not erreur:
            messages.success(request, _("C’est envoyé. Nous vérifions la feuille."))
            return redirect("presences:moi-heures")
    presence.demande = None  # type: ignore[attr-defined]
    contexte = contexte_de(visite, form=form, erreur=erreur, date=_date(presence, visite))
    return render(request, "presences/moi_corriger.html", contexte)


def _demander(presence: Any, form: DemandeForm, visite: Visite) -> str:
    if not form.is_valid():
        return _phrase("objet" if "objet" in form.errors else "dehors")
    try:
        demander_correction(presence, **form.cleaned_data, quand=visite.quand)
    except Refus as refus:
        return _phrase(refus.code) or str(refus)
    return ""


def _phrase(code: str) -> str:
    """Why her request is not sent, in her language."""
    return {
        "objet": _("Choisissez une phrase."),
        "pareil": _("C’est déjà ce qui est noté."),
        "heure": _("Écrivez l’heure d’arrivée ou l’heure de départ."),
        "dehors": _("Ces heures ne vont pas avec l’atelier. Écrivez-les de nouveau."),
    }.get(code, "")


@avec_formulaire
@session.page_personnelle
def moi_attestation(request: HttpRequest, visite: Visite) -> HttpResponse:
    """She chooses the period, sees each line, takes off what she wants, keeps the paper."""
    if sinon := _derriere_les_lettres(visite):
        return sinon
    personne = visite.personne
    donnees = request.POST if request.method == "POST" else request.GET
    form, du, au = PeriodeAttesteeForm.lire(donnees, a_paris(visite.quand).date())
    lignes = lignes_attestables(personne, du, au)
    gardes = gardees(request.POST, lignes)
    if request.method == "POST" and form.is_valid() and gardes:
        return _donner(request, visite, gardes, (du, au))
    if request.method == "POST" and form.is_valid():
        messages.error(request, _("Gardez au moins une ligne."))
    contexte = contexte_de(visite, form=form, lignes=lignes, du=du, au=au)
    return render(request, "presences/moi_attestation.html", contexte)


def _donner(
    request: HttpRequest,
    visite: Visite,
    gardes: list[LigneAttestee],
    periode: tuple[dt.date, dt.date],
) -> HttpResponse:
    personne = visite.personne
    noter(request, personne.centre, "attestation de présence", personne.reference)
    donnees = attestation(
        personne,
        gardes,
        periode=periode,
        par_semaine="par_semaine" in request.POST,
        quand=visite.quand,
    )
    return donner(request, donnees, quand=visite.quand, sinon="presences:moi-attestation")
