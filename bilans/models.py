"""Imports kept between preview and confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from centre.temps import maintenant
from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ImportQuerySet(models.QuerySet["Import"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ImportQuerySet:
        """Only the person who sent the file, while she coordinates that centre."""
        return self.filter(
            utilisateur=utilisateur.pk,
            centre__in=utilisateur.centres_ids("coordination"),
        )


class Import(models.Model):
    """An uploaded file bound to its user between the dry run and the confirmation."""

    class Etat(models.TextChoices):
        APERCU = "apercu", "À vérifier"
        APPLIQUE = "applique", "Importé"
        ABANDONNE = "abandonne", "Abandonné"

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="imports")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports"
    )
    nom_fichier = LigneField("fichier", max_length=150)
    contenu = models.BinaryField("contenu", editable=False)
    empreinte = models.CharField("empreinte", max_length=64)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.APERCU)
    cree_le = models.DateTimeField("envoyé le", default=maintenant)
    applique_le = models.DateTimeField("importé le", null=True, blank=True)
    ajoutees = models.PositiveIntegerField("personnes ajoutées", default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ("-cree_le", "-id")

    def __str__(self) -> str:
        return self.nom_fichier
