"""What is seen along the way, by the team or by her: words by theme, never marks (LIE-15)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from centre.textes import TexteField
from parcours.models.notes import Note


class Observation(Note):
    """A sentence on one theme. There is no scale, no level, no total, on purpose."""

    class Theme(models.TextChoices):
        ASSIDUITE = "ateliers-assiduite", "Venir aux ateliers"
        EQUIPE = "ateliers-travail-en-equipe", "Travailler en équipe"
        HORAIRES = "ateliers-horaires", "Les horaires"
        RESPECT = "ateliers-respect", "Les autres et le cadre"
        COMMUNIQUER = "ateliers-communiquer", "Parler de ce qu’on fait"
        ENVIE = "social-envie-d-evoluer", "L’envie d’évoluer"
        SOIN = "social-soin-de-soi", "Prendre soin de soi"
        ACCEPTATION = "social-acceptation-de-soi", "S’accepter"
        COLLECTIF = "social-projet-collectif", "Participer à un projet collectif"
        INITIATIVES = "social-initiatives", "Prendre des initiatives"
        FRAGILITES = "social-fragilites", "Les fragilités à accompagner"
        PROJET = "professionnel-reflexion-projet", "Réfléchir à son projet"
        ACTEURS = "professionnel-acteurs-emploi", "Le lien avec les acteurs de l’emploi"
        CHOIX = "professionnel-acteur-de-ses-choix", "Décider de ses choix"
        STRESS = "professionnel-stress", "Le stress"
        MOBILITE = "professionnel-mobilite", "L’idée de se déplacer"
        DEPRECIATION = "professionnel-depreciation", "L’image de soi"
        INSTABILITE = "professionnel-instabilite", "Tenir dans la durée"
        COOPERATION = "professionnel-cooperation", "Coopérer"
        INITIATIVE = "professionnel-initiative", "Oser"
        RELATIONS = "professionnel-relations", "Les relations de travail"
        MOTIVATION = "professionnel-motivation", "Ce qui motive"
        CAPACITES = "professionnel-capacites", "Ses capacités et ses limites"

    class Voix(models.TextChoices):
        PERSONNE = "personne", "Elle le dit"
        EQUIPE = "equipe", "L’équipe le voit"

    theme = models.CharField("à propos de", max_length=40, choices=Theme)
    voix = models.CharField("qui parle", max_length=10, choices=Voix, default=Voix.PERSONNE)
    texte = TexteField("ce qui est dit", max_length=2000)

    class Meta(Note.Meta):
        verbose_name = "observation"
        constraints = [
            models.CheckConstraint(condition=~Q(texte=""), name="observation_a_des_mots"),
            models.CheckConstraint(
                condition=Q(voix__in=["personne", "equipe"]), name="observation_a_une_voix"
            ),
        ]

    def __str__(self) -> str:
        return self.get_theme_display()
