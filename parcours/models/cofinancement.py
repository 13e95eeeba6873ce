"""What pays for an atelier and must be written on its sheets to sign."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class CofinancementQuerySet(models.QuerySet["Operation"]):
    def visibles_par(self, utilisateur: Utilisateur) -> CofinancementQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids())


class Operation(models.Model):
    """A cofinanced operation: its number and title stand on the sheets of its ateliers.

    While it lasts, both days included. It says nothing of the people: who is a participant of an
    operation is counted elsewhere.
    """

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="operations")
    numero = LigneField("numéro", max_length=40)
    intitule = LigneField("intitulé", max_length=160)
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour", null=True, blank=True)
    est_europeenne = models.BooleanField("cofinancée par l’Union européenne", default=True)
    taux = models.DecimalField(
        "part payée, en pour cent", max_digits=5, decimal_places=2, null=True, blank=True
    )
    autres_financeurs = LigneField("autres financeurs", max_length=200, blank=True)
    conserver_jusqu_au = models.DateField(
        "garder les preuves jusqu’au",
        null=True,
        blank=True,
        help_text="Écrit par l’autorité de gestion. Sans date : cinq ans après la dernière année.",
    )
    ateliers = models.ManyToManyField("ateliers.Atelier", related_name="operations", blank=True)

    objects = CofinancementQuerySet.as_manager()

    class Meta:
        verbose_name = "opération cofinancée"
        verbose_name_plural = "opérations cofinancées"
        ordering = ("centre", "-debut", "numero")
        constraints = [
            models.UniqueConstraint(fields=["centre", "numero"], name="operation_numero_du_centre"),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="operation_fin_apres_debut",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            models.CheckConstraint(
                condition=Q(taux__isnull=True) | Q(taux__gt=0) & Q(taux__lte=100),
                name="operation_taux_entre_0_et_100",
                violation_error_message="Une part est entre 0 et 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero} · {self.intitule}"

    def couvre(self, jour: dt.date) -> bool:
        return self.debut <= jour and (self.fin is None or jour <= self.fin)

    def preuves_jusqu_au(self, jour: dt.date) -> dt.date | None:
        """Until when names and signatures are evidence; None where no rule asks to keep them.

        Without a date from the managing authority, five whole years after the year of the last
        day, or of ``jour`` while the operation runs (an assumption: see docs/confidentialite.md).
        """
        if not self.est_europeenne:
            return None
        dernier = self.fin or jour
        return self.conserver_jusqu_au or dt.date(dernier.year + 5, 12, 31)


class LogoQuerySet(models.QuerySet["LogoFinanceur"]):
    def visibles_par(self, utilisateur: Utilisateur) -> LogoQuerySet:
        return self.filter(operation__in=Operation.objects.visibles_par(utilisateur))


class LogoFinanceur(models.Model):
    """The sign of a funder other than the Union: a small PNG that the service wrote itself.

    Kept in the row: it leaves with its operation and is in the backups of the database. The
    emblem of the Union is drawn, never sent.
    """

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="logos")
    financeur = LigneField("financeur", max_length=80)
    image = models.BinaryField("image PNG")

    objects = LogoQuerySet.as_manager()

    class Meta:
        verbose_name = "logo d’un financeur"
        verbose_name_plural = "logos des financeurs"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["operation", "financeur"], name="logo_un_par_financeur")
        ]

    def __str__(self) -> str:
        return f"{self.financeur} · {self.operation}"
