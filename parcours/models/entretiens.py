"""Interviews, with two texts under two rights, and the obstacles named in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import LigneField, TexteField
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class EntretienQuerySet(models.QuerySet["Entretien"]):
    def visibles_par(self, utilisateur: Utilisateur) -> EntretienQuerySet:
        """Interviews of the parcours that the team may read, and first ones before any entry.

        Partners never read one: they see the state of the first on their own page.
        """
        suivi = utilisateur.centres_ids("referent", "coordination")
        rattaches = Q(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=suivi,
        )
        avant_entree = Q(parcours__isnull=True, orientation__centre__in=suivi)
        return self.filter(rattaches | avant_entree)

    def ecrits_par(self, utilisateur: Utilisateur) -> EntretienQuerySet:
        """The only interviews whose confidential text this user may open (ASI-12)."""
        return self.visibles_par(utilisateur).filter(auteur=utilisateur.pk)

    def tenus(self) -> EntretienQuerySet:
        return self.filter(etat=Entretien.Etat.TENU)


class Entretien(models.Model):
    """One meeting with the person; « confidentiel » is for its author alone (ASI-12)."""

    class Etat(models.TextChoices):
        FIXE = "fixe", "Fixé"
        TENU = "tenu", "Tenu"
        EXCUSE = "excuse", "La personne a prévenu"
        NON_VENU = "non_venu", "N’a pas eu lieu"
        ANNULE = "annule", "Annulé"

    class Type(models.TextChoices):
        PREMIER = "premier_entretien", "Premier entretien"
        SUIVI = "suivi", "Entretien"
        BILAN = "bilan", "Bilan"

    parcours = models.ForeignKey(
        "parcours.Parcours",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="entretiens",
    )
    orientation = models.ForeignKey(
        "parcours.Orientation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="entretiens",
    )
    debut = models.DateTimeField("début")
    duree_minutes = models.PositiveSmallIntegerField("durée en minutes", default=60)
    type = models.CharField("type", max_length=20, choices=Type, default=Type.SUIVI)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.FIXE)
    lieu = models.ForeignKey(
        "centre.Lieu", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="entretiens",
    )
    partageable = TexteField(
        "ce qui peut être partagé",
        blank=True,
        help_text="La personne et l’équipe qui la suit peuvent lire ce texte.",
    )
    confidentiel = TexteField(
        "ce qui reste entre vous", blank=True, help_text="Vous seul·e lisez ce texte."
    )
    cree_le = models.DateTimeField("créé le", default=maintenant)

    objects = EntretienQuerySet.as_manager()

    class Meta:
        verbose_name = "entretien"
        ordering = ("-debut", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(parcours__isnull=False) | Q(orientation__isnull=False),
                name="entretien_rattache",
            ),
            # A confidential note has an author (docs/confidentialite.md).
            models.CheckConstraint(
                condition=Q(confidentiel="") | Q(auteur__isnull=False),
                name="entretien_confidentiel_a_un_auteur",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.get_etat_display()}"


class Frein(models.Model):
    """An obstacle, by its public theme code; sensitive ones are apart (16 first-level themes)."""

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

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="freins"
    )
    theme = models.CharField("thème", max_length=60, choices=Theme)
    est_sensible = models.BooleanField("sensible", default=False)
    precision = LigneField("précision", max_length=200, blank=True)
    declare_le = models.DateField("déclaré le")
    leve_le = models.DateField("levé le", null=True, blank=True)

    class Meta:
        verbose_name = "frein"
        ordering = ("declare_le", "id")

    def __str__(self) -> str:
        return self.get_theme_display()
