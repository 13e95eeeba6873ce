"""A file made for somebody to take away, kept for one day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from bilans.models.rapports import Audience
from centre.temps import maintenant
from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models import Utilisateur

VIE = dt.timedelta(hours=24)


def dans_un_jour() -> dt.datetime:
    return maintenant() + VIE


class ExportQuerySet(models.QuerySet["Export"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ExportQuerySet:
        """Whoever asked for the file, while she still belongs to that team."""
        return self.filter(utilisateur=utilisateur.pk, centre__in=utilisateur.centres_ids())

    def perimes(self, quand: dt.datetime) -> ExportQuerySet:
        return self.filter(expire_le__lte=quand)


class Export(models.Model):
    """Rows of one kind under one filter; its content leaves after a day, its line stays.

    A directory has no period. The filter is kept to be compared with that of the next file.
    """

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="exports")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    genre = models.CharField("ce qui est exporté", max_length=14)
    audience = models.CharField(
        "pour qui", max_length=8, choices=Audience, default=Audience.INTERNE
    )
    du = models.DateField("du", null=True)
    au = models.DateField("au", null=True)
    dispositif = models.ForeignKey(
        "parcours.Dispositif", on_delete=models.PROTECT, null=True, related_name="+"
    )
    filtre = LigneField("filtre", max_length=160)
    extension = models.CharField("format", max_length=4)
    nombre = models.PositiveIntegerField("nombre de lignes")
    contenu = models.BinaryField("contenu", null=True, editable=False)
    cree_le = models.DateTimeField("fait le", default=maintenant)
    expire_le = models.DateTimeField("disponible jusqu’au", default=dans_un_jour)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "export"
        ordering = ("-cree_le", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(expire_le__gt=models.F("cree_le")), name="export_expire_apres"
            )
        ]
        indexes = [models.Index(fields=["expire_le"], name="export_expire")]

    def __str__(self) -> str:
        return f"{self.genre}, {self.filtre}"

    @property
    def est_disponible(self) -> bool:
        return self.contenu is not None and self.expire_le > maintenant()
