"""A voice of the centre for the fixed sentences of the participant's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


class SonQuerySet(models.QuerySet["Son"]):
    def visibles_par(self, utilisateur: Utilisateur) -> SonQuerySet:
        """The voices of a centre are its coordination's to change; participants hear them."""
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))


class Son(models.Model):
    """One fixed sentence said in one language: a few seconds, kept in the database, no name.

    A sound is small (300 kB at most), so that it is saved and restored with the rows.
    """

    class Phrase(models.TextChoices):
        PROCHAIN = "prochain", "Votre prochain rendez-vous"
        VENEZ = "venez", "Vous venez\u00a0?"
        VIENS = "viens", "Je viens"
        VIENS_PAS = "viens_pas", "Je ne viens pas"
        AIDE = "aide", "J’ai besoin d’aide"
        APPELER = "appeler", "Appeler"
        AUCUN = "aucun", "Pas de rendez-vous noté"
        LETTRES = "lettres", "Les 3 premières lettres de votre nom de famille"
        PRIVEE = "privee", "Cette page est à vous. Elle se ferme toute seule après 30 minutes."

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="sons")
    phrase = models.CharField("phrase", max_length=12, choices=Phrase)
    langue = models.CharField("langue", max_length=10)
    octets = models.BinaryField("son")
    genre = models.CharField("type du fichier", max_length=20)
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    pose_le = models.DateTimeField("posé le", default=maintenant)
    pose_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SonQuerySet.as_manager()

    class Meta:
        verbose_name = "son"
        ordering = ("phrase", "langue")
        constraints = [
            models.UniqueConstraint(fields=["centre", "phrase", "langue"], name="son_unique")
        ]

    def __str__(self) -> str:
        return f"{self.get_phrase_display()} · {self.langue}"
