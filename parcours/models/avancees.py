"""What went well, in her words (ASI-21)."""

from __future__ import annotations

from django.db import models

from centre.textes import LigneField
from parcours.models.notes import Note


class Avancee(Note):
    """A good piece of news of the parcours."""

    class Type(models.TextChoices):
        CONTRAT = "debut_contrat", "Début de contrat"
        FORMATION = "formation", "Entrée en formation"
        DROITS = "deblocage_droits", "Droits débloqués"
        LOGEMENT = "logement", "Logement"
        FAMILLE = "reconciliation_familiale", "Réconciliation en famille"
        DEPLACER = "se_deplacer", "Se déplace sans aide"
        FRANCAIS = "francais", "Progrès en français"
        CONFIANCE = "confiance", "Plus de confiance"
        AUTRE = "autre", "Autre avancée"

    type = models.CharField("quelle avancée", max_length=26, choices=Type)
    mots = LigneField("avec ses mots", max_length=300, blank=True)

    class Meta(Note.Meta):
        verbose_name = "avancée"

    def __str__(self) -> str:
        return self.get_type_display()
