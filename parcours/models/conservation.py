"""Before data go: the notice. After they went: the proofs that a funder's rule makes us keep."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.temps import aujourdhui
from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models import Utilisateur

PREAVIS = dt.timedelta(days=30)


class AvisQuerySet(models.QuerySet["AvisConservation"]):
    def visibles_par(self, utilisateur: Utilisateur) -> AvisQuerySet:
        """Coordination and référents of the centre: they may know why a file should wait."""
        return self.filter(personne__centre__in=utilisateur.centres_ids("referent", "coordination"))


class AvisConservation(models.Model):
    """A file will go on ``echeance``; told thirty days before, put off only for a written reason.

    Deleted when somebody has been in touch again, and with the names when they go.
    """

    personne = models.OneToOneField(
        "parcours.Personne", on_delete=models.CASCADE, related_name="avis_conservation"
    )
    dernier_contact = models.DateField("dernier contact")
    annonce_le = models.DateField("annoncé le", default=aujourdhui)
    echeance = models.DateField("effacement le")
    prevenue_le = models.DateField("personne prévenue le", null=True, blank=True)
    raison = LigneField("pourquoi garder plus longtemps", max_length=300, blank=True)

    objects = AvisQuerySet.as_manager()

    class Meta:
        verbose_name = "avis de fin de conservation"
        verbose_name_plural = "avis de fin de conservation"
        ordering = ("echeance", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(echeance__gt=F("annonce_le")), name="avis_avant_l_echeance"
            )
        ]

    def __str__(self) -> str:
        return f"Effacement prévu le {self.echeance:%d/%m/%Y}"


class PreuveQuerySet(models.QuerySet["PreuveConservee"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PreuveQuerySet:
        """The coordination alone; each reading is logged."""
        return self.filter(operation__centre__in=utilisateur.centres_ids("coordination"))


class PreuveConservee(models.Model):
    """The name of an erased person, apart from everything else, for the control of one operation.

    Nothing else than the page of proofs reads it; it goes on ``jusqu_au``.
    """

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="preuves"
    )
    operation = models.ForeignKey(
        "parcours.Operation", on_delete=models.CASCADE, related_name="preuves"
    )
    prenom = LigneField("prénom", max_length=80)
    nom = LigneField("nom", max_length=80)
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    jusqu_au = models.DateField("conservée jusqu’au")

    objects = PreuveQuerySet.as_manager()

    class Meta:
        verbose_name = "preuve conservée"
        verbose_name_plural = "preuves conservées"
        ordering = ("jusqu_au", "id")
        constraints = [
            models.UniqueConstraint(fields=["personne", "operation"], name="preuve_unique")
        ]

    def __str__(self) -> str:
        return f"Preuve jusqu’au {self.jusqu_au:%d/%m/%Y}"
