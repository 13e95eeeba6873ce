"""The places of a cancelled séance: kept as they were, given back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ateliers.models import Seance
from inscriptions.models import Place
from inscriptions.operations.places import liberer
from inscriptions.operations.verrou import verrouiller

CHAMPS = ["etat", "etat_avant", "annulee_le"]


def suspendre(places: Sequence[Place], *, quand: dt.datetime) -> None:
    """End the places of séances that the centre cancels; each remembers what it was.

    Seats go back, absences are not counted; ranks and the end of an offer stay to be given back.
    """
    avant = {place.pk: (place.etat, place.offre_jusqua) for place in places}
    liberer(places, etat=Place.Etat.ANNULEE_CENTRE, quand=quand)
    for place in places:
        place.etat_avant, place.offre_jusqua = avant[place.pk]
    Place.objects.bulk_update(places, ["etat_avant", "offre_jusqua"])


def rendre(seances: Sequence[int], annulee_le: dt.datetime | None) -> None:
    """Give each place its former state: who waited waits, who was asked has still to answer.

    An offer whose hours ran out meanwhile ends by the ordinary road (``offres_sans_reponse``).
    """
    perdues = Place.objects.filter(
        seance__in=seances, etat=Place.Etat.ANNULEE_CENTRE, annulee_le=annulee_le
    ).exclude(etat_avant="")
    par_seance: dict[int, list[Place]] = {}
    for place in perdues.select_for_update(of=("self",)).order_by("pk"):
        par_seance.setdefault(place.seance_id, []).append(place)
    for seance in verrouiller(par_seance):
        rendues = [p for p in par_seance[seance.pk] if _asseoir(p, seance)]
        seance.save(update_fields=["sieges_pris", "surreservation"])
        Place.objects.bulk_update(rendues, CHAMPS)


def _asseoir(place: Place, seance: Seance) -> bool:
    """Put one place back in a locked séance; False when her seats are no longer there."""
    if place.etat_avant in Place.TENUES:
        manque = max(0, place.sieges - seance.places_libres)
        if manque > place.sieges_en_plus:
            return False
        seance.surreservation += manque
        seance.sieges_pris += place.sieges
    place.etat, place.etat_avant, place.annulee_le = place.etat_avant, "", None
    return True
