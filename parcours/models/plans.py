"""The shared plan: who does what, by when, and what came of it (AGL-05 to AGL-08, ASG-09)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import LigneField
from parcours.models.freins import Frein
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

# Self-esteem is a theme of its own beside the sixteen public ones (AGL-07).
CONFIANCE = "confiance_en_soi"
THEMES = [*Frein.Theme.choices, (CONFIANCE, "Confiance en soi")]


class LignePlanQuerySet(models.QuerySet["LignePlan"]):
    def visibles_par(self, utilisateur: Utilisateur) -> LignePlanQuerySet:
        return self.filter(parcours__in=Parcours.objects.partages_avec(utilisateur))

    def droits_ouverts(self) -> LignePlanQuerySet:
        """Rights that were asked for and came: the answer to non-recours (ASG-09)."""
        return self.filter(genre=LignePlan.Genre.DROITS, etat=LignePlan.Etat.FAITE)

    def ouverts_entre(self, du: dt.date, au: dt.date) -> LignePlanQuerySet:
        """Rights opened from ``du`` to ``au``, both included."""
        return self.droits_ouverts().filter(faite_le__range=(du, au))


class LignePlan(models.Model):
    """One line of the plan: the obstacle aimed at, what, who, with whom, by when, its state."""

    class Genre(models.TextChoices):
        ACTION = "action", "Action"
        ORIENTATION = "orientation_partenaire", "Orientation vers un partenaire"
        DROITS = "ouverture_de_droits", "Ouverture de droits"

    class Qui(models.TextChoices):
        SOCIAL = "social", "Le volet social"
        EMPLOI = "emploi", "Le volet emploi"
        REFERENT = "referent", "Le référent ou la référente"
        INTERVENANT = "intervenant", "Un intervenant"
        PERSONNE = "personne", "La personne"

    class Etat(models.TextChoices):
        PREVUE = "prevue", "Prévue"
        EN_COURS = "en_cours", "En cours"
        FAITE = "faite", "Faite"
        LAISSEE = "laissee", "Laissée de côté"

    class Domaine(models.TextChoices):
        MOBILITE = "mobilite", "Mobilité"
        MEDICO_SOCIAL = "medico_social", "Médico-social"
        COACHING = "coaching_emploi", "Coaching emploi"
        FORMATION = "formation_metiers", "Formation, métiers"
        LOGEMENT = "logement", "Logement"
        CULTURE = "culture", "Culture, loisirs"
        AUTRE = "autre", "Autre"

    class Droit(models.TextChoices):
        RESSOURCES = "ressources", "Ressources"
        SANTE = "couverture_sante", "Couverture santé"
        LOGEMENT = "logement", "Aide au logement"
        ENERGIE = "energie", "Énergie, eau"
        TRANSPORT = "transport", "Transport"
        FAMILLE = "famille", "Famille, garde d’enfant"
        FORMATION = "formation", "Formation"
        AUTRE = "autre", "Autre"

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="lignes_plan"
    )
    genre = models.CharField("genre", max_length=24, choices=Genre, default=Genre.ACTION)
    theme = models.CharField("frein visé", max_length=60, choices=THEMES)
    quoi = LigneField("quoi", max_length=200)
    qui = models.CharField("qui", max_length=12, choices=Qui)
    domaine = models.CharField("domaine", max_length=20, choices=Domaine, blank=True)
    droit = models.CharField("droit", max_length=20, choices=Droit, blank=True)
    partenaire = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="partenaire",
    )
    echeance = models.DateField("avant le")
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PREVUE)
    faite_le = models.DateField("faite le", null=True, blank=True)
    resultat = LigneField("ce que cela a donné", max_length=200, blank=True)
    ecrite_le = models.DateTimeField("écrite le", default=maintenant)
    ecrite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = LignePlanQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du plan"
        verbose_name_plural = "lignes du plan"
        ordering = ("echeance", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(etat="faite", faite_le__isnull=False)
                | ~Q(etat="faite") & Q(faite_le__isnull=True),
                name="ligne_faite_a_une_date",
                violation_error_message="Une ligne faite a sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(genre="orientation_partenaire") | Q(partenaire__isnull=False),
                name="ligne_orientation_a_un_partenaire",
                violation_error_message="Choisissez le partenaire.",
            ),
            models.CheckConstraint(
                condition=~Q(genre="ouverture_de_droits") | ~Q(droit=""),
                name="ligne_droits_nomme_le_droit",
                violation_error_message="Choisissez le droit.",
            ),
        ]

    def __str__(self) -> str:
        return self.quoi
