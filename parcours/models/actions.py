"""What is done with the person: typed actions (ASN-08), urgent help (ASI-17)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from centre.textes import LigneField
from parcours.models.notes import Note


class ActionParcours(Note):
    """One thing done with her or for her. No action places anybody on a contract (ASI-19)."""

    class Type(models.TextChoices):
        ACCUEIL = "accueil_ecoute", "Accueil, écoute, orientation"
        DEMARCHES = "aide_demarches", "Aide aux démarches"
        FAMILLE = "organisation_familiale", "Organisation de la vie de famille"
        MAINTIEN = "maintien", "Garder son logement, ses droits"
        RESOLUTION = "resolution_durable", "Régler une difficulté pour de bon"
        DROITS = "ouverture_de_droits", "Ouverture de droits"
        PROJET = "elaboration_projet", "Construire son projet"
        RECHERCHE = "aide_recherche", "Aide à la recherche d’emploi"
        ENTREPRISES = "vers_les_entreprises", "Vers les entreprises"
        RELATIONS = "difficultes_relationnelles", "Difficultés relationnelles au travail"
        EMPLOI = "suivi_emploi", "Suivi dans l’emploi"
        SUGGESTION = "suggestion_prescripteur", "Suggestion faite au prescripteur"

    class Resultat(models.TextChoices):
        ATTENDU = "attendu", "Réponse attendue"
        OBTENU = "obtenu", "Obtenu"
        AUTRE_VOIE = "autre_voie", "Autre voie à chercher"

    SOCIALES = (
        Type.ACCUEIL,
        Type.DEMARCHES,
        Type.FAMILLE,
        Type.MAINTIEN,
        Type.RESOLUTION,
        Type.DROITS,
    )

    type = models.CharField("quoi", max_length=28, choices=Type)
    organisme = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auprès de",
    )
    accompagnement_physique = models.BooleanField("j’y suis allé·e avec elle", default=False)
    resultat = models.CharField("résultat", max_length=12, choices=Resultat, blank=True)
    note = LigneField("en une ligne", max_length=300, blank=True)

    class Meta(Note.Meta):
        verbose_name = "action"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    type__in=[
                        *("accueil_ecoute", "aide_demarches", "organisation_familiale"),
                        *("maintien", "resolution_durable", "ouverture_de_droits"),
                        *("elaboration_projet", "aide_recherche", "vers_les_entreprises"),
                        *("difficultes_relationnelles", "suivi_emploi"),
                        "suggestion_prescripteur",
                    ]
                ),
                name="action_type_connu",
            )
        ]

    def __str__(self) -> str:
        return self.get_type_display()

    @property
    def est_sociale(self) -> bool:
        """Social side of the dispositif, or professional side (ASN-08)."""
        return self.type in self.SOCIALES


class AideUrgente(Note):
    """Food, clothes, a night: written in seconds, and never with an amount (ASI-17, ASN-06)."""

    class Nature(models.TextChoices):
        ALIMENTATION = "alimentation", "De quoi manger"
        VETEMENT = "vetement", "Des vêtements"
        HYGIENE = "hygiene", "De quoi se laver"
        BEBE = "bebe", "Pour un bébé"
        TRANSPORT = "transport", "De quoi se déplacer"
        NUIT = "nuit", "Un toit pour la nuit"
        AUTRE = "autre", "Une autre aide"

    nature = models.CharField("quelle aide", max_length=14, choices=Nature)

    class Meta(Note.Meta):
        verbose_name = "aide urgente"

    def __str__(self) -> str:
        return self.get_nature_display()
