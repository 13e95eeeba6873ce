"""The queue of one séance: whose turn it is, what is free for whom (decision 32).

Pure reading under the lock of the séance; who writes is in ``places`` and ``offres``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, F, Sum

from ateliers.models import Atelier, Seance
from centre.temps import a_paris, bornes_du_jour
from inscriptions.models import Place
from inscriptions.venues import venues

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centre.models import Centre


def sorties_passees(personnes: Iterable[int], seance: Seance) -> QuerySet[Place]:
    """Places that these people held at outings of the centre before this one, and came to."""
    tenues = Place.objects.confirmees().filter(
        personne__in=list(personnes),
        seance__centre=seance.centre_id,
        seance__atelier__genre=Atelier.Genre.SORTIE,
        seance__debut__lt=seance.debut,
    )
    return venues(tenues)


def sorties_de_l_annee(personnes: Iterable[int], seance: Seance) -> dict[int, int]:
    """How many outings of the same civil year each person had before this one; one query."""
    annee = a_paris(seance.debut).year
    depuis = bornes_du_jour(dt.date(annee, 1, 1))[0]
    comptes = (
        sorties_passees(personnes, seance)
        .filter(seance__debut__gte=depuis)
        .values("personne")
        .annotate(nombre=Count("pk"))
    )
    return {ligne["personne"]: ligne["nombre"] for ligne in comptes}


def ordonner(attente: Sequence[Place], seance: Seance) -> list[Place]:
    """The queue in the order of turns: by rank, or first those who went out the least.

    A group bigger than the séance, made smaller since, comes last: it would stop everybody.
    """
    sorties: dict[int, int] = {}
    if seance.atelier.moins_sortis_d_abord and attente:
        sorties = sorties_de_l_annee([p.personne_id for p in attente], seance)
    toutes = seance.capacite + seance.surreservation

    def tour(place: Place) -> tuple[bool, int, int, int]:
        trop_grand = place.sieges > toutes
        return trop_grand, sorties.get(place.personne_id, 0), place.rang or 0, place.pk

    return sorted(attente, key=tour)


def file_de(seance: Seance) -> list[Place]:
    """The waiting places of a séance, the next turn first.

    A permanence has one queue: whoever waits for a slot of its window is offered the first one
    that frees, in the order in which people came (S5).
    """
    if seance.fenetre_id is not None:
        attend = Place.objects.en_attente().filter(seance__fenetre=seance.fenetre_id)
        return list(attend.select_related("personne").order_by("faite_le", "pk"))
    attente = Place.objects.en_attente().filter(seance=seance.pk).select_related("personne")
    return ordonner(list(attente), seance)


def tours_de(seance: Seance) -> dict[int, int]:
    """The turn of each waiting place by id, as she and the team read it: 1 is the next."""
    return {place.pk: tour for tour, place in enumerate(file_de(seance), start=1)}


def tour_dit(place: Place) -> int | None:
    """The turn that her page shows of a place read ``avec_tour``.

    Base rows hold the order of arrival; who went out the least passes first by another reading.
    """
    if place.seance.atelier.moins_sortis_d_abord:
        return tours_de(place.seance).get(place.pk)
    return place.tour


def gardees(seance: Seance, quand: dt.datetime) -> int:
    """Seats still kept for the team and prescribers; those already used are no longer kept."""
    voulues = seance.atelier.gardees_a(seance.debut, quand)
    if not voulues:
        return 0
    prises = (
        Place.objects.tenues()
        .filter(seance=seance.pk, sur_place_gardee=True)
        .aggregate(somme=Sum("sieges"))["somme"]
    )
    return max(0, voulues - (prises or 0))


def libres_pour_tous(seance: Seance, quand: dt.datetime) -> int:
    """Free seats that the queue and the public may take."""
    return max(0, seance.places_libres - gardees(seance, quand))


def prochaine(file: Sequence[Place], *, libres: int, premier_qui_tient: bool) -> Place | None:
    """Whose turn it is with so many free seats: the first in strict order, or the first that fits.

    In strict order a group that does not fit stops the queue: nobody passes before it.
    """
    for place in file:
        if place.sieges <= libres:
            return place
        if not premier_qui_tient:
            return None
    return None


def attentes_a_proposer(centre: Centre, quand: dt.datetime) -> list[Place]:
    """Whose turn it is at each date that has free seats: what somebody may offer by hand.

    One query, one more per date whose atelier puts first those who went out the least.
    """
    libres = F("seance__capacite") + F("seance__surreservation")
    places = (
        Place.objects.en_attente()
        .filter(seance__centre=centre, seance__etat=Seance.Etat.PREVUE, seance__debut__gt=quand)
        .filter(seance__sieges_pris__lt=libres)
        .select_related("seance__atelier", "personne")
        .order_by("seance__debut", "seance", "rang", "pk")
    )
    tours = []
    for _, attente in groupby(places, key=lambda place: place.seance_id):
        file = list(attente)
        seance = file[0].seance
        tours.append(
            prochaine(
                ordonner(file, seance),
                libres=seance.places_libres,
                premier_qui_tient=seance.atelier.premier_qui_tient,
            )
        )
    return [place for place in tours if place is not None]
