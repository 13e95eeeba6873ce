"""For whom messages leave, and the secret links of participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.models import JetonAbstrait
from centre.models.acces import JetonQuerySet

if TYPE_CHECKING:
    from centre.models import Utilisateur


class EnvoiQuerySet(models.QuerySet["Envoi"]):
    def visibles_par(self, utilisateur: Utilisateur) -> EnvoiQuerySet:
        return self.filter(message__centre__in=utilisateur.centres_ids("coordination", "accueil"))


class Envoi(models.Model):
    """For whom and why a message leaves: the ground floor's outbox knows no person."""

    class Motif(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        DEPLACEMENT = "deplacement", "Séance déplacée"
        ANNULATION = "annulation", "Séance annulée"
        DESINSCRIPTION = "desinscription", "Fin de l’inscription"
        PLACE = "place", "Place proposée"
        RAPPEL = "rappel", "Rappel"
        MOT = "mot", "Mot de l’équipe"

    message = models.OneToOneField("centre.Message", on_delete=models.CASCADE, related_name="envoi")
    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="envois"
    )
    motif = models.CharField("motif", max_length=16, choices=Motif)
    seance = models.ForeignKey(
        "ateliers.Seance",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="envois",
    )
    inscription = models.ForeignKey(
        "inscriptions.Inscription",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="envois",
    )
    place = models.ForeignKey(
        "inscriptions.Place",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="envois",
    )
    deplacement = models.ForeignKey(
        "ateliers.Deplacement",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="envois",
    )

    objects = EnvoiQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_motif_display()} · {self.message}"


class JetonParticipant(JetonAbstrait):
    """A participant's secret: the page on her card, or one feed per device."""

    class Usage(models.TextChoices):
        PAGE = "page", "Page personnelle"
        AGENDA = "agenda", "Agenda du téléphone"

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="jetons"
    )
    usage = models.CharField("usage", max_length=8, choices=Usage)

    objects = JetonQuerySet.as_manager()

    class Meta:
        verbose_name = "lien secret"
        verbose_name_plural = "liens secrets"
        ordering = ("-cree_le", "-id")
        constraints = [
            # A lost card is replaced: the old link dies when the new one is made.
            models.UniqueConstraint(
                fields=["personne"],
                condition=Q(usage="page", revoque_le__isnull=True),
                name="jeton_page_unique",
            ),
            models.CheckConstraint(
                condition=Q(revoque_le__isnull=True) | Q(revoque_le__gte=F("cree_le")),
                name="jeton_revoque_apres_creation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_usage_display()} · {self.libelle}"
