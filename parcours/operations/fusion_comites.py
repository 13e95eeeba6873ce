"""Two files of one person become one: her seats in committees follow."""

from __future__ import annotations

import datetime as dt
import uuid

from centre import fusion
from parcours.models import ParticipantComite, Personne


def _deplacer(garde: uuid.UUID, doublon: uuid.UUID, quand: dt.datetime) -> None:
    gardee = Personne.objects.get(reference=garde)
    sieges = ParticipantComite.objects.filter(personne__reference=doublon)
    # Both files sat in the same committee: one seat is enough.
    sieges.filter(comite__participants__personne=gardee).delete()
    sieges.update(personne=gardee)


PART = fusion.Part(
    app="parcours.comites", liens=("parcours.ParticipantComite.personne",), deplacer=_deplacer
)
