"""Feeds of an account: one secret per device, revocable, worth nothing without a role."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.models import Affectation, JetonAbstrait

if TYPE_CHECKING:
    from centre.models import Utilisateur


class AbonnementQuerySet(models.QuerySet["AbonnementAbstrait"]):
    def vivants(self) -> AbonnementQuerySet:
        return self.filter(revoque_le__isnull=True)

    def visibles_par(self, utilisateur: Utilisateur) -> AbonnementQuerySet:
        """Each one her own devices, nobody else's, whatever her role."""
        return self.filter(utilisateur=utilisateur.pk)


class AbonnementAbstrait(JetonAbstrait):
    """A device of an account that follows something of one centre (agenda rule T2).

    The secret opens the feed only while the account is active and holds one of ``ROLES`` in this
    centre: both are read again at each request (rule T4).
    """

    ROLES: ClassVar[Collection[str]]

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="+")

    objects = AbonnementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-cree_le", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(revoque_le__isnull=True) | Q(revoque_le__gte=F("cree_le")),
                name="%(class)s_revoque_apres_creation",
            ),
        ]

    def __str__(self) -> str:
        return self.libelle


class AbonnementEquipe(AbonnementAbstrait):
    """A device that follows a member's own séances, or all those of a centre."""

    ROLES = Affectation.EQUIPE

    class Contenu(models.TextChoices):
        MES_SEANCES = "mes_seances", "Les séances que j’anime"
        CENTRE = "centre", "Toutes les séances du centre"

    contenu = models.CharField(
        "ce que l’agenda montre", max_length=12, choices=Contenu, default=Contenu.MES_SEANCES
    )

    class Meta(AbonnementAbstrait.Meta):
        verbose_name = "abonnement de l’équipe"
        verbose_name_plural = "abonnements de l’équipe"

    def __str__(self) -> str:
        return f"{self.get_contenu_display()} · {self.libelle}"
