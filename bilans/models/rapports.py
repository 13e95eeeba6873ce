"""Reports: the words a centre writes around its figures, and the reports that are frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from centre.textes import TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class DeLaCoordinationQuerySet(models.QuerySet[Any]):
    def visibles_par(self, utilisateur: Utilisateur) -> Self:
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))


class Audience(models.TextChoices):
    """For whom a report is written: outside the centre, small numbers are hidden."""

    INTERNE = "interne", "Dans le centre"
    EXTERNE = "externe", "Pour les partenaires"


class TexteRapport(models.Model):
    """A free text of the report of one year: of the action, or of one public (ASN-15)."""

    class Rubrique(models.TextChoices):
        """The headings of the centre's own report."""

        OBJECTIFS = "objectifs", "Les objectifs de l’action"
        REUSSITE = "reussite", "Ce qui a aidé à réussir"
        LIMITES = "limites", "Les limites rencontrées"
        PUBLIC = "public", "Ce que nous avons observé"

    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.CASCADE, related_name="textes_de_rapport"
    )
    dispositif = models.ForeignKey(
        "parcours.Dispositif", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annee = models.PositiveSmallIntegerField("année")
    rubrique = models.CharField("rubrique", max_length=10, choices=Rubrique)
    # A code of parcours.models.dispositifs.Public, for that heading only.
    public = models.CharField("public", max_length=30, blank=True)
    texte = TexteField("texte")
    ecrit_le = models.DateTimeField("écrit le", default=maintenant)
    ecrit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = DeLaCoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = "texte de rapport"
        verbose_name_plural = "textes de rapport"
        ordering = ("annee", "rubrique", "public")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "dispositif", "annee", "rubrique", "public"],
                name="texte_rapport_unique",
            ),
            # NULL differs from NULL in the constraint above.
            models.UniqueConstraint(
                fields=["centre", "annee", "rubrique", "public"],
                condition=Q(dispositif__isnull=True),
                name="texte_rapport_de_tous_unique",
            ),
            models.CheckConstraint(
                condition=Q(rubrique="public") & ~Q(public="")
                | ~Q(rubrique="public") & Q(public=""),
                name="texte_rapport_public_nomme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rubrique_display()}, {self.annee}"


class Rapport(models.Model):
    """A report as it was on the day it was validated; never written again.

    ``empreinte`` is the SHA-256 of ``contenu`` as canonical JSON: what is on paper can be
    compared with what is kept.
    """

    class Genre(models.TextChoices):
        ACTIVITE = "activite", "Rapport d’activité"
        PRESCRIPTEURS = "prescripteurs", "Bilan par prescripteur"

    centre = models.ForeignKey("centre.Centre", on_delete=models.PROTECT, related_name="rapports")
    dispositif = models.ForeignKey(
        "parcours.Dispositif", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    genre = models.CharField("rapport", max_length=14, choices=Genre)
    audience = models.CharField("pour qui", max_length=8, choices=Audience)
    du = models.DateField("du")
    au = models.DateField("au")
    contenu = models.JSONField("contenu", editable=False)
    empreinte = models.CharField("empreinte", max_length=64, editable=False)
    valide_le = models.DateTimeField("validé le", default=maintenant)
    valide_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = DeLaCoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport validé"
        verbose_name_plural = "rapports validés"
        ordering = ("-valide_le", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(au__gte=F("du")), name="rapport_periode"),
            models.CheckConstraint(condition=~Q(empreinte=""), name="rapport_a_une_empreinte"),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}"
