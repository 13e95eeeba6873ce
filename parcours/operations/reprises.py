"""Taking over the past of a centre from its own tables: nothing is sent, nobody is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from centre.temps import instant
from parcours.models import Orientation, TransitionOrientation

if TYPE_CHECKING:
    from centre.models import Utilisateur

MIDI = dt.time(12)


@transaction.atomic
def reprendre_orientations(
    orientations: Sequence[Orientation], *, par: Utilisateur
) -> list[TransitionOrientation]:
    """Write fiches received long ago in the state where they ended, dated the day they came.

    Return their first steps. An entry is not one of these states: it is the référent's act (F04).
    """
    for orientation in orientations:
        orientation.creee_le, orientation.creee_par = instant(orientation.recue_le, MIDI), par
        if orientation.etat in Orientation.CLOSES:
            orientation.close_le = orientation.recue_le
    Orientation.objects.bulk_create(orientations, batch_size=500)
    return TransitionOrientation.objects.bulk_create(
        [
            TransitionOrientation(orientation=o, apres=o.etat, par=par, le=o.creee_le)
            for o in orientations
        ],
        batch_size=500,
    )
