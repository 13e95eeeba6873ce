"""What the European fund asks of a participant of an operation (Reg. 2021/1057, annex I)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ParticipationQuerySet(models.QuerySet[Any]):
    def visibles_par(self, utilisateur: Utilisateur) -> Self:
        return self.filter(operation__centre__in=utilisateur.centres_ids("coordination"))


NSP = "nsp"
SANS_REPONSE = (NSP, "Ne souhaite pas répondre")


class ParticipationFSE(models.Model):
    """One person in one operation, recorded once, even when she leaves and comes back.

    A blank answer was never asked; « ne souhaite pas répondre » is an answer. The dates of entry
    and exit are not here: they are her first and last coming to an atelier of the operation.
    """

    class Travail(models.TextChoices):
        CHOMAGE = "chomage", "Au chômage"
        INACTIF = "inactif", "Sans emploi, n’en cherche pas"
        FORMATION = "formation", "En formation ou en études"
        EMPLOI = "emploi", "En emploi"
        SANS_REPONSE = SANS_REPONSE

    class Recherche(models.TextChoices):
        MOINS_DE_12 = "moins_12", "Moins de douze mois"
        DOUZE_ET_PLUS = "12_et_plus", "Douze mois et plus"
        SANS_OBJET = "sans_objet", "Ne cherche pas d’emploi"
        SANS_REPONSE = SANS_REPONSE

    class Diplome(models.TextChoices):
        CITE_0_2 = "cite_0_2", "Brevet des collèges ou moins (CITE 0 à 2)"
        CITE_3_4 = "cite_3_4", "CAP, BEP ou bac (CITE 3 et 4)"
        CITE_5_8 = "cite_5_8", "Études supérieures (CITE 5 à 8)"
        SANS_REPONSE = SANS_REPONSE

    class OuiNon(models.TextChoices):
        OUI = "oui", "Oui"
        NON = "non", "Non"
        SANS_REPONSE = SANS_REPONSE

    class Sortie(models.TextChoices):
        RECHERCHE = "recherche", "Cherche un emploi"
        FORMATION = "formation", "En formation ou en études"
        EMPLOI = "emploi", "En emploi"
        INCHANGEE = "inchangee", "Comme à l’entrée"
        SANS_REPONSE = SANS_REPONSE

    class SixMois(models.TextChoices):
        EMPLOI = "emploi", "En emploi"
        MIEUX = "mieux", "En emploi, et mieux qu’à l’entrée"
        SANS_EMPLOI = "sans_emploi", "Pas en emploi"
        SANS_REPONSE = SANS_REPONSE

    operation = models.ForeignKey(
        "parcours.Operation", on_delete=models.CASCADE, related_name="participations"
    )
    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="participations_fse"
    )
    travail = models.CharField(
        "travail, le premier jour", max_length=10, choices=Travail, blank=True
    )
    recherche = models.CharField(
        "cherche un emploi depuis", max_length=10, choices=Recherche, blank=True
    )
    diplome = models.CharField("diplôme", max_length=10, choices=Diplome, blank=True)
    handicap = models.CharField("handicap reconnu", max_length=3, choices=OuiNon, blank=True)
    pays_tiers = models.CharField(
        "d’un pays hors de l’Union européenne", max_length=3, choices=OuiNon, blank=True
    )
    origine = models.CharField("d’origine étrangère", max_length=3, choices=OuiNon, blank=True)
    minorite = models.CharField("d’une minorité", max_length=3, choices=OuiNon, blank=True)
    sans_logement = models.CharField(
        "sans logement durable", max_length=3, choices=OuiNon, blank=True
    )
    rural = models.CharField("habite une zone rurale", max_length=3, choices=OuiNon, blank=True)
    sortie = models.CharField("situation à la sortie", max_length=14, choices=Sortie, blank=True)
    qualification = models.CharField(
        "qualification obtenue à la sortie", max_length=3, choices=OuiNon, blank=True
    )
    six_mois = models.CharField(
        "situation six mois après", max_length=11, choices=SixMois, blank=True
    )
    modifiee_le = models.DateTimeField("modifiée le", default=maintenant)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation à une opération"
        verbose_name_plural = "participations à une opération"
        ordering = ("operation", "personne")
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "personne"], name="participation_une_par_operation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.personne} · {self.operation.numero}"


class OrdreFSE(models.Model):
    """Which columns the list of an operation has, in which order: the platform's file changes.

    Names of ``bilans.documents.europe.COLONNES``; one that is no more known is left out.
    """

    operation = models.OneToOneField(
        "parcours.Operation", on_delete=models.CASCADE, related_name="ordre_fse"
    )
    colonnes = models.JSONField("colonnes", default=list)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "ordre des colonnes"
        verbose_name_plural = "ordres des colonnes"

    def __str__(self) -> str:
        return str(self.operation)
