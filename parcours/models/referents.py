"""Who walks with a person: a référent, a binôme, others of other houses."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q


class ReferentQuerySet(models.QuerySet["ReferentParcours"]):
    def en_vigueur(self, jour: dt.date) -> ReferentQuerySet:
        return self.filter(Q(debut__lte=jour), Q(fin__isnull=True) | Q(fin__gte=jour))

    def qui_lisent(self, jour: dt.date) -> ReferentQuerySet:
        """In force; who leads nothing, only while her yes to his organisation stands (ASG-01)."""
        return self.en_vigueur(jour).filter(~Q(role__in=PAR_SON_OUI) | Q(_son_oui()))

    def avec_son_oui(self) -> ReferentQuerySet:
        """Add ``son_oui``: she has said yes to this organisation, and has not taken it back."""
        return self.annotate(son_oui=_son_oui())


def _son_oui() -> Exists:
    oui = ReferentParcours.objects.filter(
        pk=OuterRef("pk"),
        parcours__personne__consentements__objet="partage_organisme",
        parcours__personne__consentements__destinataire=F("professionnel__organisme"),
        parcours__personne__consentements__retire_le__isnull=True,
    )
    return Exists(oui)


class ReferentParcours(models.Model):
    """Who leads a parcours, in which role, between which dates (ASN-07, AGL-03)."""

    class Role(models.TextChoices):
        REFERENT_UNIQUE = "referent_unique", "Référent·e"
        BINOME_SOCIAL = "binome_social", "Binôme, volet social"
        BINOME_EMPLOI = "binome_emploi", "Binôme, volet emploi"
        CORRESPONDANT = "correspondant_social", "Correspondant social"
        CELLULE = "cellule_appui", "Cellule d’appui"
        INTERVENANT = "intervenant", "Intervenant·e"

    class Domaine(models.TextChoices):
        EMPLOI = "emploi", "Emploi"
        LOGEMENT = "logement", "Logement"
        SANTE = "sante", "Santé"
        INSERTION = "insertion", "Insertion"
        CULTURE = "culture", "Culture"
        FAMILLE = "famille", "Famille"
        DROITS = "droits", "Droits, papiers"
        AUTRE = "autre", "Autre"

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="referents"
    )
    professionnel = models.ForeignKey(
        "centre.Professionnel", on_delete=models.PROTECT, related_name="suivis"
    )
    role = models.CharField("rôle", max_length=24, choices=Role, default=Role.REFERENT_UNIQUE)
    # Whose half of a binôme this is, on the day it was named: a constraint reads one table.
    organisme = models.ForeignKey(
        "centre.Organisme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    domaine = models.CharField("domaine", max_length=12, choices=Domaine, blank=True)
    accord_le = models.DateField("la personne est d’accord depuis le", null=True, blank=True)
    debut = models.DateField("depuis le")
    fin = models.DateField("jusqu’au", null=True, blank=True)
    # Read by ``avec_son_oui`` alone.
    son_oui: bool

    objects = ReferentQuerySet.as_manager()

    class Meta:
        verbose_name = "référent"
        ordering = ("debut", "id")
        constraints = [
            # One open row per role; intervenants are as many as they are.
            models.UniqueConstraint(
                fields=["parcours", "role"],
                condition=Q(fin__isnull=True, role__in=["correspondant_social", "cellule_appui"]),
                name="referent_ouvert_unique",
                violation_error_message="Ce parcours a déjà quelqu’un dans ce rôle.",
            ),
            models.UniqueConstraint(
                fields=["parcours", "role", "debut"],
                condition=~Q(role="intervenant"),
                name="referent_un_par_jour",
                violation_error_message="Ce rôle a déjà changé de mains ce jour-là.",
            ),
            # ASN-07, AGL-03: one référent, or one of each half; never one beside the other.
            *(
                models.UniqueConstraint(
                    fields=["parcours"],
                    condition=Q(fin__isnull=True, role__in=["referent_unique", volet]),
                    name=f"referent_ou_{volet}",
                    violation_error_message="Ce parcours a un référent, ou un binôme.",
                )
                for volet in ("binome_social", "binome_emploi")
            ),
            models.CheckConstraint(
                condition=Q(role__in=["binome_social", "binome_emploi"], organisme__isnull=False)
                | ~Q(role__in=["binome_social", "binome_emploi"]) & Q(organisme__isnull=True),
                name="binome_a_un_organisme",
                violation_error_message="Chaque moitié du binôme agit pour un organisme.",
            ),
            models.UniqueConstraint(
                fields=["parcours", "organisme"],
                condition=Q(fin__isnull=True),
                name="binome_deux_organismes",
                violation_error_message="Le binôme est de deux organismes différents.",
            ),
            # ASG-01: each intervenant has a field, and the person's dated agreement.
            models.CheckConstraint(
                condition=~Q(role="intervenant") | ~Q(domaine="") & Q(accord_le__isnull=False),
                name="intervenant_a_un_domaine_et_un_accord",
                violation_error_message="Un intervenant a un domaine, et l’accord de la personne.",
            ),
            models.UniqueConstraint(
                fields=["parcours", "professionnel", "role"],
                condition=Q(fin__isnull=True),
                name="intervenant_une_fois",
                violation_error_message="Cette personne intervient déjà dans ce parcours.",
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="referent_fin_apres_debut",
                violation_error_message="La fin vient après le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professionnel} · {self.get_role_display()}"


_R = ReferentParcours.Role
# They act around whoever leads, of another organisation (ASG-01, LIE-11): let in by her alone.
PAR_SON_OUI = (_R.INTERVENANT, _R.CORRESPONDANT, _R.CELLULE)
