"""What a person asks about her data, and the sheet of information that was given to her."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import ajouter_mois, aujourdhui
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class DemandeDroitQuerySet(models.QuerySet["DemandeDroit"]):
    def visibles_par(self, utilisateur: Utilisateur) -> DemandeDroitQuerySet:
        """Those who hold files: a request may be made at the desk."""
        equipe = utilisateur.centres_ids("accueil", "referent", "coordination")
        return self.filter(personne__centre__in=equipe)

    def ouvertes(self) -> DemandeDroitQuerySet:
        return self.filter(close_le__isnull=True)


class DemandeDroit(models.Model):
    """A request of RGPD 15 or 17; the answer is due one month later (RGPD 12.3)."""

    class Genre(models.TextChoices):
        ACCES = "acces", "Copie de ses données"
        EFFACEMENT = "effacement", "Effacement de ses données"

    class Identite(models.TextChoices):
        CONNUE = "connue", "L’équipe la connaît"
        PIECE_VUE = "piece_vue", "Pièce regardée, pas copiée"
        RAPPEL = "rappel", "Rappelée au numéro de sa fiche"

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="demandes_de_droit"
    )
    genre = models.CharField("demande", max_length=12, choices=Genre)
    recue_le = models.DateField("reçue le", default=aujourdhui)
    identite = models.CharField("identité vérifiée", max_length=12, choices=Identite)
    recue_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    a_masquer = TexteField(
        "noms d’autres personnes à cacher",
        blank=True,
        help_text="Un nom par ligne. Dans la copie, il devient «\u00a0[autre personne]\u00a0».",
    )
    relue_le = models.DateField("relue le", null=True, blank=True)
    relue_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    close_le = models.DateField("réponse remise le", null=True, blank=True)

    objects = DemandeDroitQuerySet.as_manager()

    class Meta:
        verbose_name = "demande sur ses données"
        verbose_name_plural = "demandes sur ses données"
        ordering = ("recue_le", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "genre"],
                condition=Q(close_le__isnull=True),
                name="demande_droit_ouverte_unique",
                violation_error_message="Cette demande est déjà notée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()}, reçue le {self.recue_le:%d/%m/%Y}"

    @property
    def echeance(self) -> dt.date:
        return ajouter_mois(self.recue_le, 1)


class InformationQuerySet(models.QuerySet["InformationRemise"]):
    def visibles_par(self, utilisateur: Utilisateur) -> InformationQuerySet:
        equipe = utilisateur.centres_ids("accueil", "referent", "coordination")
        return self.filter(personne__centre__in=equipe)


class InformationRemise(models.Model):
    """The simple sheet was read with her: acknowledged, never signed as a condition."""

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="informations_remises"
    )
    version = LigneField("version", max_length=20)
    langue = models.CharField("langue de la feuille", max_length=10, default="fr")
    le = models.DateField("remise le", default=aujourdhui)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = InformationQuerySet.as_manager()

    class Meta:
        verbose_name = "information remise"
        verbose_name_plural = "informations remises"
        ordering = ("-le", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "version"], name="information_version_unique"
            )
        ]

    def __str__(self) -> str:
        return f"Information du {self.le:%d/%m/%Y}"
