"""The year is told by the coordination of the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centre.http import RequeteConnectee, centre_actif
from centre.permissions import EQUIPE, exiger, peut_coordonner

if TYPE_CHECKING:
    from centre.models import Centre


def centre_du_bilan(request: RequeteConnectee) -> Centre:
    """The active centre: 404 outside its team, 403 for the team without the coordination."""
    centre = centre_actif(request, *EQUIPE)
    exiger(peut_coordonner(request.user, centre))
    return centre
