"""Each change of state of a fiche de liaison: what it was, what it became, when, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from centre.temps import maintenant
from parcours.models.orientations import Orientation

if TYPE_CHECKING:
    from centre.models import Utilisateur


class TransitionQuerySet(models.QuerySet["TransitionOrientation"]):
    def visibles_par(self, utilisateur: Utilisateur) -> TransitionQuerySet:
        """The team of the centre; a prescriber reads four words, never the steps."""
        equipe = utilisateur.centres_ids("accueil", "referent", "coordination")
        return self.filter(orientation__centre__in=equipe)


class TransitionOrientation(models.Model):
    """Written with the state itself, in the same transaction; never changed afterwards."""

    orientation = models.ForeignKey(
        Orientation, on_delete=models.CASCADE, related_name="transitions"
    )
    avant = models.CharField("avant", max_length=24, choices=Orientation.Etat, blank=True)
    apres = models.CharField("après", max_length=24, choices=Orientation.Etat)
    le = models.DateTimeField("le", default=maintenant)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = "étape d’une orientation"
        verbose_name_plural = "étapes d’une orientation"
        ordering = ("le", "id")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(avant=models.F("apres")), name="transition_change_d_etat"
            )
        ]

    def __str__(self) -> str:
        return self.get_apres_display()
