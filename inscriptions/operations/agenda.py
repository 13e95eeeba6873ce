"""The version of a person's private feed: raised in the transaction of what the feed shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import F

from ateliers.models import VersionAgenda


def cle_agenda(personne_id: int) -> str:
    return f"personne:{personne_id}"


def agenda_change(personnes: Iterable[int], *, quand: dt.datetime) -> None:
    """Raise the feed version of each person (agenda rule H3), two queries whatever their number."""
    cles = sorted({cle_agenda(pk) for pk in personnes})
    VersionAgenda.objects.bulk_create(
        [VersionAgenda(cle=cle, version=0, modifiee_le=quand) for cle in cles],
        ignore_conflicts=True,
    )
    VersionAgenda.objects.filter(cle__in=cles).update(version=F("version") + 1, modifiee_le=quand)
