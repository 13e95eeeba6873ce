"""The point with the prescriber: general lines, read with the person, then frozen (ASI-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from centre.textes import TexteField
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class PointQuerySet(models.QuerySet["PointPrescripteur"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PointQuerySet:
        """The team that walks the parcours; the prescriber it was sent to, once it was sent."""
        equipe = Q(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )
        recus = Q(pk__in=PointPrescripteur.objects.recus_par(utilisateur).values("pk"))
        return self.filter(equipe | recus)

    def recus_par(self, utilisateur: Utilisateur) -> PointQuerySet:
        """Points sent to this account, while it may read the parcours."""
        return self.filter(
            envoye_le__isnull=False,
            destinataire__utilisateur=utilisateur.pk,
            parcours__in=Parcours.objects.lies_a(utilisateur),
            parcours__prescripteur__utilisateur=utilisateur.pk,
            parcours__centre__in=utilisateur.centres_ids("prescripteur", "binome"),
        )

    def envoyes(self) -> PointQuerySet:
        return self.filter(envoye_le__isnull=False)

    def brouillons(self) -> PointQuerySet:
        return self.filter(envoye_le__isnull=True)


class PointPrescripteur(models.Model):
    """A note of general lines over a period; once sent it never changes (``empreinte``).

    ``texte`` starts from what may be shared; a confidential text has no way in (ASI-12).
    """

    parcours = models.ForeignKey(Parcours, on_delete=models.CASCADE, related_name="points")
    du = models.DateField("du")
    au = models.DateField("au")
    prevu_le = models.DateField("à faire avant le")
    texte = TexteField(
        "lignes générales",
        help_text="Le prescripteur lit ce texte, et la personne avant lui. Aucune confidence.",
    )
    remarque = TexteField(
        "sa remarque", blank=True, help_text="Avec ses mots, si elle veut. Le prescripteur la lit."
    )
    ecrit_le = models.DateTimeField("écrit le", default=maintenant)
    ecrit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    relu_le = models.DateField("relu avec elle le", null=True, blank=True)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    envoye_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    destinataire = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="points_recus",
    )
    empreinte = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = "point avec le prescripteur"
        verbose_name_plural = "points avec le prescripteur"
        ordering = ("-au", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["parcours"],
                condition=Q(envoye_le__isnull=True),
                name="point_un_brouillon",
                violation_error_message="Un point est déjà en préparation.",
            ),
            models.CheckConstraint(condition=Q(au__gte=F("du")), name="point_periode"),
            models.CheckConstraint(
                condition=Q(envoye_le__isnull=True, empreinte="")
                | Q(envoye_le__isnull=False, relu_le__isnull=False, destinataire__isnull=False)
                & ~Q(texte="")
                & ~Q(empreinte=""),
                name="point_envoye_est_relu",
                violation_error_message="Un point part relu avec la personne, et à quelqu’un.",
            ),
        ]

    def __str__(self) -> str:
        return f"Point du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}"

    @property
    def est_envoye(self) -> bool:
        return self.envoye_le is not None
