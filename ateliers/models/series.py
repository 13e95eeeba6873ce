"""A rule that plans séances: weekday and hours under a calendar rule, or typed dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ateliers.models.ateliers import Atelier
from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


class SerieQuerySet(models.QuerySet["Serie"]):
    def visibles_par(self, utilisateur: Utilisateur) -> SerieQuerySet:
        return self.filter(atelier__in=Atelier.objects.visibles_par(utilisateur))

    def publiees(self) -> SerieQuerySet:
        return self.filter(etat=Serie.Etat.PUBLIEE)


class Serie(models.Model):
    """One weekday and one pair of hours, each week, every n weeks or once a month.

    The recurrence itself is a ``schedule.Event`` with its ``Rule``; only ``recurrence.py`` reads
    it. Typed dates, dates kept by hand and dates skipped by hand are ISO strings of civil dates.
    """

    class Regle(models.TextChoices):
        HORS_VACANCES = "hors_vacances", "Hors vacances scolaires"
        TOUTE_ANNEE = "toute_annee", "Toute l’année"
        VACANCES_SEULEMENT = "vacances_seulement", "Pendant les vacances seulement"
        DATES_EXPLICITES = "dates_explicites", "Dates choisies une par une"

    class RangDuMois(models.IntegerChoices):
        PREMIER = 1, "le 1er du mois"
        DEUXIEME = 2, "le 2e du mois"
        TROISIEME = 3, "le 3e du mois"
        QUATRIEME = 4, "le 4e du mois"
        DERNIER = -1, "le dernier du mois"

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "Brouillon"
        PUBLIEE = "publiee", "Publiée"
        TERMINEE = "terminee", "Terminée"

    atelier = models.ForeignKey("ateliers.Atelier", on_delete=models.PROTECT, related_name="series")
    evenement = models.OneToOneField(
        "schedule.Event",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="serie",
        editable=False,
    )
    # Kept here too: schedule's own link is SET_NULL, which turns a series into one single date.
    rythme = models.ForeignKey(
        "schedule.Rule",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        editable=False,
    )
    regle = models.CharField("règle du calendrier", max_length=20, choices=Regle)
    jour = models.PositiveSmallIntegerField(
        "jour de la semaine",
        choices=list(
            enumerate(
                (
                    "lundi",
                    "mardi",
                    "mercredi",
                    "jeudi",
                    "vendredi",
                    "samedi",
                    "dimanche",
                )
            )
        ),
        null=True,
        blank=True,
    )
    intervalle = models.PositiveSmallIntegerField("toutes les n semaines", default=1)
    # With it the rhythm is monthly: « le 3e jeudi du mois ».
    rang_du_mois = models.SmallIntegerField(
        "rang dans le mois", choices=RangDuMois, null=True, blank=True
    )
    heure_debut = models.TimeField("de")
    heure_fin = models.TimeField("à")
    du = models.DateField("premier jour possible")
    au = models.DateField("dernier jour possible")
    # Kept to say « 22 sur 24 »: ``au`` was computed from it when the series was written.
    nombre = models.PositiveSmallIntegerField("nombre de séances voulu", null=True, blank=True)
    dates = models.JSONField("dates choisies", default=list, blank=True)
    dates_gardees = models.JSONField("dates gardées à la main", default=list, blank=True)
    dates_sautees = models.JSONField("dates sautées à la main", default=list, blank=True)
    lieu = models.ForeignKey("centre.Lieu", on_delete=models.PROTECT, related_name="series")
    capacite = models.PositiveSmallIntegerField("capacité")
    duree_creneau = models.PositiveSmallIntegerField(
        "durée d’un créneau, en minutes", null=True, blank=True
    )
    pause_creneau = models.PositiveSmallIntegerField(
        "pause entre deux créneaux, en minutes", default=0
    )
    animateurs = models.ManyToManyField(
        "centre.Professionnel",
        blank=True,
        related_name="series",
        verbose_name="animé par",
    )
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.BROUILLON)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    publiee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    remplace = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="suites"
    )
    version = models.PositiveIntegerField("version", default=1)
    modifiee_le = models.DateTimeField("modifiée le", default=maintenant, editable=False)
    modifiee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SerieQuerySet.as_manager()

    class Meta:
        verbose_name = "série"
        ordering = ("atelier__titre", "du")
        constraints = [
            models.CheckConstraint(
                condition=Q(heure_fin__gt=F("heure_debut")),
                name="serie_fin_apres_debut",
                violation_error_message="L’heure de fin vient après l’heure de début.",
            ),
            models.CheckConstraint(
                condition=Q(au__gte=F("du")),
                name="serie_au_apres_du",
                violation_error_message="Le dernier jour vient après le premier jour.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__gt=0),
                name="serie_capacite_positive",
                violation_error_message="La capacité est d’au moins 1.",
            ),
            models.CheckConstraint(
                condition=Q(intervalle__range=(1, 52)), name="serie_intervalle_connu"
            ),
            models.CheckConstraint(
                condition=Q(rang_du_mois__isnull=True) | Q(rang_du_mois__in=[1, 2, 3, 4, -1]),
                name="serie_rang_connu",
            ),
            models.CheckConstraint(
                condition=Q(regle="dates_explicites") | Q(jour__isnull=False),
                name="serie_jour_ou_dates",
                violation_error_message="Choisissez un jour de la semaine, ou des dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.atelier} · {self.get_regle_display()}"
