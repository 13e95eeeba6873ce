"""A person in a series, until she leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from ateliers.models import Atelier
from ateliers.models.seances import nouvel_uid
from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


class InscriptionQuerySet(models.QuerySet["Inscription"]):
    def visibles_par(self, utilisateur: Utilisateur) -> InscriptionQuerySet:
        return self.filter(
            atelier__centre__in=utilisateur.centres_ids("accueil", "referent", "coordination"),
            atelier__in=Atelier.objects.visibles_par(utilisateur),
        )

    def actives(self) -> InscriptionQuerySet:
        return self.filter(etat__in=Inscription.ACTIVES)


class Inscription(models.Model):
    """A person in a series. Leaving and coming back is a new row, hence a new calendar UID."""

    class Etat(models.TextChoices):
        DEMANDEE = "demandee", "À valider"
        CONFIRMEE = "confirmee", "Inscrite"
        LISTE_ATTENTE = "liste_attente", "En liste d’attente"
        ANNULEE_PERSONNE = "annulee_personne", "Arrêtée par la personne"
        ANNULEE_CENTRE = "annulee_centre", "Arrêtée par le centre"
        TERMINEE = "terminee", "Terminée"

    ACTIVES = (Etat.CONFIRMEE, Etat.LISTE_ATTENTE)

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="inscriptions"
    )
    atelier = models.ForeignKey(
        "ateliers.Atelier", on_delete=models.PROTECT, related_name="inscriptions"
    )
    serie = models.ForeignKey(
        "ateliers.Serie", on_delete=models.PROTECT, related_name="inscriptions"
    )
    parcours = models.ForeignKey(
        "parcours.Parcours",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="inscriptions",
    )
    du = models.DateField("à partir du")
    au = models.DateField("jusqu’au", null=True, blank=True)
    etat = models.CharField("état", max_length=18, choices=Etat, default=Etat.CONFIRMEE)
    uid = models.CharField("UID", max_length=120, unique=True, default=nouvel_uid, editable=False)
    sequence = models.PositiveIntegerField("dernière SEQUENCE envoyée", null=True, editable=False)
    adresse_invitee = models.EmailField("adresse invitée", blank=True, editable=False)
    # The answer to the invitation of the whole series; one date may say otherwise.
    intention = models.CharField("réponse pour la série", max_length=14, blank=True)
    intention_le = models.DateTimeField("répondu le", null=True, blank=True)
    creee_le = models.DateTimeField("inscrite le", default=maintenant)
    creee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ("creee_le", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "serie"],
                condition=Q(etat__in=["demandee", "confirmee", "liste_attente"]),
                name="inscription_vivante_unique",
                violation_error_message="Cette personne est déjà inscrite à cet atelier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.personne} · {self.atelier}"
