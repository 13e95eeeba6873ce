"""A warning that somebody has seen and wants so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


class PointEcarteQuerySet(models.QuerySet["PointEcarte"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PointEcarteQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))


class PointEcarte(models.Model):
    """« C’est voulu »: one point of attention set aside, by whom and when.

    ``empreinte`` is a hash of the facts it was set aside with: other facts, and it comes back. It
    names nobody.
    """

    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.CASCADE, related_name="points_ecartes"
    )
    cle = models.CharField("point", max_length=80, editable=False)
    empreinte = models.CharField("faits", max_length=64, editable=False)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    le = models.DateTimeField("le", default=maintenant)

    objects = PointEcarteQuerySet.as_manager()

    class Meta:
        verbose_name = "point d’attention écarté"
        verbose_name_plural = "points d’attention écartés"
        ordering = ("-le", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "cle"],
                name="point_ecarte_unique",
                violation_error_message="Ce point est déjà écarté.",
            )
        ]

    def __str__(self) -> str:
        return self.cle
