"""What stands before a newcomer in one séance, and what it makes of her place (decision 32)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min, Sum

from ateliers.models import Seance
from centre.erreurs import Refus
from inscriptions.models import Place


@dataclass(frozen=True)
class Salle:
    """What stands before a newcomer: the last rank, the smallest group that waits, kept seats."""

    dernier: int | None = None
    plus_petit: int = 0
    gardees: int = 0

    def fait_attendre(self, sieges: int, seance: Seance) -> bool:
        """Whether a group must wait: no room, or somebody whose turn comes before (S8)."""
        libres = max(0, seance.places_libres - self.gardees)
        if sieges > libres:
            return True
        if self.dernier is None:
            return False
        return not seance.atelier.premier_qui_tient or self.plus_petit <= libres


def lire_les_salles(seances: Sequence[Seance], *, quand: dt.datetime) -> dict[int, Salle]:
    """The queue and the kept seats of locked séances, two queries at most."""
    pks = [seance.pk for seance in seances]
    attentes = Place.objects.en_attente().order_by().filter(seance__in=pks).values("seance")
    files = {ligne["seance"]: ligne for ligne in attentes.annotate(r=Max("rang"), p=Min("sieges"))}
    voulues = {s.pk: s.atelier.gardees_a(s.debut, quand) for s in seances}
    prises: dict[int, int] = {}
    if any(voulues.values()):
        utilisees = Place.objects.tenues().filter(seance__in=pks, sur_place_gardee=True)
        groupes = utilisees.order_by().values_list("seance").annotate(somme=Sum("sieges"))
        prises = dict(groupes)
    return {
        pk: Salle(
            dernier=files[pk]["r"] if pk in files else None,
            plus_petit=files[pk]["p"] if pk in files else 0,
            gardees=max(0, voulues[pk] - prises.get(pk, 0)),
        )
        for pk in pks
    }


def placer(place: Place, seance: Seance, salle: Salle) -> None:
    """Decide the state of a place in a locked séance; the caller writes it and counts the seats."""
    place.etat, place.rang = Place.Etat.CONFIRMEE, None
    if place.origine == Place.Origine.SANS_INSCRIPTION:
        _ajouter(seance, max(0, place.sieges - seance.places_libres))
    elif place.raison:
        _forcer(place, seance, salle)
    elif place.sur_place_gardee:
        if place.sieges > min(salle.gardees, seance.places_libres):
            raise Refus("Il ne reste plus assez de places gardées.", code="gardees")
    elif place.sieges > seance.capacite + seance.surreservation:
        raise Refus(
            "Ce groupe est plus grand que la séance. "
            f"Elle a {seance.capacite + seance.surreservation} places.",
            code="capacite",
        )
    elif salle.fait_attendre(place.sieges, seance):
        place.etat, place.rang = Place.Etat.LISTE_ATTENTE, (salle.dernier or 0) + 1


def _forcer(place: Place, seance: Seance, salle: Salle) -> None:
    """Add to the room what she needs, so that nobody who waits loses a seat she could take."""
    libres = max(0, seance.places_libres - salle.gardees) if salle.dernier is None else 0
    place.sieges_en_plus = max(0, place.sieges - libres)
    if not place.sieges_en_plus:
        place.raison = ""
    _ajouter(seance, place.sieges_en_plus)


def _ajouter(seance: Seance, sieges: int) -> None:
    if sieges > 0:
        seance.surreservation += sieges
        seance.save(update_fields=["surreservation"])
