"""The partner organisations of a centre and the professionals who work there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from centre.models.lieux import Centre
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models.utilisateurs import Utilisateur


class OrganismeQuerySet(models.QuerySet["Organisme"]):
    def visibles_par(self, utilisateur: Utilisateur) -> OrganismeQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids())

    def orienteurs(self) -> OrganismeQuerySet:
        return self.filter(est_orienteur=True)

    def get_by_natural_key(self, centre: str, nom: str) -> Organisme:
        return self.get(centre__slug=centre, nom=nom)


class Organisme(models.Model):
    """A partner of one centre: it may orient, take over, lend a room, or all three (ASN-10)."""

    class Type(models.TextChoices):
        FT = "FT", "France Travail"
        ML = "ML", "Mission locale"
        CAP_EMPLOI = "CAP_EMPLOI", "Cap emploi"
        DEPT = "DEPT", "Service social départemental, CMS"
        ODC = "ODC", "Délégataire du département"
        CCAS = "CCAS", "CCAS"
        UDAF = "UDAF", "UDAF"
        CAF = "CAF", "CAF"
        PLIE = "PLIE", "PLIE"
        CIDFF = "CIDFF", "CIDFF"
        CSAPA = "CSAPA", "CSAPA"
        CMP = "CMP", "CMP"
        GEM = "GEM", "GEM"
        SPIP = "SPIP", "SPIP"
        CHRS = "CHRS", "CHRS"
        SIAE = "SIAE", "Structure d’insertion (AI, EI)"
        ASSO_SOCIALE = "ASSO_SOCIALE", "Association sociale"
        ASSO_CARITATIVE = "ASSO_CARITATIVE", "Association caritative"
        SSAE = "SSAE", "Service d’aide aux émigrants"
        SANTE = "SANTE", "Santé"
        CENTRE = "CENTRE", "Le centre lui-même"
        AUTRE = "AUTRE", "Autre"

    # Knowing who oriented somebody can reveal health or justice: merged as « Autre » outside.
    TYPES_SENSIBLES = frozenset({"CIDFF", "CSAPA", "CMP", "GEM", "SPIP", "SANTE"})

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="organismes")
    nom = LigneField("nom", max_length=150)
    type = models.CharField("type", max_length=16, choices=Type, default=Type.AUTRE)
    domaine = LigneField("domaine", max_length=60, blank=True)
    est_orienteur = models.BooleanField("oriente vers le centre", default=False)
    est_sensible = models.BooleanField(
        "sensible",
        default=False,
        help_text="Y aller peut révéler la santé, la justice ou des violences.",
    )
    telephone = PhoneNumberField("téléphone", region="FR", blank=True)
    note = TexteField("note", blank=True)

    objects = OrganismeQuerySet.as_manager()

    class Meta:
        verbose_name = "organisme"
        ordering = ("nom",)
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "nom"],
                name="organisme_nom_unique",
                violation_error_message="Cet organisme existe déjà dans votre centre.",
            )
        ]

    def __str__(self) -> str:
        return self.nom

    def natural_key(self) -> tuple[str, str]:
        return (self.centre.slug, self.nom)

    natural_key.dependencies = ["centre.centre"]  # type: ignore[attr-defined]


class ProfessionnelQuerySet(models.QuerySet["Professionnel"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ProfessionnelQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids())


class Professionnel(models.Model):
    """Somebody who works with the centre: animateur, référent, prescripteur, relais.

    An account is not required. The same human known by two centres is two rows that may share
    one account.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="professionnels")
    organisme = models.ForeignKey(
        Organisme,
        on_delete=models.PROTECT,
        related_name="professionnels",
        verbose_name="organisme",
    )
    prenom = LigneField("prénom", max_length=60, blank=True)
    nom = LigneField("nom", max_length=80)
    fonction = LigneField("fonction", max_length=80, blank=True)
    telephone = PhoneNumberField("téléphone", region="FR", blank=True)
    courriel = models.EmailField("courriel", blank=True)
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="professionnels",
        verbose_name="compte",
    )

    objects = ProfessionnelQuerySet.as_manager()

    class Meta:
        verbose_name = "professionnel"
        ordering = ("nom", "prenom")
        constraints = [
            models.UniqueConstraint(
                fields=["organisme", "utilisateur"],
                condition=models.Q(utilisateur__isnull=False),
                name="professionnel_compte_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()

    @property
    def nom_court(self) -> str:
        """First name and initial, the form that calendars and grids show."""
        return f"{self.prenom} {self.nom[:1]}." if self.prenom else self.nom

    @property
    def adresse(self) -> str:
        """Where a professional reads mail: the account first, then the directory; or nowhere."""
        compte = self.utilisateur
        return compte.courriel if compte and compte.is_active else self.courriel
