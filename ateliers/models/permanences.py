"""How the slots of a permanence are booked: by whom, how early, how late, kept for whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from ateliers.models.ateliers import Atelier

if TYPE_CHECKING:
    from ateliers.models.seances import Seance
    from centre.models import Utilisateur


class RegleQuerySet(models.QuerySet["ReglePermanence"]):
    def visibles_par(self, utilisateur: Utilisateur) -> RegleQuerySet:
        return self.filter(atelier__in=Atelier.objects.visibles_par(utilisateur))

    def de(self, atelier: Atelier) -> ReglePermanence:
        """The rule of a permanence; one that was never written is the ordinary one, not saved."""
        return self.filter(atelier=atelier).first() or ReglePermanence(atelier=atelier)


class ReglePermanence(models.Model):
    """Who takes a slot of a permanence besides the team, and when.

    Hours and days count from the start of the slot. The team is bound by closed slots and by the
    slots kept for prescribers, never by the notice: it answers the telephone.
    """

    PREAVIS_HEURES = (0, 24 * 14)
    PREAVIS_JOURS = (1, 366)

    atelier = models.OneToOneField(
        "ateliers.Atelier", on_delete=models.CASCADE, related_name="regle_permanence"
    )
    participants_reservent = models.BooleanField("les participants", default=False)
    prescripteurs_reservent = models.BooleanField(
        "les travailleurs sociaux qui orientent", default=True
    )
    creneaux_gardes = models.PositiveSmallIntegerField(
        "créneaux gardés pour les travailleurs sociaux",
        default=0,
        help_text="Par permanence. 0\u00a0: aucun.",
    )
    rendus_heures = models.PositiveSmallIntegerField(
        "rendus à tous, en heures avant le créneau",
        default=24,
        help_text="Ensuite, un créneau gardé et resté libre se prend comme les autres.",
    )
    preavis_min_heures = models.PositiveSmallIntegerField(
        "au plus tard, en heures avant le créneau",
        default=2,
        help_text="0\u00a0: jusqu’à l’heure même. L’équipe n’a pas de délai.",
    )
    preavis_max_jours = models.PositiveSmallIntegerField(
        "au plus tôt, en jours avant le créneau", default=60
    )

    objects = RegleQuerySet.as_manager()

    class Meta:
        verbose_name = "règle de permanence"
        verbose_name_plural = "règles de permanence"
        constraints = [
            models.CheckConstraint(
                condition=Q(preavis_min_heures__lt=24 * F("preavis_max_jours")),
                name="regle_preavis_dans_l_ordre",
                violation_error_message="On réserve au plus tôt avant de réserver au plus tard.",
            ),
        ]

    def __str__(self) -> str:
        return f"Réservation de {self.atelier}"

    def au_plus_tard(self, creneau: Seance) -> dt.datetime:
        """The last instant at which a participant or a prescriber may still book this slot."""
        return creneau.debut - dt.timedelta(hours=self.preavis_min_heures)

    def au_plus_tot(self, creneau: Seance) -> dt.datetime:
        return creneau.debut - dt.timedelta(days=self.preavis_max_jours)

    def gardes_le(self, creneau: Seance, quand: dt.datetime) -> int:
        """How many slots of the window are kept for prescribers at this instant."""
        rendus = creneau.debut - dt.timedelta(hours=self.rendus_heures)
        return self.creneaux_gardes if quand < rendus else 0
