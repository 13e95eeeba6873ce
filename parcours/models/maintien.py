"""A job begins or is lost during a parcours: each change of state leaves a row (AGL-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class TransitionQuerySet(models.QuerySet["TransitionParcours"]):
    def visibles_par(self, utilisateur: Utilisateur) -> TransitionQuerySet:
        return self.filter(parcours__in=Parcours.objects.partages_avec(utilisateur))


class TransitionParcours(models.Model):
    """One change of state: ``jour`` is the date of the fact, ``ecrite_le`` that of the writing.

    The newest row gives the present state; without any row a parcours is « en cours ». The planned
    ends before and after are kept, so that a lost job gives back the former end.
    """

    class Etat(models.TextChoices):
        EN_COURS = "en_cours", "En cours"
        MAINTIEN = "maintien_en_emploi", "Maintien en emploi"

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="transitions"
    )
    de = models.CharField("de", max_length=20, choices=Etat)
    vers = models.CharField("vers", max_length=20, choices=Etat)
    jour = models.DateField("le")
    fin_avant = models.DateField("fin prévue avant", null=True, blank=True)
    fin_apres = models.DateField("fin prévue après", null=True, blank=True)
    ecrite_le = models.DateTimeField("écrite le", default=maintenant)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = "changement d’état du parcours"
        verbose_name_plural = "changements d’état du parcours"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(de=F("vers")), name="transition_change_l_etat"),
            models.CheckConstraint(
                condition=~Q(vers="maintien_en_emploi") | Q(fin_apres__isnull=False),
                name="transition_maintien_a_une_fin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_vers_display()} le {self.jour:%d/%m/%Y}"
