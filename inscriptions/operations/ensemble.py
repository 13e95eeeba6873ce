"""Undo one date of a message that told several: take it back, and say again what stays true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from ateliers.models import Deplacement
from centre.messagerie import rappeler
from centre.models import Message
from inscriptions.models import Envoi, Place
from inscriptions.operations import prevenir
from inscriptions.operations.envoyer import Courrier

Dites = set[tuple[int, int]]


def messages_du_geste(
    directs: QuerySet[Message], seances: Iterable[int], *, le: dt.datetime
) -> QuerySet[Message]:
    """``directs``, and the messages of the same instant that name one of these séances among
    several."""
    voulues = set(seances)
    personnes = Place.objects.filter(seance__in=voulues).values("personne")
    candidats = Message.objects.filter(dtstamp=le, envoi__personne__in=personnes)
    pks = {m.pk for m in candidats if voulues & set(m.graine.get("seances", ()))}
    return Message.objects.filter(pk__in=pks | set(directs.values_list("pk", flat=True)))


def reprendre(messages: QuerySet[Message]) -> tuple[Dites, Dites]:
    """Take back what has not left; return the (person, séance) told for good, and those whose
    news was taken back with a message of several dates."""
    rappeler(messages)
    partis: Dites = set()
    repris: Dites = set()
    for message in messages.select_related("envoi"):
        envoi = message.envoi
        seances = message.graine.get("seances")
        if message.etat != Message.Etat.ANNULE:
            partis |= {(envoi.personne_id, pk) for pk in seances or [envoi.seance_id]}
        elif seances:
            repris |= {(envoi.personne_id, pk) for pk in seances}
    return partis, repris


def redire_le_reste(
    reste: Dites, *, le: dt.datetime, motif: str, quand: dt.datetime
) -> list[Envoi]:
    """Say again, without the date that was undone, what a message taken back told."""
    if not reste:
        return []
    seances = {seance for _, seance in reste}
    deplacements = Deplacement.objects.filter(seance__in=seances, le=le, annule_le__isnull=True)
    courrier = Courrier(quand, {d.seance_id: d for d in deplacements.select_related("avant_lieu")})
    places = (
        Place.objects.filter(seance__in=seances, personne__in={p for p, _ in reste})
        .select_related(
            "personne", "inscription", "seance__atelier", "seance__centre", "seance__lieu"
        )
        .order_by("pk")
    )
    # The last place of a person at a date is the one that counts.
    dernieres = {(p.personne_id, p.seance_id): p for p in places}
    prevenir.du_changement(
        [place for cle, place in dernieres.items() if cle in reste],
        motif=motif,
        courrier=courrier,
    )
    return courrier.envois
