"""Caring calls after a silence, and who asked for no monthly mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from centre.models import Affectation
from centre.temps import maintenant
from parcours.models import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class PriseDeNouvellesQuerySet(models.QuerySet["PriseDeNouvelles"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PriseDeNouvellesQuerySet:
        """The référents of the team and the coordination; never a partner, référent or not."""
        return self.filter(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=utilisateur.centres_ids(
                Affectation.Role.REFERENT, Affectation.Role.COORDINATION
            ),
        )


class PriseDeNouvelles(models.Model):
    """A call made because somebody had not been seen: its outcome by category, never a text."""

    class Issue(models.TextChoices):
        REVIENT = "revient", "La personne pense revenir"
        AUTRE_ATELIER = "autre_atelier", "La personne préfère un autre atelier"
        COUP_DE_MAIN = "coup_de_main", "La personne demande un coup de main"
        PAUSE = "pause", "La personne fait une pause"
        MESSAGE = "message", "Message laissé"
        SANS_REPONSE = "sans_reponse", "Pas de réponse"
        INUTILE = "inutile", "Cet appel n’est pas utile"

    # Nobody was reached: the call is proposed again after a while.
    A_REPRENDRE = (Issue.MESSAGE, Issue.SANS_REPONSE)

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="prises_de_nouvelles"
    )
    le = models.DateTimeField("le", default=maintenant)
    issue = models.CharField("issue", max_length=16, choices=Issue)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = PriseDeNouvellesQuerySet.as_manager()

    class Meta:
        verbose_name = "prise de nouvelles"
        verbose_name_plural = "prises de nouvelles"
        ordering = ("-le", "-id")
        indexes = [models.Index(fields=["parcours", "-le"], name="nouvelles_parcours")]

    def __str__(self) -> str:
        return self.get_issue_display()


class ResumeRefuse(models.Model):
    """An account that asked for no monthly mail about « Mes orientations »."""

    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resume_refuse"
    )
    le = models.DateTimeField("le", default=maintenant)

    class Meta:
        verbose_name = "refus du résumé mensuel"
        verbose_name_plural = "refus du résumé mensuel"

    def __str__(self) -> str:
        return f"{self.utilisateur}"
