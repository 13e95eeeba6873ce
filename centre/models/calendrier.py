"""Days without class, public holidays and closures: imported once, editable ever after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models.utilisateurs import Utilisateur


class PeriodeQuerySet(models.QuerySet["PeriodeCalendrier"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PeriodeQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids())

    def entre(self, du: dt.date, au: dt.date) -> PeriodeQuerySet:
        """Periods that touch [du, au], both included."""
        return self.filter(debut__lte=au, fin__gte=du)


class PeriodeCalendrier(models.Model):
    """One span of dates, both ends included, that calendar rules read.

    A bridge (« pont ») is a day without class on which the centre decides: ``hors_vacances``
    skips it, ``toute_annee`` keeps it with a note.
    """

    class Genre(models.TextChoices):
        VACANCES = "vacances", "Vacances scolaires"
        FERIE = "ferie", "Jour férié"
        PONT = "pont", "Pas de classe"
        FERMETURE = "fermeture", "Fermeture du centre"

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="periodes")
    genre = models.CharField("genre", max_length=10, choices=Genre)
    nom = LigneField("nom", max_length=80)
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour")
    source = LigneField("source", max_length=120, blank=True)
    reste_ouvert = models.BooleanField(
        "le centre reste ouvert",
        default=False,
        help_text="La période s’affiche sans rien fermer.",
    )

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "période du calendrier"
        verbose_name_plural = "périodes du calendrier"
        ordering = ("debut", "genre")
        constraints = [
            models.CheckConstraint(
                condition=Q(fin__gte=F("debut")),
                name="periode_fin_apres_debut",
                violation_error_message="Le dernier jour vient après le premier jour.",
            ),
            models.UniqueConstraint(
                fields=["centre", "genre", "debut", "nom"],
                name="periode_unique",
                violation_error_message="Cette période existe déjà.",
            ),
        ]
        indexes = [models.Index(fields=["centre", "debut", "fin"], name="periode_dates")]

    def __str__(self) -> str:
        return self.nom

    def contient(self, jour: dt.date) -> bool:
        return self.debut <= jour <= self.fin
