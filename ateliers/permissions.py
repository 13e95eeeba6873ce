"""Who may change the programme, and see the team's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centre.permissions import COORDINATION, EQUIPE, peut_coordonner

if TYPE_CHECKING:
    from ateliers.models import Atelier, Serie
    from centre.models import Centre, Utilisateur

__all__ = [
    "COORDINATION",
    "est_de_l_equipe",
    "peut_modifier_atelier",
    "peut_modifier_serie",
    "peut_planifier",
]


def est_de_l_equipe(utilisateur: Utilisateur) -> bool:
    """Whether the user works for a centre, not only for a partner."""
    return bool(utilisateur.centres_ids(*EQUIPE))


def peut_planifier(utilisateur: Utilisateur, centre: Centre) -> bool:
    """Coordination alone creates ateliers, series and dates."""
    return peut_coordonner(utilisateur, centre)


def peut_modifier_atelier(utilisateur: Utilisateur, atelier: Atelier) -> bool:
    return utilisateur.a_role(atelier.centre_id, COORDINATION)


def peut_modifier_serie(utilisateur: Utilisateur, serie: Serie) -> bool:
    return peut_modifier_atelier(utilisateur, serie.atelier)
