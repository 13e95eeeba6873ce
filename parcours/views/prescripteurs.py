"""The page by which a parcours passes to another prescriber."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from centre.http import RequeteConnectee, avec_formulaire
from centre.refus import refus_au_formulaire
from parcours.forms.prescripteurs import PrescripteurForm
from parcours.operations.prescripteurs import changer_prescripteur
from parcours.views.portes import page, parcours_a_mener, vers_la_fiche


@avec_formulaire
def prescripteur_changer(request: RequeteConnectee, pk: int) -> HttpResponse:
    parcours = parcours_a_mener(request, pk)
    form = PrescripteurForm(request.POST or None, parcours=parcours)
    if request.method == "POST" and form.is_valid():
        with refus_au_formulaire(form):
            nouveau = form.cleaned_data["prescripteur"]
            changer_prescripteur(parcours, prescripteur=nouveau, par=request.user)
            messages.success(request, f"{nouveau} suit ce parcours. Rien n’est envoyé.")
            return vers_la_fiche(parcours.personne)
    en_attente = parcours.renouvellements.en_attente().exists()
    return page(request, "prescripteur_changer", form, parcours=parcours, en_attente=en_attente)
