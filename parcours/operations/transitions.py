"""A change of state of a fiche is written with its step: when, by whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from centre.temps import maintenant
from parcours.models import Orientation, TransitionOrientation

if TYPE_CHECKING:
    from centre.models import Utilisateur


def passer(
    orientation: Orientation,
    *,
    etat: str,
    par: Utilisateur | None,
    close_le: dt.date | None = None,
    quand: dt.datetime | None = None,
) -> Orientation:
    """Write the state of a locked fiche and one step; the same state again writes nothing.

    ``par`` is None where nobody of the team acted: a fiche sent by a link. Nothing is ever sent
    (ASN-04): what a refusal or a silence means stays inside.
    """
    if etat == orientation.etat:
        return orientation
    TransitionOrientation.objects.create(
        orientation=orientation,
        avant=orientation.etat,
        apres=etat,
        par=par,
        le=quand or maintenant(),
    )
    orientation.etat, orientation.close_le = etat, close_le
    orientation.save(update_fields=["etat", "close_le"])
    return orientation


def noter_l_arrivee(orientation: Orientation, *, par: Utilisateur | None) -> None:
    """The first step: the fiche is received."""
    TransitionOrientation.objects.create(
        orientation=orientation, apres=orientation.etat, par=par, le=orientation.creee_le
    )
