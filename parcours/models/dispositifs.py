"""The rules of a frame of accompaniment, as data that a centre may add to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class Transmission(models.TextChoices):
    """What leaves about attendance: a property of the parcours, never global (ETH-02)."""

    AUCUNE = "aucune", "Aucune donnée de présence"
    ATTESTATION = (
        "attestation_remise_a_la_personne",
        "Attestation remise à la personne, qui la donne si elle veut",
    )
    ACCORD = "avec_accord_au_referent", "Avec son accord, à qui l’a orientée"
    CONTRAT = "prevue_au_contrat", "Prévue à son contrat d’engagement"


# The two values that open presences and planned séances of level 0–1 on a partner's screen.
TRANSMISSIONS_OUVERTES = (Transmission.ACCORD, Transmission.CONTRAT)


class Cadre(models.TextChoices):
    VOLONTAIRE = "volontaire", "Volontaire"
    CONTRAT_ENGAGEMENT = "contrat_engagement", "Contrat d’engagement"
    AUTRE = "autre", "Autre"


class Public(models.TextChoices):
    """Whom a frame is for (ASN-02): several at once, and never a condition of registration."""

    RSA = "rsa", "Bénéficiaires du RSA"
    JEUNES = "jeune_18_25", "Jeunes de 18 à 25 ans"
    DELD = "deld", "Chômage de longue durée"
    PLUS_50 = "plus_50", "Plus de 50 ans"
    HANDICAP = "handicap", "Personnes handicapées"
    PARENT_ISOLE = "parent_isole", "Parents isolés"
    QPV = "residant_qpv", "Habitants d’un quartier prioritaire"
    SANS_HEBERGEMENT = "sans_hebergement", "Sans logement ou hébergées"
    AAH = "aah", "Bénéficiaires de l’AAH"
    ASS = "ass", "Bénéficiaires de l’ASS"
    FIN_DE_DROITS = "are_fin_droits", "En fin d’allocation chômage"
    FRANCAIS = "francais_a_renforcer", "Français à renforcer"
    ISOLEMENT = "isolement", "Personnes isolées"
    DETENTION = "sortant_detention", "Sortant de détention"
    REFUGIE = "refugie_protection", "Réfugiés et personnes protégées"
    TOUT_PUBLIC = "tout_public_difficulte", "Tout public en grande difficulté"


class EtapeRequise(models.TextChoices):
    """What a frame asks for on the way: two brakes at the entry, the others before any plan.

    Nothing is planned with her, aim or line of the plan, before they are done; she may come, meet
    her référent and leave without any of them.
    """

    VOLONTARIAT = "volontariat_explique", "Ce qui est volontaire, expliqué avant le plan"
    PROJET = "projet_dit", "Le projet, dit par la personne avant le plan"
    DEUX_FREINS = "frein_social_et_professionnel", "Un frein social et un frein professionnel"
    DIAGNOSTIC = "diagnostic_commun", "Un diagnostic commun, validé avant le plan"


class DispositifQuerySet(models.QuerySet["Dispositif"]):
    def visibles_par(self, utilisateur: Utilisateur) -> DispositifQuerySet:
        return self.filter(Q(centre__isnull=True) | Q(centre__in=utilisateur.centres_ids()))

    def du_centre(self, centre_id: int) -> DispositifQuerySet:
        return self.filter(Q(centre__isnull=True) | Q(centre=centre_id))

    def en_vigueur(self, jour: dt.date) -> DispositifQuerySet:
        """Frames that a new orientation or parcours may use on ``jour``; the others are history."""
        return self.filter(
            Q(valide_du__isnull=True) | Q(valide_du__lte=jour),
            Q(valide_au__isnull=True) | Q(valide_au__gte=jour),
        )

    def get_by_natural_key(self, code: str, centre: str | None) -> Dispositif:
        """Find the row that a fixture updates: a common one, or one of a centre (by its slug)."""
        return self.get(code=code, centre__slug=centre)


class Dispositif(models.Model):
    """A frame: how long, renewed how often, with whom, and what attendance may be told."""

    code = models.SlugField("code", max_length=40)
    centre = models.ForeignKey(
        "centre.Centre",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="dispositifs",
        help_text="Vide\u00a0: livré avec le logiciel, commun à tous les centres.",
    )
    nom = LigneField("nom", max_length=120)
    duree_mois = models.PositiveSmallIntegerField("durée, en mois", null=True, blank=True)
    renouvellements_max = models.PositiveSmallIntegerField("renouvellements possibles", default=0)
    accord_prescripteur = models.BooleanField("avec l’accord du prescripteur", default=False)
    nb_referents = models.PositiveSmallIntegerField("nombre de référents", default=1)
    cadence_min_jours = models.PositiveSmallIntegerField(
        "au moins un entretien tous les … jours", null=True, blank=True
    )
    point_prescripteur_mois = models.PositiveSmallIntegerField(
        "point avec le prescripteur tous les … mois", null=True, blank=True
    )
    fin_apres_emploi_mois = models.PositiveSmallIntegerField(
        "fin … mois après la prise d’emploi", null=True, blank=True
    )
    est_partage = models.BooleanField(
        "plusieurs intervenants et des notes partagées",
        default=False,
        help_text="La personne lit tout ce qui est partagé.",
    )
    silence_apres = models.PositiveSmallIntegerField(
        "prendre des nouvelles après … absences de suite",
        null=True,
        blank=True,
        help_text="Vide\u00a0: le nombre du centre. 0\u00a0: jamais.",
    )
    est_volontaire = models.BooleanField("volontaire", default=True)
    cadre_defaut = models.CharField(
        "cadre par défaut", max_length=20, choices=Cadre, default=Cadre.VOLONTAIRE
    )
    transmission_presence_defaut = models.CharField(
        "présences transmises, par défaut",
        max_length=40,
        choices=Transmission,
        default=Transmission.ATTESTATION,
    )
    publics = models.JSONField("publics", default=list, blank=True)
    etapes = models.JSONField("étapes demandées", default=list, blank=True)
    objectifs = TexteField("objectifs", blank=True)
    famille_juridique = LigneField("famille juridique", max_length=160, blank=True)
    pilote = LigneField("piloté par", max_length=160, blank=True)
    valide_du = models.DateField("valable du", null=True, blank=True)
    valide_au = models.DateField("valable au", null=True, blank=True)
    texte_equipe = TexteField("le cadre, pour l’équipe", blank=True)
    texte_simple = TexteField("le cadre, en français simple", blank=True)

    objects = DispositifQuerySet.as_manager()

    class Meta:
        verbose_name = "dispositif"
        ordering = ("nom",)
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(centre__isnull=True),
                name="dispositif_code_commun",
            ),
            models.UniqueConstraint(
                fields=["centre", "code"],
                condition=Q(centre__isnull=False),
                name="dispositif_code_du_centre",
            ),
            models.CheckConstraint(
                condition=Q(nb_referents__range=(1, 9)), name="dispositif_nb_referents"
            ),
            models.CheckConstraint(
                condition=Q(valide_du__isnull=True)
                | Q(valide_au__isnull=True)
                | Q(valide_au__gte=F("valide_du")),
                name="dispositif_validite",
                violation_error_message="La fin de validité vient après le début.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def est_livre(self) -> bool:
        """Shipped with the product, common to all centres: read here, copied to be changed."""
        return self.centre_id is None

    def est_en_vigueur(self, jour: dt.date) -> bool:
        commence = self.valide_du is None or self.valide_du <= jour
        return commence and (self.valide_au is None or jour <= self.valide_au)

    def demande(self, etape: str) -> bool:
        return etape in self.etapes

    def natural_key(self) -> tuple[str, str | None]:
        return self.code, self.centre.slug if self.centre else None
