"""What happened to a séance: its moves, and the other facts of its life."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ateliers.models.seances import Seance
from centre.temps import maintenant
from centre.textes import LigneField


class Deplacement(models.Model):
    """One move of a séance: before, after, why, by whom; « déplacée » is read from here."""

    seance = models.ForeignKey(Seance, on_delete=models.CASCADE, related_name="deplacements")
    avant_debut = models.DateTimeField("début avant")
    avant_fin = models.DateTimeField("fin avant")
    avant_lieu = models.ForeignKey("centre.Lieu", on_delete=models.PROTECT, related_name="+")
    apres_debut = models.DateTimeField("début après")
    apres_fin = models.DateTimeField("fin après")
    apres_lieu = models.ForeignKey("centre.Lieu", on_delete=models.PROTECT, related_name="+")
    raison = LigneField("raison", max_length=200, blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    le = models.DateTimeField("le", default=maintenant)
    annule_le = models.DateTimeField("défait le", null=True, blank=True)

    class Meta:
        verbose_name = "déplacement"
        ordering = ("le", "id")

    def __str__(self) -> str:
        return f"{self.avant_debut:%d/%m %H:%M} → {self.apres_debut:%d/%m %H:%M}"


class FaitSeance(models.Model):
    """One fact in the life of a séance that is not a move; no row is ever changed."""

    class Genre(models.TextChoices):
        CREEE = "creee", "Créée par copie"
        PUBLIEE = "publiee", "Publiée"
        ANNULEE = "annulee", "Annulée"
        RETABLIE = "retablie", "Rétablie"
        REMPLACEMENT = "remplacement", "Remplacement"

    seance = models.ForeignKey(Seance, on_delete=models.CASCADE, related_name="faits")
    genre = models.CharField("ce qui s’est passé", max_length=12, choices=Genre)
    motif = models.CharField("raison", max_length=24, choices=Seance.Motif, blank=True)
    avant = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="devait animer",
    )
    apres = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="anime",
    )
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    le = models.DateTimeField("le", default=maintenant)

    class Meta:
        verbose_name = "fait d’une séance"
        verbose_name_plural = "faits des séances"
        ordering = ("le", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(genre="remplacement") | Q(apres__isnull=False),
                name="fait_remplacement_nomme",
                violation_error_message="Choisissez qui anime.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()}, {self.le:%d/%m/%Y}"
