"""What a change of séances does to calendars: SEQUENCE, stored bytes, versions of the feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from ateliers import ical
from ateliers.models import Atelier, Seance, VersionAgenda
from ateliers.models.seances import SeanceQuerySet
from centre.models import Centre, Lieu
from centre.temps import aujourdhui, bornes_du_jour, maintenant

LOT = 100
CHAMPS = ["sequence", "modifiee_le", "vevent"]


def cles_d_agenda(seances: Iterable[Seance], lieux: Iterable[int] = ()) -> set[str]:
    """The public feeds in which these séances stand, those of the places they left included."""
    cles = {f"lieu:{pk}" for pk in lieux}
    for seance in seances:
        cles |= {
            f"centre:{seance.centre_id}",
            f"atelier:{seance.atelier_id}",
            f"lieu:{seance.lieu_id}",
        }
    return cles


def rafraichir_agendas(cles: Iterable[str], *, quand: dt.datetime | None = None) -> None:
    """Raise the version of each feed; the caller's transaction carries the change itself.

    The keys are taken in order, so that two transactions never wait for each other.
    """
    triees = sorted(set(cles))
    quand = quand or maintenant()
    VersionAgenda.objects.bulk_create(
        [VersionAgenda(cle=cle, version=0, modifiee_le=quand) for cle in triees],
        ignore_conflicts=True,
    )
    for cle in triees:
        VersionAgenda.objects.filter(cle=cle).update(version=F("version") + 1, modifiee_le=quand)


@transaction.atomic
def marquer_modifiee(
    seances: Iterable[Seance], *, lieux: Iterable[int] = (), quand: dt.datetime | None = None
) -> None:
    """Record that what calendars show of these séances has changed (CAL-04).

    SEQUENCE rises by one on the stored value, the change is dated, the public bytes are written
    again and the feeds of the centre, the ateliers and the places (``lieux``: those just left)
    get a new version. Every change of a title, hour, place or state passes here.
    """
    quand = quand or maintenant()
    liste = list(seances)
    for debut in range(0, len(liste), LOT):
        _marquer(liste[debut : debut + LOT], quand)
    rafraichir_agendas(cles_d_agenda(liste, lieux), quand=quand)


def _marquer(lot: Sequence[Seance], quand: dt.datetime) -> None:
    verrou = Seance.objects.select_for_update(of=("self",)).order_by("pk")
    sequences = dict(verrou.filter(pk__in=[s.pk for s in lot]).values_list("pk", "sequence"))
    for seance in lot:
        seance.sequence = sequences[seance.pk] + 1
        seance.modifiee_le = quand
        seance.vevent = ical.vevent_public(seance)
    Seance.objects.bulk_update(lot, CHAMPS)


def seances_en_agenda(seances: SeanceQuerySet) -> SeanceQuerySet:
    """Those a feed still lists today, ready to be written."""
    depuis = bornes_du_jour(ical.depuis(aujourdhui()))[0]
    return seances.publiees().filter(debut__gte=depuis).select_related("atelier__centre", "lieu")


@transaction.atomic
def reecrire_agenda(objet: Atelier | Centre | Lieu) -> None:
    """Write again the calendars that show a title, the address of a place, the name of a centre."""
    genre = objet._meta.model_name or ""
    marquer_modifiee(seances_en_agenda(Seance.objects.filter(**{genre: objet})))
    # Also when no séance is left: the name of the feed itself may have changed.
    centre_id = objet.pk if isinstance(objet, Centre) else objet.centre_id
    rafraichir_agendas({f"{genre}:{objet.pk}", f"centre:{centre_id}"})
