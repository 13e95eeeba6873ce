"""What a person asks to correct in her own presences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from presences.models.presences import Presence

if TYPE_CHECKING:
    from centre.models import Utilisateur


class DemandeQuerySet(models.QuerySet["DemandeCorrection"]):
    def visibles_par(self, utilisateur: Utilisateur) -> DemandeQuerySet:
        """Those about presences that she may read: never the reception, level 3 its team only."""
        visibles = Presence.objects.visibles_par(utilisateur).values("pk")
        return self.filter(presence__in=visibles)

    def en_attente(self) -> DemandeQuerySet:
        return self.filter(issue="")


class DemandeCorrection(models.Model):
    """« Ce n’est pas juste »: said by choice among four, with hours, never a free text.

    The team answers it; the answer changes the sheet through the ordinary correction.
    """

    class Objet(models.TextChoices):
        LA = "la", "J’étais là"
        HEURES = "heures", "Mes heures ne sont pas justes"
        PREVENU = "prevenu", "J’avais prévenu"
        PAS_LA = "pas_la", "Je n’étais pas là"

    class Issue(models.TextChoices):
        CORRIGEE = "corrigee", "Corrigée"
        GARDEE = "gardee", "Gardée comme elle est"

    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="demandes")
    objet = models.CharField("ce qu’elle dit", max_length=10, choices=Objet)
    arrivee = models.TimeField("arrivée", null=True, blank=True)
    depart = models.TimeField("départ", null=True, blank=True)
    demandee_le = models.DateTimeField("demandée le", default=maintenant)
    issue = models.CharField("réponse", max_length=10, choices=Issue, blank=True)
    traitee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    traitee_le = models.DateTimeField("traitée le", null=True, blank=True)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de correction"
        verbose_name_plural = "demandes de correction"
        ordering = ("demandee_le", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["presence"], condition=Q(issue=""), name="demande_une_a_la_fois"
            ),
            models.CheckConstraint(
                condition=Q(issue="", traitee_le__isnull=True)
                | ~Q(issue="") & Q(traitee_le__isnull=False),
                name="demande_traitee_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_objet_display()} · {self.presence}"
