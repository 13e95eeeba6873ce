"""Opening what one does not normally read, for a written reason and for a short time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import aujourdhui, maintenant
from centre.textes import LigneField
from parcours.models.parcours import Parcours
from parcours.models.referents import ReferentParcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

DUREE_DU_BRIS = dt.timedelta(hours=2)


class BrisQuerySet(models.QuerySet["BrisDeGlace"]):
    def visibles_par(self, utilisateur: Utilisateur) -> BrisQuerySet:
        """The coordination of the centre, and those who lead a parcours of the person,
        open or just ended.
        """
        menees = ReferentParcours.objects.en_vigueur(aujourdhui()).filter(
            professionnel__utilisateur=utilisateur.pk,
            parcours__in=Parcours.objects.lies_a(utilisateur),
            parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )
        return self.filter(
            Q(personne__centre__in=utilisateur.centres_ids("coordination"))
            | Q(personne__in=menees.values("parcours__personne"))
        )

    def en_vigueur(
        self, utilisateur: Utilisateur, quand: dt.datetime | None = None
    ) -> BrisQuerySet:
        """Openings of this user that still read: her role in that centre is in force too."""
        quand = quand or maintenant()
        return self.filter(
            utilisateur=utilisateur.pk,
            ouvert_le__lte=quand,
            jusqu_a__gt=quand,
            personne__centre__in=utilisateur.centres_ids("coordination"),
        )


class BrisDeGlace(models.Model):
    """What was opened, why, by whom, until when. Never deleted before the access log is.

    It opens the person's places and presences of level 3; never a confidential text, which has
    one reader (ASI-12).
    """

    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="bris_de_glace"
    )
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    raison = LigneField("raison", max_length=300)
    ouvert_le = models.DateTimeField("ouvert le", default=maintenant)
    jusqu_a = models.DateTimeField("jusqu’à")
    lu_par_le_referent_le = models.DateTimeField("vu par le référent le", null=True, blank=True)

    objects = BrisQuerySet.as_manager()

    class Meta:
        verbose_name = "bris de glace"
        verbose_name_plural = "bris de glace"
        ordering = ("-ouvert_le", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(raison=""),
                name="bris_a_une_raison",
                violation_error_message="Écrivez pourquoi.",
            ),
            models.CheckConstraint(
                condition=Q(jusqu_a__gt=F("ouvert_le")), name="bris_finit_apres_son_debut"
            ),
        ]
        indexes = [models.Index(fields=["utilisateur", "jusqu_a"], name="bris_en_vigueur")]

    def __str__(self) -> str:
        return f"Bris de glace du {self.ouvert_le:%d/%m/%Y}"
