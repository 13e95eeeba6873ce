"""The rules of keeping of ``presences``, and when people were last seen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Max

from centre.conservation import Regle
from inscriptions.models import Place
from presences.models import Presence, PriseDeNouvelles
from presences.operations.tablette_signatures import oublier_les_signatures, signatures_anciennes

ABSENCES = (Presence.Statut.ABSENT, Presence.Statut.ABSENT_EXCUSE)
SANS_VOIX = (
    PriseDeNouvelles.Issue.MESSAGE,
    PriseDeNouvelles.Issue.SANS_REPONSE,
    PriseDeNouvelles.Issue.INUTILE,
)


def contacts() -> Iterator[tuple[uuid.UUID, dt.datetime]]:
    """Days when she came, or may have come, or will; calls that reached her. Not absences."""
    places = Place.objects.filter(etat__in=Place.VIVANTES).exclude(presence__statut__in=ABSENCES)
    reference = places.order_by().values_list("personne__reference")
    yield from reference.annotate(le=Max("seance__debut"))
    voix = PriseDeNouvelles.objects.exclude(issue__in=SANS_VOIX).order_by()
    yield from voix.values_list("parcours__personne__reference").annotate(dernier=Max("le"))


REGLES = (
    Regle(
        code="presences.signatures",
        quoi="Signatures des feuilles",
        duree="3 mois après la fin de l’année",
        ensuite="effacées, sauf celles qui prouvent une opération cofinancée",
        pourquoi="Choix du service\u00a0; règles du FSE+ pour l’exception.",
        compter=lambda quand: signatures_anciennes(quand).count(),
        appliquer=oublier_les_signatures,
        ordre=50,
    ),
)
