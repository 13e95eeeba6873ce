"""What a public feed lists, and its version, read before anything is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from ateliers import ical
from ateliers.models import Atelier, Seance, VersionAgenda
from ateliers.models.seances import SeanceQuerySet
from centre.models import Centre, Lieu
from centre.temps import bornes_du_jour


def avec_version(objets: QuerySet[Any], prefixe: str) -> QuerySet[Any]:
    """Annotate ``version`` and ``change_le`` of the feed ``<prefixe>:<pk>`` (None: never changed),
    so that an object and its validator come in one query."""
    cle = Concat(Value(f"{prefixe}:"), Cast(OuterRef("pk"), CharField()))
    versions = VersionAgenda.objects.filter(cle=cle)
    return objets.annotate(
        version=Subquery(versions.values("version")[:1]),
        change_le=Subquery(versions.values("modifiee_le")[:1]),
    )


def centres_en_agenda() -> QuerySet[Any]:
    return avec_version(Centre.objects.publies(), "centre")


def ateliers_en_agenda() -> QuerySet[Any]:
    """Lines of levels 0–1 that strangers may follow one by one."""
    lignes = Atelier.objects.affichables().filter(centre__est_public=True)
    return avec_version(lignes.select_related("centre"), "atelier")


def lieux_en_agenda() -> QuerySet[Any]:
    """Places whose programme may be shown: a closed office is not one of them."""
    lignes = Lieu.objects.filter(centre__est_public=True, est_confidentiel=False)
    return avec_version(lignes.select_related("centre"), "lieu")


def seances_publiques(jour: dt.date, **filtre: Any) -> SeanceQuerySet:
    """Published séances of levels 0–1 from 60 days before ``jour`` on, windows without slots."""
    debut, _ = bornes_du_jour(ical.depuis(jour))
    return (
        Seance.objects.affichables()
        .comptees()
        .filter(debut__gte=debut, lieu__est_confidentiel=False, **filtre)
        .order_by("debut", "id")
    )


def vevents(seances: SeanceQuerySet) -> list[bytes]:
    """The stored bytes in order; those that are missing are written on the fly, in one query."""
    octets = dict(seances.values_list("pk", "vevent"))
    absents = [pk for pk, vevent in octets.items() if vevent is None]
    if absents:
        for seance in seances.filter(pk__in=absents).select_related("atelier__centre", "lieu"):
            octets[seance.pk] = ical.vevent_public(seance)
    return [bytes(vevent) for vevent in octets.values() if vevent is not None]
