"""The slots of a window, for the team; the free ones to take, for a social worker (S5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import ReglePermanence, Seance
from ateliers.operations.creneaux import fermer_creneau
from centre.acces import noter_chacune
from centre.ecriture import heure, jour_long
from centre.erreurs import Refus
from centre.http import RequeteConnectee, avec_formulaire, centre_actif
from centre.permissions import PARTENAIRES, exiger
from centre.refus import refus_en_message
from centre.temps import maintenant
from inscriptions.creneaux import (
    MOTS,
    creneaux_de,
    creneaux_reservables,
    par_jour,
    reservations_de,
)
from inscriptions.forms.creneaux import ReservationForm
from inscriptions.operations import annuler_place
from inscriptions.operations.offres import rouvrir_et_offrir
from inscriptions.operations.reservations import UNE_AUTRE, reserver_creneau, ressemblances
from inscriptions.permissions import peut_fermer_un_creneau, peut_placer_ici
from inscriptions.views.seances import trouver_seance


@require_safe
def seance_creneaux(request: RequeteConnectee, pk: int) -> HttpResponse:
    fenetre = trouver_seance(request, pk)
    if fenetre.fenetre_id:
        return redirect("inscriptions:seance-creneaux", fenetre.fenetre_id)
    vus = creneaux_de(fenetre, request.user, quand=maintenant())
    contexte = {
        "fenetre": fenetre,
        "creneaux": [(vu, MOTS[vu.etat]) for vu in vus],
        "libres": sum(vu.etat in ("libre", "garde") for vu in vus),
        "regle": ReglePermanence.objects.de(fenetre.atelier),
        "peut_fermer": peut_fermer_un_creneau(request.user, fenetre),
        "peut_placer": peut_placer_ici(request.user, fenetre),
    }
    return render(request, "inscriptions/seance_creneaux.html", contexte)


def _changer(
    request: RequeteConnectee, pk: int, geste: Callable[[Seance], Seance], fait: str
) -> HttpResponse:
    creneau = trouver_seance(request, pk)
    exiger(peut_fermer_un_creneau(request.user, creneau))
    with refus_en_message(request):
        geste(creneau)
        messages.success(request, fait.format(heure=heure(creneau.debut)))
    return redirect("inscriptions:seance-creneaux", creneau.fenetre_id or creneau.pk)


@require_POST
def creneau_fermer(request: RequeteConnectee, pk: int) -> HttpResponse:
    return _changer(request, pk, fermer_creneau, "Le créneau de {heure} est fermé.")


@require_POST
def creneau_rouvrir(request: RequeteConnectee, pk: int) -> HttpResponse:
    return _changer(request, pk, rouvrir_et_offrir, "Le créneau de {heure} se réserve de nouveau.")


@require_safe
def creneau_list(request: RequeteConnectee) -> HttpResponse:
    """Only what is free; of the others, nothing, not even that they exist."""
    centre = centre_actif(request, *PARTENAIRES)
    quand = maintenant()
    reservations = list(reservations_de(request.user, centre, quand=quand))
    if reservations:
        vues = [(centre, place.personne.reference) for place in reservations]
        noter_chacune(request, "Mes créneaux", vues)
    libres = creneaux_reservables(request.user, centre, quand=quand)
    contexte = {
        "centre": centre,
        "groupes": [(*cle, creneaux) for cle, creneaux in par_jour(libres).items()],
        "reservations": reservations,
    }
    return render(request, "inscriptions/creneau_list.html", contexte)


@avec_formulaire
def creneau_prendre(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Who it is for, her agreement, and « est-ce elle ? » when the centre may know her."""
    visibles = Seance.objects.visibles_par(request.user).creneaux()
    siens = visibles.filter(centre__in=request.user.centres_ids(*PARTENAIRES))
    creneau = get_object_or_404(siens.select_related("atelier", "centre", "lieu"), pk=pk)
    form = ReservationForm(request.POST or None)
    contexte: dict[str, Any] = {"creneau": creneau, "form": form, "une_autre": UNE_AUTRE}
    if request.method == "POST" and form.is_valid():
        try:
            _reserver(request, creneau, form)
        except Refus as refus:
            if refus.code == "doublon":
                contexte["proches"] = ressemblances(creneau.centre_id, form.identite())
            elif refus.code in ("pris", "ferme", "garde"):
                messages.error(request, str(refus))
                return redirect("inscriptions:creneau-list")
            else:
                form.add_error(None, str(refus))
        else:
            return redirect("inscriptions:creneau-list")
    return render(request, "inscriptions/creneau_prendre.html", contexte)


def _reserver(request: RequeteConnectee, creneau: Seance, form: ReservationForm) -> None:
    place = reserver_creneau(
        creneau,
        identite=form.identite(),
        choix=form.cleaned_data["choix"],
        accord_le=form.accord_donne(),
        langue=form.cleaned_data["langue"],
        par=request.user,
    )
    messages.success(
        request,
        f"Rendez-vous posé pour {place.personne.nom_court}\u00a0: {jour_long(creneau.debut)} "
        f"à {heure(creneau.debut)}.",
    )


@require_POST
def creneau_rendre(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Free a slot she booked herself; the person is told like for any other retrait."""
    centre = centre_actif(request, *PARTENAIRES)
    place = get_object_or_404(reservations_de(request.user, centre, quand=maintenant()), pk=pk)
    with refus_en_message(request):
        annuler_place(place, par=request.user)
        messages.success(request, f"Le créneau de {place.personne.nom_court} est rendu.")
    return redirect("inscriptions:creneau-list")
