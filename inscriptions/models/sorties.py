"""What an outing asks of one group, and how its places were shared out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from ateliers.models import Seance
from centre.temps import maintenant
from centre.textes import LigneField
from inscriptions.models.places import Place

if TYPE_CHECKING:
    from centre.models import Utilisateur


class FicheSortie(models.Model):
    """Answers of one group for one outing; no motive is ever asked, gone when the day is over.

    Counts and foods to avoid, never why: a diet may tell a religion or an illness.
    """

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="fiche_sortie")
    repas_sans_viande = models.PositiveSmallIntegerField("repas sans viande", default=0)
    a_eviter = LigneField("aliments à éviter", max_length=120, blank=True)
    urgence_nom = LigneField("personne à prévenir", max_length=80, blank=True)
    urgence_telephone = PhoneNumberField("son téléphone", region="FR", blank=True)
    autorisation_le = models.DateField(
        "autorisation reçue le, si elle a moins de 18 ans", null=True, blank=True
    )

    class Meta:
        verbose_name = "fiche de sortie"
        verbose_name_plural = "fiches de sortie"

    def __str__(self) -> str:
        return f"{self.place}"


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def visibles_par(self, utilisateur: Utilisateur) -> AttributionQuerySet:
        return self.filter(seance__in=Seance.objects.visibles_par(utilisateur))


class Attribution(models.Model):
    """The day the wishes of an outing became places: by whom, under which rule, for how many."""

    seance = models.ForeignKey(
        "ateliers.Seance", on_delete=models.CASCADE, related_name="attributions"
    )
    le = models.DateTimeField("faite le", default=maintenant)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    regle = LigneField("règle", max_length=200)
    offertes = models.PositiveSmallIntegerField("places à donner")

    objects = AttributionQuerySet.as_manager()

    class Meta:
        verbose_name = "attribution"
        ordering = ("-le", "-id")

    def __str__(self) -> str:
        return f"{self.seance}"


class LigneAttribution(models.Model):
    """Why one group has its places or waits: its turn, and the sentence that says so."""

    attribution = models.ForeignKey(Attribution, on_delete=models.CASCADE, related_name="lignes")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="attributions")
    ordre = models.PositiveSmallIntegerField("tour")
    derniere_sortie = models.DateField("dernière sortie", null=True)
    sorties = models.PositiveSmallIntegerField("sorties de l’année", default=0)
    est_retenue = models.BooleanField("retenue")
    explication = LigneField("explication", max_length=200)

    class Meta:
        verbose_name = "ligne d’attribution"
        verbose_name_plural = "lignes d’attribution"
        ordering = ("ordre",)
        constraints = [
            models.UniqueConstraint(
                fields=["attribution", "place"], name="ligne_attribution_unique"
            )
        ]

    def __str__(self) -> str:
        return self.explication
