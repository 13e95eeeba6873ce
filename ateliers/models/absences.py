"""When somebody who leads séances is away: dates only, never a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visibles_par(self, utilisateur: Utilisateur) -> AbsenceQuerySet:
        """The coordination of her centre: who is away is not everybody's business."""
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))

    def entre(self, du: dt.date, au: dt.date) -> AbsenceQuerySet:
        """Absences that touch [du, au], both included."""
        return self.filter(du__lte=au, au__gte=du)


class Absence(models.Model):
    """One span of days, both included, when a professional cannot lead anything.

    The reason is not stored: it may be health.
    """

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="absences")
    professionnel = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.CASCADE,
        related_name="absences",
        verbose_name="qui",
    )
    du = models.DateField("premier jour")
    au = models.DateField("dernier jour")
    ecrite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ecrite_le = models.DateTimeField("écrite le", default=maintenant)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        ordering = ("du", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(au__gte=F("du")),
                name="absence_au_apres_du",
                violation_error_message="Le dernier jour vient après le premier jour.",
            ),
            models.UniqueConstraint(
                fields=["professionnel", "du", "au"],
                name="absence_unique",
                violation_error_message="Cette absence est déjà écrite.",
            ),
        ]
        indexes = [models.Index(fields=["centre", "du", "au"], name="absence_dates")]

    def __str__(self) -> str:
        return f"{self.professionnel}, {self.du:%d/%m/%Y} – {self.au:%d/%m/%Y}"

    def contient(self, jour: dt.date) -> bool:
        return self.du <= jour <= self.au
