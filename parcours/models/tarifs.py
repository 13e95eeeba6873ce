"""Who pays for a frame, in which share, and what one period costs, with dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from parcours.models.dispositifs import Dispositif

if TYPE_CHECKING:
    from centre.models import Utilisateur


class Financeur(models.TextChoices):
    """Funders of the public texts (ASN-13)."""

    ETAT = "etat", "État (DDASS puis DDETS)"
    FSE = "fse", "Fonds social européen"
    DEPARTEMENT = "departement", "Conseil départemental"
    REGION = "region", "Région"
    AGEFIPH = "agefiph", "AGEFIPH"
    ACSE = "acse", "ACSÉ"
    CONTRAT_VILLE = "contrat_ville", "Contrat de ville"
    FAJ = "faj", "Fonds d’aide aux jeunes"
    CAF = "caf", "CAF"
    FRANCE_TRAVAIL = "france_travail", "Pôle emploi, France Travail"
    COMMUNE = "commune", "Commune"
    AUTRE = "autre", "Autre"


# They pay for people marked as disabled only: another person is a warning (ASN-13).
RESERVES_AU_HANDICAP = (Financeur.AGEFIPH,)


class DuDispositifQuerySet(models.QuerySet["PartFinanceur | Tarif"]):
    def visibles_par(self, utilisateur: Utilisateur) -> DuDispositifQuerySet:
        return self.filter(dispositif__in=Dispositif.objects.visibles_par(utilisateur))

    def get_by_natural_key(self, *cle: str | None) -> PartFinanceur | Tarif:
        """Find the row that a fixture updates: frame, centre, then its own word or date."""
        code, centre, propre = cle
        nom = self.model.CLE
        return self.get(dispositif__code=code, dispositif__centre__slug=centre, **{nom: propre})


class PartFinanceur(models.Model):
    """The share of one funder in a frame, in per cent; the shares of a frame make 100 or none."""

    CLE = "financeur"

    dispositif = models.ForeignKey(Dispositif, on_delete=models.CASCADE, related_name="parts")
    financeur = models.CharField("financeur", max_length=20, choices=Financeur)
    part = models.DecimalField("part, en pour cent", max_digits=5, decimal_places=2)

    objects = DuDispositifQuerySet.as_manager()

    class Meta:
        verbose_name = "part d’un financeur"
        verbose_name_plural = "parts des financeurs"
        ordering = ("-part", "financeur")
        constraints = [
            models.UniqueConstraint(fields=["dispositif", "financeur"], name="part_par_financeur"),
            models.CheckConstraint(
                condition=Q(part__gt=0) & Q(part__lte=100),
                name="part_entre_0_et_100",
                violation_error_message="Une part est entre 0 et 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_financeur_display()}\u00a0: {self.part}\u00a0%"

    def natural_key(self) -> tuple[str, str | None, str]:
        return *self.dispositif.natural_key(), self.financeur


class Tarif(models.Model):
    """What one period of a frame costs for one person, in euros, between two dates (ASN-12).

    It is never money for the person (ASN-06).
    """

    CLE = "valide_du"

    dispositif = models.ForeignKey(Dispositif, on_delete=models.CASCADE, related_name="tarifs")
    montant = models.DecimalField(
        "euros par personne et par période", max_digits=8, decimal_places=2
    )
    valide_du = models.DateField("à partir du")
    valide_au = models.DateField("jusqu’au", null=True, blank=True)

    objects = DuDispositifQuerySet.as_manager()

    class Meta:
        verbose_name = "tarif"
        ordering = ("-valide_du",)
        constraints = [
            # One open tariff, and one for each first day: the operation closes the former.
            models.UniqueConstraint(fields=["dispositif", "valide_du"], name="tarif_par_debut"),
            models.UniqueConstraint(
                fields=["dispositif"],
                condition=Q(valide_au__isnull=True),
                name="tarif_ouvert_unique",
            ),
            models.CheckConstraint(condition=Q(montant__gte=Decimal(0)), name="tarif_positif"),
            models.CheckConstraint(
                condition=Q(valide_au__isnull=True) | Q(valide_au__gte=F("valide_du")),
                name="tarif_fin_apres_debut",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.montant}\u00a0€ à partir du {self.valide_du:%d/%m/%Y}"

    def natural_key(self) -> tuple[str, str | None, dt.date]:
        return *self.dispositif.natural_key(), self.valide_du

    def couvre(self, jour: dt.date) -> bool:
        return self.valide_du <= jour and (self.valide_au is None or jour <= self.valide_au)
