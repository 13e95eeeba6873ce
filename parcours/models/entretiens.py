"""Interviews, with two texts under two rights."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import TexteField
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class EntretienQuerySet(models.QuerySet["Entretien"]):
    def visibles_par(self, utilisateur: Utilisateur) -> EntretienQuerySet:
        """Interviews of the parcours that the team may read, and first ones before any entry.

        Partners never read one: they see the state of the first on their own page.
        """
        suivi = utilisateur.centres_ids("referent", "coordination")
        rattaches = Q(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=suivi,
        )
        avant_entree = Q(parcours__isnull=True, orientation__centre__in=suivi)
        return self.filter(rattaches | avant_entree)

    def ecrits_par(self, utilisateur: Utilisateur) -> EntretienQuerySet:
        """The only interviews whose confidential text this user may open (ASI-12)."""
        return self.visibles_par(utilisateur).filter(auteur=utilisateur.pk)

    def tenus(self) -> EntretienQuerySet:
        return self.filter(etat=Entretien.Etat.TENU)


class Entretien(models.Model):
    """One meeting with the person; « confidentiel » is for its author alone (ASI-12)."""

    class Etat(models.TextChoices):
        FIXE = "fixe", "Fixé"
        TENU = "tenu", "Tenu"
        EXCUSE = "excuse", "La personne a prévenu"
        NON_VENU = "non_venu", "N’a pas eu lieu"
        ANNULE = "annule", "Annulé"

    class Type(models.TextChoices):
        PREMIER = "premier_entretien", "Premier entretien"
        SUIVI = "suivi", "Entretien"
        BILAN = "bilan", "Bilan"

    class Medium(models.TextChoices):
        SUR_PLACE = "sur_place", "Sur place"
        TELEPHONE = "telephone", "Par téléphone"
        VISIO = "visio", "En visio"
        DOMICILE = "domicile", "Chez elle"
        DEHORS = "dehors", "Dehors, ou chez un partenaire"

    class Proche(models.TextChoices):
        CONJOINT = "conjoint", "Conjoint ou conjointe"
        PARENT = "parent", "Parent"
        ENFANT = "enfant", "Enfant"
        FRATRIE = "fratrie", "Frère ou sœur"
        AMI = "ami", "Ami·e, voisin·e"
        AUTRE = "autre", "Autre proche"

    parcours = models.ForeignKey(
        "parcours.Parcours",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="entretiens",
    )
    orientation = models.ForeignKey(
        "parcours.Orientation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="entretiens",
    )
    debut = models.DateTimeField("début")
    duree_minutes = models.PositiveSmallIntegerField("durée en minutes", default=60)
    type = models.CharField("type", max_length=20, choices=Type, default=Type.SUIVI)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.FIXE)
    lieu = models.ForeignKey(
        "centre.Lieu", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    medium = models.CharField("comment", max_length=12, choices=Medium, default=Medium.SUR_PLACE)
    seance = models.OneToOneField(
        "ateliers.Seance",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="séance qui tient la salle",
    )
    # A relation and nothing else: no file is opened for the relative (ASI-14).
    proche = models.CharField("avec un proche", max_length=10, choices=Proche, blank=True)
    explique_le = models.DateField("le libre choix est expliqué, depuis le", null=True, blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="entretiens",
    )
    partageable = TexteField(
        "ce qui peut être partagé",
        blank=True,
        help_text="La personne et l’équipe qui la suit peuvent lire ce texte.",
    )
    confidentiel = TexteField(
        "ce qui reste entre vous", blank=True, help_text="Vous seul·e lisez ce texte."
    )
    cree_le = models.DateTimeField("créé le", default=maintenant)

    objects = EntretienQuerySet.as_manager()

    class Meta:
        verbose_name = "entretien"
        ordering = ("-debut", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(parcours__isnull=False) | Q(orientation__isnull=False),
                name="entretien_rattache",
            ),
            # A confidential note has an author (docs/confidentialite.md).
            models.CheckConstraint(
                condition=Q(confidentiel="") | Q(auteur__isnull=False),
                name="entretien_confidentiel_a_un_auteur",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.get_etat_display()}"

    @property
    def fin(self) -> dt.datetime:
        """One hour after the start unless somebody said otherwise (ASI-06)."""
        return self.debut + dt.timedelta(minutes=self.duree_minutes)
