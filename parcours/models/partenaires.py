"""Sending her on to a partner, if she wants (ASI-15): the directory is ``centre.Organisme``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from parcours.models.freins import menes_par
from parcours.models.notes import Note, NoteQuerySet

if TYPE_CHECKING:
    from centre.models import Utilisateur


class OrientationPartenaireQuerySet(NoteQuerySet):
    def lisibles_par(self, utilisateur: Utilisateur) -> OrientationPartenaireQuerySet:
        """Those whose partner may be named: a sensitive one only to who walks with her (§3.7)."""
        return self.visibles_par(utilisateur).filter(
            Q(organisme__est_sensible=False) | Q(parcours__in=menes_par(utilisateur))
        )


class OrientationPartenaire(Note):
    """A partner proposed to her or asked by her. Declining has no effect on anything."""

    class Etat(models.TextChoices):
        PROPOSEE = "proposee", "Proposée"
        DEMANDEE = "demandee_par_la_personne", "Demandée par elle"
        ACCEPTEE = "acceptee", "Acceptée"
        DECLINEE = "declinee", "Pas maintenant"
        PHYSIQUE = "accompagnement_physique", "Nous y sommes allées ensemble"

    organisme = models.ForeignKey(
        "centre.Organisme", on_delete=models.PROTECT, related_name="+", verbose_name="partenaire"
    )
    etat = models.CharField("où on en est", max_length=26, choices=Etat, default=Etat.PROPOSEE)
    change_le = models.DateField("depuis le")

    objects = OrientationPartenaireQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Note.Meta):
        verbose_name = "orientation vers un partenaire"
        verbose_name_plural = "orientations vers un partenaire"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    etat__in=[
                        *("proposee", "demandee_par_la_personne", "acceptee", "declinee"),
                        "accompagnement_physique",
                    ]
                ),
                name="orientation_partenaire_etat_connu",
            ),
            models.CheckConstraint(
                condition=Q(change_le__gte=F("le")), name="orientation_partenaire_change_apres"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisme}, {self.get_etat_display().lower()}"
