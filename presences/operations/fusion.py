"""When one of two places must go, the one where she was seen stays."""

from __future__ import annotations

from inscriptions.models import Place
from presences.models import Presence


def poids_de_la_presence(place: Place) -> int:
    """2 for a coming, 1 for an absence written down, 0 when nobody knows."""
    presence = Presence.objects.filter(place=place).first()
    if presence is None:
        return 0
    return 2 if presence.statut in Presence.POSITIFS else 1
