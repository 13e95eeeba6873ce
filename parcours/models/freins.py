"""What holds her back: 16 public themes, finer words under them, sensitive ones apart (§3.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import aujourdhui
from centre.textes import LigneField
from parcours.models.parcours import Parcours
from parcours.models.referents import PAR_SON_OUI, ReferentParcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


def menes_par(utilisateur: Utilisateur) -> models.QuerySet[Any, Any]:
    """Parcours that this member of the team leads today: who reads what is sensitive in them."""
    return (
        ReferentParcours.objects.en_vigueur(aujourdhui())
        .filter(
            professionnel__utilisateur=utilisateur.pk,
            parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )
        .exclude(role__in=PAR_SON_OUI)
        .values("parcours")
    )


class FreinQuerySet(models.QuerySet["Frein"]):
    def visibles_par(self, utilisateur: Utilisateur) -> FreinQuerySet:
        """Rows that the team may count; what a sensitive one says is for ``lisibles_par``."""
        return self.filter(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )

    def lisibles_par(self, utilisateur: Utilisateur) -> FreinQuerySet:
        """Ordinary ones; sensitive ones only to who leads the parcours, coordination or not."""
        return self.visibles_par(utilisateur).filter(
            Q(est_sensible=False) | Q(parcours__in=menes_par(utilisateur))
        )

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        freins = list(objs)
        for frein in freins:
            frein.marquer_sensible()
        return super().bulk_create(freins, *args, **kwargs)


class Frein(models.Model):
    """An obstacle with its way in and its way out. Never a score, never a diagnosis."""

    class Theme(models.TextChoices):
        CHOISIR_METIER = "choisir-un-metier", "Choisir un métier"
        ENTREPRISE = "creer-une-entreprise", "Créer une entreprise"
        ADMINISTRATIF = "difficultes-administratives-ou-juridiques", "Papiers, droit"
        FINANCES = "difficultes-financieres", "Argent"
        EQUIPEMENT = "equipement-et-alimentation", "Équipement, alimentation"
        FAMILLE = "famille", "Famille"
        LECTURE = "lecture-ecriture-calcul", "Lire, écrire, compter, parler français"
        LOGEMENT = "logement-hebergement", "Logement"
        MOBILITE = "mobilite", "Mobilité"
        NUMERIQUE = "numerique", "Numérique"
        CANDIDATURE = "preparer-sa-candidature", "Préparer sa candidature"
        REMOBILISATION = "remobilisation", "Confiance, lien social"
        SANTE = "sante", "Santé"
        FORMATION = "se-former", "Se former"
        INTERNATIONAL = "souvrir-a-linternational", "S’ouvrir à l’international"
        EMPLOI = "trouver-un-emploi", "Trouver un emploi"

    class Detail(models.TextChoices):
        """Finer words, each « theme--mot » (ASI-13, AGL-07)."""

        DEPRESSION = "sante--depression", "Dépression"
        ALCOOL = "sante--alcool", "Alcool"
        DROGUES = "sante--drogues", "Drogues"
        DOULEUR = "sante--douleur", "Douleur"
        OPERATION = "sante--suites-operation", "Suites d’opération"
        METIER = "sante--metier-eprouvant", "Métier éprouvant"
        MDPH = "sante--constituer-un-dossier-mdph-invalidite", "Dossier MDPH"
        VIOLENCES = "famille--surmonter-conflits-separation-violence", "Violences conjugales"
        SEPARATION = "famille--separation", "Séparation"
        ENFANTS = "famille--garde-d-enfants", "Enfants à charge, garde"
        DEUIL = "remobilisation--deuil", "Deuil"
        ESTIME = "remobilisation--estime-de-soi", "Estime de soi"
        CONFIANCE = "remobilisation--bien-etre-confiance-en-soi", "Confiance en soi"
        ISOLEMENT = "remobilisation--lien-social", "Isolement"
        PRECAIRE = "logement-hebergement--precarite", "Logement précaire"
        IMPAYES = "logement-hebergement--insolvabilite", "Loyers impayés"
        INSECURITE = "logement-hebergement--insecurite", "Logement où l’on n’est pas en sécurité"
        DETTES = (
            "difficultes-financieres--situation-dendettement-surendettement",
            "Surendettement",
        )
        DROIT = "difficultes-administratives-ou-juridiques--droit", "Question de droit"
        JUSTICE = "difficultes-administratives-ou-juridiques--justice", "Justice"
        QUALIFICATION = "se-former--qualification", "Manque de qualification"
        ORAL = "lecture-ecriture-calcul--oral", "Français\u00a0: parler"
        LIRE = "lecture-ecriture-calcul--lecture", "Français\u00a0: lire"
        ECRIRE = "lecture-ecriture-calcul--ecriture", "Français\u00a0: écrire"
        ACCES = "numerique--acces", "Pas d’ordinateur, pas d’internet"

    class DeclarePar(models.TextChoices):
        PERSONNE = "personne", "Elle le dit"
        EQUIPE = "equipe", "L’équipe"
        ORIENTEUR = "orienteur", "Qui l’a orientée"

    THEMES_SENSIBLES = ("sante",)
    # The sub-items of psychological suffering, of health, of violence and of justice (ASI-13).
    DETAILS_SENSIBLES = (
        *("sante--depression", "sante--alcool", "sante--drogues", "sante--douleur"),
        *("sante--suites-operation", "sante--metier-eprouvant"),
        "sante--constituer-un-dossier-mdph-invalidite",
        "famille--surmonter-conflits-separation-violence",
        *("remobilisation--deuil", "remobilisation--estime-de-soi"),
        "difficultes-administratives-ou-juridiques--justice",
    )

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="freins"
    )
    theme = models.CharField("thème", max_length=60, choices=Theme)
    detail = models.CharField("plus précisément", max_length=80, choices=Detail, blank=True)
    est_sensible = models.BooleanField("sensible", default=False)
    precision = LigneField("au départ", max_length=200, blank=True)
    point_actuel = LigneField("aujourd’hui", max_length=200, blank=True)
    avance = models.BooleanField("ça avance", default=False)
    declare_par = models.CharField(
        "qui le dit", max_length=10, choices=DeclarePar, default=DeclarePar.PERSONNE
    )
    declare_le = models.DateField("déclaré le")
    leve_le = models.DateField("levé le", null=True, blank=True)
    ce_qui_a_aide = LigneField("ce qui a aidé", max_length=200, blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = FreinQuerySet.as_manager()

    class Meta:
        verbose_name = "frein"
        ordering = ("declare_le", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(leve_le__isnull=True) | Q(leve_le__gte=F("declare_le")),
                name="frein_leve_apres",
                violation_error_message="La sortie vient après l’entrée.",
            ),
            models.CheckConstraint(
                condition=Q(ce_qui_a_aide="") | Q(leve_le__isnull=False),
                name="frein_aide_si_leve",
            ),
            models.CheckConstraint(
                condition=Q(detail="") | Q(detail__startswith=F("theme")),
                name="frein_detail_de_son_theme",
                violation_error_message="Cette précision va avec un autre thème.",
            ),
            models.CheckConstraint(
                condition=Q(est_sensible=True)
                | ~Q(theme="sante")
                & ~Q(
                    detail__in=[
                        "famille--surmonter-conflits-separation-violence",
                        *("remobilisation--deuil", "remobilisation--estime-de-soi"),
                        "difficultes-administratives-ou-juridiques--justice",
                    ]
                ),
                name="frein_sensible_a_part",
            ),
        ]

    def __str__(self) -> str:
        return self.get_detail_display() if self.detail else self.get_theme_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.marquer_sensible() and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "est_sensible"}
        super().save(*args, **kwargs)

    def marquer_sensible(self) -> bool:
        """What is sensitive by nature is marked so, whoever writes; never unmarked."""
        if self.theme in self.THEMES_SENSIBLES or self.detail in self.DETAILS_SENSIBLES:
            self.est_sensible = True
        return self.est_sensible

    @property
    def situation(self) -> str:
        """« regle », « avance » or « la »: where it is, in words."""
        if self.leve_le:
            return "regle"
        return "avance" if self.avance else "la"
