"""The lasting lines of the programme, with the two titles each of them carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from ateliers.models.regles import ReglesDesPlaces
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur


class AtelierQuerySet(models.QuerySet["Atelier"]):
    def visibles_par(self, utilisateur: Utilisateur) -> AtelierQuerySet:
        """Ateliers of the user's centres; a partner sees published lines of level 0–1 only.

        Level 3 shows to coordination and to its own team; others never learn its name. Who is
        sent by a partner to lead sees the lines she leads (LIE-05).
        """
        centres = utilisateur.centres_ids("accueil", "referent")
        centres += utilisateur.centres_animes(pour_un_partenaire=False)
        equipe = Q(equipe=utilisateur.pk)
        partenaire = Q(
            centre__in=utilisateur.centres_ids("prescripteur", "binome"),
            est_publie=True,
            sensibilite__lte=1,
        )
        tout = Q(centre__in=utilisateur.centres_ids("coordination"))
        ordinaire = Q(centre__in=centres, sensibilite__lt=Atelier.Sensibilite.PROTEGE)
        proteges = Q(centre__in=centres) & equipe
        visibles = tout | ordinaire | proteges | partenaire
        invitee = utilisateur.centres_animes(pour_un_partenaire=True)
        if invitee:
            menees = Atelier.objects.filter(
                Q(series__animateurs__utilisateur=utilisateur.pk)
                | Q(seances__animateurs__utilisateur=utilisateur.pk)
            )
            visibles |= Q(centre__in=invitee, pk__in=menees.values("pk"))
        return self.filter(visibles).distinct()

    def get_by_natural_key(self, centre: str, code: str) -> Atelier:
        return self.get(centre__slug=centre, code=code)

    def publies(self) -> AtelierQuerySet:
        return self.filter(est_publie=True, archive_le__isnull=True)

    def affichables(self) -> AtelierQuerySet:
        """Lines that strangers may see by name: published, level 0–1, no entretien."""
        return self.publies().filter(sensibilite__lte=1).exclude(genre=Atelier.Genre.ENTRETIEN)

    def demandables(self) -> AtelierQuerySet:
        """Lines of a public centre where a stranger may ask for a place."""
        return self.affichables().filter(demande_publique=True, centre__est_public=True)


class Atelier(ReglesDesPlaces):
    """A line of the programme, whatever its genre; what leaves the house obeys its level."""

    class Genre(models.TextChoices):
        ATELIER = "atelier", "Atelier"
        PERMANENCE = "permanence", "Permanence"
        SORTIE = "sortie", "Sortie"
        ENTRETIEN = "entretien", "Entretien"

    class Sensibilite(models.IntegerChoices):
        ORDINAIRE = 0, "Ordinaire"
        PERSONNEL = 1, "Personnel"
        DISCRET = 2, "Discret"
        PROTEGE = 3, "Protégé"

    class Theme(models.TextChoices):
        LIEN_SOCIAL = "lien", "Lien social"
        BIEN_ETRE = "bien", "Santé et bien-être"
        FRANCAIS = "fran", "Français"
        NUMERIQUE = "nume", "Numérique"
        EMPLOI = "empl", "Emploi"
        CULTURE = "cult", "Culture et sorties"
        INDIVIDUEL = "indi", "Individuel"

    centre = models.ForeignKey("centre.Centre", on_delete=models.PROTECT, related_name="ateliers")
    code = LigneField("code", max_length=12)
    slug = models.SlugField("adresse dans l’URL")
    titre = LigneField("titre", max_length=120)
    titre_discret = LigneField(
        "titre discret",
        max_length=40,
        help_text="Dans les agendas, les SMS et les courriels\u00a0: rien qui révèle l’activité.",
    )
    genre = models.CharField("genre", max_length=10, choices=Genre, default=Genre.ATELIER)
    theme = models.CharField("thème", max_length=4, choices=Theme, default=Theme.LIEN_SOCIAL)
    thematique = models.CharField("thématique data·inclusion", max_length=100, blank=True)
    pictogramme = models.CharField("pictogramme", max_length=20, default="bulles")
    sensibilite = models.PositiveSmallIntegerField(
        "niveau de discrétion", choices=Sensibilite, default=Sensibilite.ORDINAIRE
    )
    description = TexteField("description", blank=True)
    lieu = models.ForeignKey(
        "centre.Lieu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ateliers",
    )
    capacite = models.PositiveSmallIntegerField("capacité", default=10)
    partenaire = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ateliers",
        verbose_name="partenaire",
    )
    accepte_enfants = models.BooleanField("les enfants peuvent venir", default=False)
    equipe = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="ateliers_proteges",
        verbose_name="équipe",
        help_text="Les seules personnes qui voient la liste d’un atelier protégé.",
    )
    est_publie = models.BooleanField("publié", default=False)
    archive_le = models.DateTimeField("archivé le", null=True, blank=True)
    source = LigneField(
        "source des horaires",
        max_length=120,
        blank=True,
        help_text="Par exemple\u00a0: «\u00a0hypothèse, à confirmer\u00a0».",
    )

    objects = AtelierQuerySet.as_manager()

    class Meta:
        verbose_name = "atelier"
        ordering = ("titre",)
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "slug"],
                name="atelier_slug_unique",
                violation_error_message="Un atelier porte déjà cette adresse.",
            ),
            models.UniqueConstraint(
                fields=["centre", "code"],
                name="atelier_code_unique",
                violation_error_message="Un atelier porte déjà ce code.",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=["p", "lieu"]),
                name="atelier_slug_libre",
                violation_error_message="Cette adresse est réservée. Choisissez-en une autre.",
            ),
            models.CheckConstraint(
                condition=Q(capacite__gt=0),
                name="atelier_capacite_positive",
                violation_error_message="La capacité est d’au moins 1.",
            ),
            models.CheckConstraint(
                condition=Q(sensibilite__range=(0, 3)),
                name="atelier_sensibilite_connue",
            ),
            models.CheckConstraint(
                condition=Q(sensibilite__lt=3) | Q(titre_discret__startswith="RDV "),
                name="atelier_protege_titre_neutre",
                violation_error_message=(
                    "Le titre discret d’un atelier protégé commence par «\u00a0RDV\u00a0»."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def natural_key(self) -> tuple[str, str]:
        return (self.centre.slug, self.code)

    natural_key.dependencies = ["centre.lieu", "centre.organisme"]  # type: ignore[attr-defined]

    @property
    def est_protege(self) -> bool:
        return self.sensibilite >= self.Sensibilite.PROTEGE

    @property
    def se_partage(self) -> bool:
        """Whether attendance of this line may ever reach a prescriber (levels 0 and 1)."""
        return self.sensibilite <= self.Sensibilite.PERSONNEL

    @property
    def titre_affiche(self) -> str:
        """The title strangers read: the full one up to level 1, the family above."""
        return self.titre if self.se_partage else self.Theme(self.theme).label

    def titre_pour_la_personne(self, *, titres_explicites: bool) -> str:
        """The title in the person's agenda, mail or SMS: explicit if she asked, never level 3."""
        if titres_explicites and not self.est_protege:
            return self.titre
        return self.titre_discret


class ObjectifManager(models.Manager["ObjectifAnnuel"]):
    def get_by_natural_key(self, centre: str, code: str, annee: int) -> ObjectifAnnuel:
        return self.get(atelier__centre__slug=centre, atelier__code=code, annee=annee)


class ObjectifAnnuel(models.Model):
    """How many séances a line promises for a civil year (LIE-04)."""

    atelier = models.ForeignKey(Atelier, on_delete=models.CASCADE, related_name="objectifs")
    annee = models.PositiveSmallIntegerField("année")
    seances = models.PositiveSmallIntegerField("séances promises")

    objects = ObjectifManager()

    class Meta:
        verbose_name = "objectif annuel"
        verbose_name_plural = "objectifs annuels"
        ordering = ("annee",)
        constraints = [models.UniqueConstraint(fields=["atelier", "annee"], name="objectif_unique")]

    def __str__(self) -> str:
        return f"{self.seances} en {self.annee}"

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.atelier.natural_key(), self.annee)

    natural_key.dependencies = ["ateliers.atelier"]  # type: ignore[attr-defined]
