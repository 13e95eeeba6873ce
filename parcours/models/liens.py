"""The secret address by which a partner without account writes fiches de liaison."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from centre.models import Affectation, JetonAbstrait
from centre.models.acces import empreinte_de
from centre.temps import aujourdhui, maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur

DUREE_DU_LIEN = dt.timedelta(days=8)


def dans_huit_jours() -> dt.datetime:
    return maintenant() + DUREE_DU_LIEN


class LienFicheQuerySet(models.QuerySet["LienFiche"]):
    def visibles_par(self, utilisateur: Utilisateur) -> LienFicheQuerySet:
        """Those who may give one; nobody reads the secret again."""
        return self.filter(centre__in=utilisateur.centres_ids("referent", "coordination"))

    def vivants(self) -> LienFicheQuerySet:
        """Neither revoked nor older than eight days.

        One made for a single professional dies when she leaves the organisation, or loses the
        account she had: a message kept somewhere opens no more than the account did.
        """
        comptes = Affectation.objects.en_vigueur(aujourdhui()).filter(
            utilisateur=OuterRef("professionnel__utilisateur"),
            utilisateur__is_active=True,
            centre=OuterRef("centre"),
        )
        encore_la = Q(professionnel__organisme=F("organisme")) & (
            Q(professionnel__utilisateur=None) | Exists(comptes)
        )
        return self.filter(
            Q(professionnel=None) | encore_la,
            revoque_le__isnull=True,
            expire_le__gt=maintenant(),
        )

    def du_jeton(self, jeton: str) -> LienFicheQuerySet:
        """The live row behind a secret; unknown, revoked and expired answer alike: nothing."""
        return self.vivants().filter(empreinte=empreinte_de(jeton))


class LienFiche(JetonAbstrait):
    """Opens one page, « Orienter une personne », for one organisation; it reads nothing."""

    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.CASCADE, related_name="liens_de_fiche"
    )
    organisme = models.ForeignKey(
        "centre.Organisme", on_delete=models.CASCADE, related_name="liens_de_fiche"
    )
    professionnel = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="liens_de_fiche",
        verbose_name="pour une seule personne",
    )
    expire_le = models.DateTimeField("valable jusqu’au", default=dans_huit_jours)
    fiches = models.PositiveSmallIntegerField("fiches reçues", default=0)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = LienFicheQuerySet.as_manager()

    class Meta:
        verbose_name = "lien pour orienter"
        verbose_name_plural = "liens pour orienter"
        ordering = ("-cree_le", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(expire_le__gt=F("cree_le")), name="lien_fiche_expire_apres_creation"
            )
        ]

    def __str__(self) -> str:
        return f"Lien de {self.organisme}"
