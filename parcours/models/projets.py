"""Her project, in her own words (ASG-03): dated versions, each kept as it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from centre.textes import TexteField
from parcours.models.parcours import Parcours
from parcours.models.personnes import Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ProjetQuerySet(models.QuerySet["Projet"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ProjetQuerySet:
        """The coordination, and the référents of one of her parcours; reception never."""
        coordination = Q(personne__centre__in=utilisateur.centres_ids("coordination"))
        suivies = Personne.objects.filter(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            centre__in=utilisateur.centres_ids("referent"),
        )
        return self.filter(coordination | Q(personne__in=suivies.values("pk")))


class Projet(models.Model):
    """One version of what she wants. A new one never rewrites the former."""

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="projets"
    )
    texte = TexteField("son projet, avec ses mots", max_length=1000)
    dit_le = models.DateField("dit le")
    relu_le = models.DateField("relu avec elle le", null=True, blank=True)
    ecrit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cree_le = models.DateTimeField("écrit le", default=maintenant)

    objects = ProjetQuerySet.as_manager()

    class Meta:
        verbose_name = "projet"
        ordering = ("-dit_le", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(texte=""), name="projet_a_des_mots"),
            models.CheckConstraint(
                condition=Q(relu_le__isnull=True) | Q(relu_le__gte=F("dit_le")),
                name="projet_relu_apres",
                violation_error_message="On relit après avoir dit.",
            ),
        ]

    def __str__(self) -> str:
        return f"Projet du {self.dit_le:%d/%m/%Y}"
