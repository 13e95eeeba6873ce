"""What she wants to reach and the dated steps towards it, each with her agreement (LIE-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from centre.textes import LigneField
from parcours.models.notes import Note
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class Objectif(Note):
    """One aim, in the three families of the action. Without her agreement there is no row."""

    class Finalite(models.TextChoices):
        ISOLEMENT = "rompre_isolement", "Rompre l’isolement"
        SOI = "construction_soi", "Se construire"
        EMPLOI = "projet_emploi", "Vers un projet et l’emploi"

    finalite = models.CharField("pour", max_length=18, choices=Finalite)
    texte = LigneField("ce qu’elle veut", max_length=200)
    accord_le = models.DateField("elle est d’accord, depuis le")
    atteint_le = models.DateField("atteint le", null=True, blank=True)

    class Meta(Note.Meta):
        verbose_name = "objectif"
        constraints = [
            models.CheckConstraint(condition=~Q(texte=""), name="objectif_a_des_mots"),
            models.CheckConstraint(
                condition=Q(finalite__in=["rompre_isolement", "construction_soi", "projet_emploi"]),
                name="objectif_a_une_finalite",
            ),
            models.CheckConstraint(
                condition=Q(atteint_le__isnull=True) | Q(atteint_le__gte=F("accord_le")),
                name="objectif_atteint_apres",
            ),
        ]

    def __str__(self) -> str:
        return self.texte


class JalonQuerySet(models.QuerySet["Jalon"]):
    def visibles_par(self, utilisateur: Utilisateur) -> JalonQuerySet:
        return self.filter(
            objectif__retiree_le__isnull=True,
            objectif__parcours__in=Parcours.objects.visibles_par(utilisateur),
            objectif__parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )


class Jalon(models.Model):
    """One dated step of an aim: who does what, for when, against which obstacle (AGL-05)."""

    class Qui(models.TextChoices):
        PERSONNE = "personne", "elle"
        REFERENT = "referent", "la référente ou le référent"
        ENSEMBLE = "ensemble", "ensemble"
        PARTENAIRE = "partenaire", "un partenaire"

    class Etat(models.TextChoices):
        PREVU = "prevu", "À venir"
        FAIT = "fait", "Fait"
        LAISSE = "laisse", "Laissé de côté"

    objectif = models.ForeignKey(Objectif, on_delete=models.CASCADE, related_name="jalons")
    frein = models.ForeignKey(
        "parcours.Frein",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ce que cela débloque",
    )
    quoi = LigneField("quoi", max_length=200)
    qui = models.CharField("qui", max_length=10, choices=Qui, default=Qui.ENSEMBLE)
    organisme = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avec",
    )
    echeance = models.DateField("pour le", null=True, blank=True)
    accord_le = models.DateField("elle est d’accord, depuis le")
    etat = models.CharField("état", max_length=6, choices=Etat, default=Etat.PREVU)
    change_le = models.DateField("depuis le", null=True, blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cree_le = models.DateTimeField("écrit le", default=maintenant)

    objects = JalonQuerySet.as_manager()

    class Meta:
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        ordering = ("echeance", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(etat="prevu", change_le__isnull=True)
                | Q(etat__in=["fait", "laisse"], change_le__isnull=False),
                name="jalon_change_a_une_date",
            ),
            models.CheckConstraint(condition=~Q(quoi=""), name="jalon_a_des_mots"),
        ]

    def __str__(self) -> str:
        return self.quoi
