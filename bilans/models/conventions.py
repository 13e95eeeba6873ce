"""The agreement by which a centre is allowed so many places for a frame (ASN-11)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ConventionQuerySet(models.QuerySet["Convention"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ConventionQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))


class Convention(models.Model):
    """One département and one span of dates; the list differs each year."""

    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.PROTECT, related_name="conventions"
    )
    dispositif = models.ForeignKey(
        "parcours.Dispositif", on_delete=models.PROTECT, related_name="conventions"
    )
    signataire = LigneField("signée avec", max_length=120)
    numero = LigneField("numéro", max_length=40, blank=True)
    departement = models.CharField("département", max_length=3)
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour")
    places = models.PositiveSmallIntegerField("places prévues")

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        ordering = ("-debut", "signataire")
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__gte=F("debut")),
                name="convention_fin_apres_debut",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="convention_a_des_places",
                violation_error_message="Une convention prévoit au moins une place.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signataire}, du {self.debut:%d/%m/%Y} au {self.fin:%d/%m/%Y}"

    def couvre(self, jour: dt.date) -> bool:
        return self.debut <= jour <= self.fin
