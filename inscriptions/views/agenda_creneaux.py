"""A partner's own feed: her devices, and what they read (CAL-06)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ateliers.forms.abonnements import AppareilForm
from ateliers.operations.abonnements import fermer_abonnement, noter_l_usage
from ateliers.views.abonnements import appareils
from ateliers.views.agenda import reponse_agenda
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.limites import secret_inconnu
from centre.permissions import PARTENAIRES
from centre.temps import aujourdhui, maintenant
from inscriptions.agenda_creneaux import creneaux_du_flux, flux_des_creneaux
from inscriptions.ical import agenda_des_creneaux
from inscriptions.models import AbonnementPartenaire


@avec_formulaire
def creneau_agenda(request: RequeteConnectee) -> HttpResponse:
    centre = centre_actif(request, *PARTENAIRES)
    contexte = appareils(
        request,
        centre,
        AppareilForm(request.POST or None),
        adresse="inscriptions:agenda-creneaux",
        modele=AbonnementPartenaire,
    )
    return render(request, "inscriptions/creneau_agenda.html", contexte)


@require_POST
def creneau_agenda_retirer(request: RequeteConnectee, pk: int) -> HttpResponse:
    siens = AbonnementPartenaire.objects.visibles_par(request.user)
    abonnement = get_object_or_404(siens, pk=pk)
    fermer_abonnement(abonnement)
    messages.success(request, f"«\u00a0{abonnement.libelle}\u00a0» ne suit plus vos créneaux.")
    return redirect("inscriptions:creneau-agenda")


@login_not_required
@require_safe
def agenda_creneaux(request: HttpRequest, jeton: str) -> HttpResponse:
    """Her feed; unknown, revoked, and of somebody who left, are the same 404 (rule T3)."""
    jour = aujourdhui()
    lu = flux_des_creneaux(jeton, jour)
    if lu is None:
        return secret_inconnu(request, pour_un_agenda=True)
    noter_l_usage(lu, quand=maintenant(), modele=AbonnementPartenaire)

    def corps() -> bytes:
        places = creneaux_du_flux(lu, jour)
        return agenda_des_creneaux(places, nom=lu.nom, telephone=lu.telephone)

    return reponse_agenda(
        request,
        flux=f"c-{lu.pk}-{lu.marque}",
        version=None,
        change_le=lu.change_le,
        fichier="agenda.ics",
        corps=corps,
        est_prive=True,
    )
