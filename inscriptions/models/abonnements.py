"""The feed of a partner: the slots she booked herself, on her own devices."""

from __future__ import annotations

from ateliers.models import AbonnementAbstrait
from centre.models import Affectation


class AbonnementPartenaire(AbonnementAbstrait):
    """A device that follows the permanence slots a partner booked in one centre (CAL-06)."""

    ROLES = Affectation.PARTENAIRES

    class Meta(AbonnementAbstrait.Meta):
        verbose_name = "abonnement d’un partenaire"
        verbose_name_plural = "abonnements des partenaires"
