"""Who pays for one parcours, when it is not the shares of its frame (ASN-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from parcours.models.parcours import Parcours
from parcours.models.tarifs import Financeur

if TYPE_CHECKING:
    from centre.models import Utilisateur


class PartDuParcoursQuerySet(models.QuerySet["PartDuParcours"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PartDuParcoursQuerySet:
        """The coordination: a funder of disabled people tells more than money."""
        return self.filter(parcours__centre__in=utilisateur.centres_ids("coordination"))


class PartDuParcours(models.Model):
    """The share of one funder in one parcours, in per cent; the shares of a parcours make 100.

    No row at all: the shares of its frame hold. The sum is kept by the operation, under the lock
    of the parcours: no CHECK reads several rows.
    """

    parcours = models.ForeignKey(Parcours, on_delete=models.CASCADE, related_name="parts")
    financeur = models.CharField("financeur", max_length=20, choices=Financeur)
    part = models.DecimalField("part, en pour cent", max_digits=5, decimal_places=2)

    objects = PartDuParcoursQuerySet.as_manager()

    class Meta:
        verbose_name = "financeur du parcours"
        verbose_name_plural = "financeurs du parcours"
        ordering = ("-part", "financeur")
        constraints = [
            models.UniqueConstraint(
                fields=["parcours", "financeur"], name="part_du_parcours_par_financeur"
            ),
            models.CheckConstraint(
                condition=Q(part__gt=0) & Q(part__lte=100),
                name="part_du_parcours_entre_0_et_100",
                violation_error_message="Une part est entre 0 et 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_financeur_display()}\u00a0: {self.part}\u00a0%"
