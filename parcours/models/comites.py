"""A territorial committee: who sits, which situations, what was decided and done (ASG-06)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from centre.temps import aujourdhui
from centre.textes import LigneField, TexteField
from parcours.models.orientations import LECTURE_APRES_FIN
from parcours.models.personnes import Consentement

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ComiteQuerySet(models.QuerySet["Comite"]):
    def visibles_par(self, utilisateur: Utilisateur, jour: dt.date | None = None) -> ComiteQuerySet:
        """The référents and coordination of the centre; a partner, the committees where she sits.

        A partner's reading ends thirty days after the committee.
        """
        jour = jour or aujourdhui()
        equipe = Q(centre__in=utilisateur.centres_ids("referent", "coordination"))
        sieges = Q(
            pk__in=ParticipantComite.objects.filter(
                professionnel__utilisateur=utilisateur.pk,
                comite__jour__gte=jour - LECTURE_APRES_FIN,
                comite__centre__in=utilisateur.centres_ids("prescripteur", "binome"),
            ).values("comite")
        )
        return self.filter(equipe | sieges)


class Comite(models.Model):
    """One meeting of the partners of a territory."""

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="comites")
    jour = models.DateField("jour")
    heure = models.TimeField("heure", null=True, blank=True)
    duree_minutes = models.PositiveSmallIntegerField("durée en minutes", default=120)
    territoire = LigneField("territoire", max_length=80)
    lieu = LigneField("lieu", max_length=120, blank=True)
    compte_rendu = TexteField(
        "compte rendu",
        blank=True,
        help_text="Sans nom\u00a0: tous ceux qui siègent lisent ce texte.",
    )
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ComiteQuerySet.as_manager()

    class Meta:
        verbose_name = "comité territorial"
        verbose_name_plural = "comités territoriaux"
        ordering = ("-jour", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "jour", "territoire"],
                name="comite_un_par_jour",
                violation_error_message="Ce comité est déjà écrit ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.territoire}, {self.jour:%d/%m/%Y}"


class ParticipantComite(models.Model):
    """A professional who sits, or a person who takes part for the others (ASG-07)."""

    comite = models.ForeignKey(Comite, on_delete=models.CASCADE, related_name="participants")
    professionnel = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="professionnel",
    )
    personne = models.ForeignKey(
        "parcours.Personne",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="comites",
        verbose_name="personne accompagnée participante",
    )

    class Meta:
        verbose_name = "participant d’un comité"
        verbose_name_plural = "participants d’un comité"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(professionnel__isnull=False, personne__isnull=True)
                | Q(professionnel__isnull=True, personne__isnull=False),
                name="participant_l_un_ou_l_autre",
                violation_error_message="Choisissez un professionnel ou une personne.",
            ),
            models.UniqueConstraint(
                fields=["comite", "professionnel"], name="participant_professionnel_unique"
            ),
            models.UniqueConstraint(
                fields=["comite", "personne"], name="participant_personne_unique"
            ),
        ]

    def __str__(self) -> str:
        return str(self.professionnel or self.personne)


class SituationQuerySet(models.QuerySet["SituationComite"]):
    def visibles_par(self, utilisateur: Utilisateur) -> SituationQuerySet:
        return self.filter(comite__in=Comite.objects.visibles_par(utilisateur))

    def avec_accord(self) -> SituationQuerySet:
        """Add ``accord_en_cours``: her agreement to be named has not been withdrawn since."""
        return self.annotate(accord_en_cours=_accord_en_cours())

    def dites_avec_son_nom(self) -> SituationQuerySet:
        """Presented by name, her agreement still standing."""
        return self.filter(_accord_en_cours(), est_nommee=True)


def _accord_en_cours() -> Exists:
    accords = Consentement.objects.filter(
        personne=OuterRef("parcours__personne"),
        objet=Consentement.Objet.COMITE,
        retire_le__isnull=True,
    )
    return Exists(accords)


class SituationComite(models.Model):
    """One situation brought to a committee, by name with her dated agreement, else anonymised."""

    comite = models.ForeignKey(Comite, on_delete=models.CASCADE, related_name="situations")
    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="situations"
    )
    rang = models.PositiveSmallIntegerField("rang")
    est_nommee = models.BooleanField("présentée avec son nom", default=False)
    accord_le = models.DateField("accord donné le", null=True, blank=True)
    question = TexteField(
        "la question posée au comité",
        help_text="Sans nom ni détail médical\u00a0: tous ceux qui siègent lisent ce texte.",
    )
    decision = TexteField("décision", blank=True)
    qui = LigneField("qui s’en charge", max_length=120, blank=True)
    echeance = models.DateField("avant le", null=True, blank=True)
    suite = TexteField("ce qui a été fait", blank=True)
    suivie_le = models.DateField("suivie le", null=True, blank=True)

    # Read by ``avec_accord`` alone.
    accord_en_cours: bool

    objects = SituationQuerySet.as_manager()

    class Meta:
        verbose_name = "situation présentée"
        verbose_name_plural = "situations présentées"
        ordering = ("rang", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(est_nommee=False) | Q(accord_le__isnull=False),
                name="situation_nommee_avec_accord",
                violation_error_message="Sans son accord daté, la situation est anonyme.",
            ),
            models.UniqueConstraint(
                fields=["comite", "parcours"],
                name="situation_une_par_comite",
                violation_error_message="Cette situation est déjà à l’ordre du jour.",
            ),
            models.UniqueConstraint(fields=["comite", "rang"], name="situation_rang_unique"),
        ]

    def __str__(self) -> str:
        return f"Situation {self.rang}"
