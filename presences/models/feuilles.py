"""The sheet of a séance: its state, its paper, and why it was opened again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from centre.temps import maintenant
from centre.textes import LigneField


class Feuille(models.Model):
    """The sheet of a séance: open, then closed by somebody; closing makes the séance « tenue »."""

    seance = models.OneToOneField(
        "ateliers.Seance", on_delete=models.CASCADE, related_name="feuille"
    )
    fermee_le = models.DateTimeField("fermée le", null=True, blank=True)
    fermee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    sans_nom = models.PositiveSmallIntegerField("personnes venues sans dire leur nom", default=0)
    note = LigneField("note pour l’équipe", max_length=300, blank=True)
    impressions = models.PositiveSmallIntegerField("nombre d’impressions", default=0)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "feuille d’émargement"
        verbose_name_plural = "feuilles d’émargement"

    def __str__(self) -> str:
        return f"Feuille · {self.seance}"


class Reouverture(models.Model):
    """A closed sheet opened again: why, by whom, when."""

    feuille = models.ForeignKey(Feuille, on_delete=models.CASCADE, related_name="reouvertures")
    raison = LigneField("raison", max_length=200)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    le = models.DateTimeField("le", default=maintenant)

    class Meta:
        verbose_name = "réouverture"
        ordering = ("le", "id")

    def __str__(self) -> str:
        return f"{self.feuille} rouverte\u00a0: {self.raison}"


def chemin_de_la_photo(photo: PhotoFeuille, nom: str) -> str:
    """A drawn name: neither the séance nor the name of the sender's file is told by the disk."""
    return f"feuilles/{uuid.uuid4()}.jpg"


class PhotoFeuille(models.Model):
    """The signed paper, photographed or scanned: always a JPEG that the service wrote itself.

    The file is read through a view that checks the right to the sheet, never by address.
    """

    feuille = models.ForeignKey(Feuille, on_delete=models.CASCADE, related_name="photos")
    fichier = models.FileField("fichier", upload_to=chemin_de_la_photo)
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    octets = models.PositiveIntegerField("octets")
    ajoutee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ajoutee_le = models.DateTimeField("ajoutée le", default=maintenant)

    class Meta:
        verbose_name = "photo de la feuille signée"
        verbose_name_plural = "photos des feuilles signées"
        ordering = ("ajoutee_le", "id")
        constraints = [
            models.UniqueConstraint(fields=["feuille", "empreinte"], name="photo_une_fois")
        ]

    def __str__(self) -> str:
        return f"Photo · {self.feuille}"
