"""What a cofinanced operation makes us keep after an erasure: a name apart, and its signatures."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet

from centre.temps import a_paris, bornes, maintenant
from inscriptions.models import Place
from parcours.models import Operation, Personne, PreuveConservee
from presences.models import Presence

VENUES = (Presence.Statut.PRESENT, Presence.Statut.PRESENT_PARTIEL)


def _venues_de(operation: Operation, jour: dt.date) -> QuerySet[Place]:
    debut, fin = bornes(operation.debut, operation.fin or jour)
    return Place.objects.filter(
        seance__atelier__operations=operation,
        seance__debut__gte=debut,
        seance__debut__lt=fin,
        presence__statut__in=VENUES,
    )


def _en_controle(jour: dt.date, **criteres: object) -> list[tuple[Operation, dt.date]]:
    """Operations whose proofs are still asked for, with the last day of keeping."""
    operations = Operation.objects.filter(est_europeenne=True, **criteres)
    dates = [(operation, operation.preuves_jusqu_au(jour)) for operation in operations]
    return [(operation, fin) for operation, fin in dates if fin is not None and fin >= jour]


def places_prouvees(jour: dt.date) -> QuerySet[Place]:
    """Seats whose signature is evidence today: one query per operation in control."""
    pks: set[int] = set()
    for operation, _ in _en_controle(jour):
        pks |= set(_venues_de(operation, jour).values_list("pk", flat=True))
    return Place.objects.filter(pk__in=pks)


def operations_de(
    reference: uuid.UUID, quand: dt.datetime | None = None
) -> list[tuple[Operation, dt.date, list[int]]]:
    """The operations for which this person is a proof: until when, and by which seats."""
    jour = a_paris(quand or maintenant()).date()
    centre = Personne.objects.filter(reference=reference).values("centre")
    trouvees = []
    for operation, fin in _en_controle(jour, centre__in=centre):
        places = _venues_de(operation, jour).filter(personne__reference=reference)
        pks = list(places.values_list("pk", flat=True))
        if pks:
            trouvees.append((operation, fin, pks))
    return trouvees


def mettre_a_part(reference: uuid.UUID) -> list[int]:
    """Copy the name where only a control reads it; return the seats whose signatures stay.

    Called before the name is erased; for somebody erased already it only tells the seats.
    """
    personne = Personne.objects.filter(reference=reference).first()
    if personne is None:
        return []
    gardees: list[int] = []
    for operation, fin, places in operations_de(reference):
        gardees += places
        if personne.anonymisee_le is None:
            PreuveConservee.objects.get_or_create(
                personne=personne,
                operation=operation,
                defaults={
                    "prenom": personne.prenom,
                    "nom": personne.nom,
                    "date_naissance": personne.date_naissance,
                    "jusqu_au": fin,
                },
            )
    return gardees
