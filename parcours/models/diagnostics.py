"""The common diagnosis of a binôme, and its two dated validations (AGL-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import LigneField, TexteField
from parcours.models.parcours import Parcours
from parcours.models.referents import ReferentParcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

Role = ReferentParcours.Role
# The two halves of a binôme; a plan waits for both (AGL-03, AGL-04).
BINOME = (Role.BINOME_SOCIAL, Role.BINOME_EMPLOI)


class DiagnosticQuerySet(models.QuerySet["DiagnosticCommun"]):
    def visibles_par(self, utilisateur: Utilisateur) -> DiagnosticQuerySet:
        """Those who walk with her now, and the coordination; never a mere prescriber."""
        return self.filter(parcours__in=Parcours.objects.partages_avec(utilisateur))


class DiagnosticCommun(models.Model):
    """What both halves of the binôme and the person agree on. She reads all of it.

    ``version`` rises at each change; a validation is of one version.
    """

    parcours = models.OneToOneField(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="diagnostic"
    )
    paroles = TexteField(
        "ce qu’elle veut, avec ses mots",
        blank=True,
        help_text="Écrit avec elle. Elle lit tout ce qui est sur cette page.",
    )
    atouts = TexteField("ses points d’appui", blank=True)
    volet_social = TexteField(
        "volet social",
        blank=True,
        help_text="Sans détail médical ni confidence\u00a0: l’autre moitié du binôme lit ce texte.",
    )
    volet_emploi = TexteField("volet emploi", blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    modifie_le = models.DateTimeField("modifié le", default=maintenant)
    modifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = DiagnosticQuerySet.as_manager()

    class Meta:
        verbose_name = "diagnostic commun"
        verbose_name_plural = "diagnostics communs"

    def __str__(self) -> str:
        return f"Diagnostic commun, version {self.version}"

    @property
    def valides(self) -> dict[str, ValidationDiagnostic]:
        """Validations in force by role: those of the present version."""
        return {v.role: v for v in self.validations.all() if v.version == self.version}

    @property
    def est_valide(self) -> bool:
        return set(BINOME) <= set(self.valides)


class ValidationDiagnostic(models.Model):
    """One half of the binôme agreed to one version, on a date; later changes do not erase it."""

    diagnostic = models.ForeignKey(
        DiagnosticCommun, on_delete=models.CASCADE, related_name="validations"
    )
    role = models.CharField("rôle", max_length=24, choices=Role)
    version = models.PositiveIntegerField("version")
    professionnel = models.ForeignKey(
        "centre.Professionnel", on_delete=models.PROTECT, related_name="+"
    )
    le = models.DateTimeField("le", default=maintenant)
    recueillie_par = LigneField(
        "recueillie par",
        max_length=120,
        blank=True,
        help_text="Vide\u00a0: validé depuis son propre compte.",
    )

    class Meta:
        verbose_name = "validation du diagnostic"
        verbose_name_plural = "validations du diagnostic"
        ordering = ("le", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["diagnostic", "role", "version"],
                name="validation_une_par_role",
                violation_error_message="Cette moitié du binôme a déjà validé.",
            ),
            models.CheckConstraint(condition=Q(role__in=BINOME), name="validation_par_le_binome"),
        ]

    def __str__(self) -> str:
        return f"{self.professionnel}, le {self.le:%d/%m/%Y}"
