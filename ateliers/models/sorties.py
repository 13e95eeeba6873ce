"""What an outing needs beside a séance, and how the places of an atelier are given."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from ateliers.models.seances import Seance
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur


def prix_ecrit(euros: Decimal) -> str:
    """Write « gratuit », « 3 € », « 2,50 € »."""
    if not euros:
        return "gratuit"
    texte = f"{euros:.2f}".removesuffix(".00").replace(".", ",")
    return f"{texte}\u00a0€"


class SortieQuerySet(models.QuerySet["Sortie"]):
    def visibles_par(self, utilisateur: Utilisateur) -> SortieQuerySet:
        return self.filter(seance__in=Seance.objects.visibles_par(utilisateur))


class Sortie(models.Model):
    """Where to meet, how to go, what it costs, who may come: the facts of one outing."""

    class Transport(models.TextChoices):
        A_PIED = "a_pied", "À pied"
        BUS = "bus", "Bus de ville"
        CAR = "car", "Car"
        MINIBUS = "minibus", "Minibus du centre"
        TRAIN = "train", "Train"
        VOITURES = "voitures", "Voitures"

    seance = models.OneToOneField(Seance, on_delete=models.CASCADE, related_name="sortie")
    point_rdv = LigneField(
        "point de rendez-vous",
        max_length=200,
        blank=True,
        help_text="Laissez vide\u00a0: le lieu de la séance.",
    )
    transport = models.CharField("transport", max_length=10, choices=Transport, blank=True)
    prix_adulte = models.DecimalField(
        "prix pour un adulte, en euros", max_digits=6, decimal_places=2, default=Decimal(0)
    )
    prix_enfant = models.DecimalField(
        "prix pour un enfant, en euros", max_digits=6, decimal_places=2, default=Decimal(0)
    )
    age_minimum = models.PositiveSmallIntegerField("âge minimum", null=True, blank=True)
    demande_autorisation = models.BooleanField(
        "une autorisation pour chaque personne de moins de 18 ans", default=True
    )
    a_un_repas = models.BooleanField("un repas est prévu", default=False)
    a_apporter = TexteField("à apporter", blank=True)
    souhaits_jusqu_au = models.DateTimeField("demandes jusqu’au", null=True, blank=True)
    liste_imprimee_le = models.DateTimeField("liste imprimée le", null=True, editable=False)
    papiers_detruits_le = models.DateTimeField("papiers détruits le", null=True, editable=False)

    objects = SortieQuerySet.as_manager()

    class Meta:
        verbose_name = "sortie"
        constraints = [
            models.CheckConstraint(
                condition=Q(prix_adulte__gte=0, prix_enfant__gte=0),
                name="sortie_prix_positif",
                violation_error_message="Un prix est zéro ou plus.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seance}"

    @property
    def prix_ecrit(self) -> str:
        """« Gratuit », « 3 € », « 5 € par adulte, gratuit pour les enfants »."""
        adulte, enfant = prix_ecrit(self.prix_adulte), prix_ecrit(self.prix_enfant)
        if adulte == enfant:
            return adulte.capitalize()
        enfants = f"{enfant} par enfant" if self.prix_enfant else "gratuit pour les enfants"
        return f"{adulte} par adulte, {enfants}".capitalize()

    def prend_les_souhaits(self, quand: dt.datetime) -> bool:
        """Whether the first step is open: people say that they would like to come."""
        return self.souhaits_jusqu_au is not None and quand < self.souhaits_jusqu_au
