"""The centre and its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models.utilisateurs import Utilisateur


class CentreQuerySet(models.QuerySet["Centre"]):
    def visibles_par(self, utilisateur: Utilisateur) -> CentreQuerySet:
        """Centres where the user holds a role today."""
        return self.filter(pk__in=utilisateur.centres_ids())

    def publies(self) -> CentreQuerySet:
        return self.filter(est_public=True)

    def get_by_natural_key(self, slug: str) -> Centre:
        return self.get(slug=slug)


class Centre(models.Model):
    """A centre social; everything personal hangs on exactly one of them."""

    nom = LigneField("nom", max_length=120)
    nom_court = LigneField(
        "nom court",
        max_length=30,
        help_text="Dans les SMS et les titres discrets\u00a0: «\u00a0Le Lierre\u00a0».",
    )
    slug = models.SlugField("adresse dans l’URL", unique=True)
    ville = LigneField("ville", max_length=80)
    adresse = LigneField("adresse", max_length=200, blank=True)
    siret = LigneField(
        "numéro SIRET",
        max_length=14,
        blank=True,
        validators=[RegexValidator(r"^\d{14}\Z", "Écrivez les quatorze chiffres, sans espace.")],
        help_text="Sur les feuilles à signer.",
    )
    telephone = PhoneNumberField("téléphone", region="FR")
    courriel = models.EmailField(
        "courriel", help_text="Boîte relevée\u00a0: les réponses aux invitations y arrivent."
    )
    zone_scolaire = models.CharField(
        "zone scolaire",
        max_length=1,
        choices=[("A", "A"), ("B", "B"), ("C", "C")],
        default="B",
    )
    departement = models.CharField(
        "département",
        max_length=3,
        default="57",
        help_text="Pour les jours fériés locaux.",
    )
    heure_fermeture = models.TimeField("heure de fermeture", default="20:00")
    est_public = models.BooleanField("planning public", default=True)
    silence_apres = models.PositiveSmallIntegerField(
        "prendre des nouvelles après … absences de suite",
        default=3,
        help_text="0\u00a0: jamais. Un dispositif peut avoir son propre nombre.",
    )
    appels_avant_lettre = models.PositiveSmallIntegerField(
        "proposer une lettre après … appels sans réponse",
        default=3,
        help_text="Le premier contact est un appel. 0\u00a0: jamais de lettre.",
    )
    # Written with the first one: the week of the other centres asks nothing about them.
    tient_des_comites = models.BooleanField(
        "tient des comités territoriaux", default=False, editable=False
    )
    delegue_donnees = LigneField(
        "délégué·e à la protection des données",
        max_length=120,
        blank=True,
        help_text="Son nom et comment lui écrire. Sur la feuille d’information.",
    )

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = "centre"
        ordering = ("nom",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=["p", "lieu"]),
                name="centre_slug_libre",
                violation_error_message="Cette adresse est réservée. Choisissez-en une autre.",
            )
        ]

    def __str__(self) -> str:
        return self.nom

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def adresse_entiere(self) -> str:
        """With its town, once."""
        if self.ville in self.adresse:
            return self.adresse
        return ", ".join(filter(None, (self.adresse, self.ville)))

    @property
    def titre_discret(self) -> str:
        return f"RDV {self.nom_court}"


def cle_d_adresse(adresse: str) -> str:
    """An address without what typing adds: case, spaces, commas."""
    return " ".join(adresse.lower().replace(",", " ").split())


class LieuQuerySet(models.QuerySet["Lieu"]):
    def visibles_par(self, utilisateur: Utilisateur) -> LieuQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids())

    def durables(self) -> LieuQuerySet:
        """Those that lists offer: a place written for one séance is none of them."""
        return self.filter(est_ponctuel=False)

    def get_by_natural_key(self, centre: str, slug: str) -> Lieu:
        return self.get(centre__slug=centre, slug=slug)


class Lieu(models.Model):
    """A room or a meeting place; its discreet address is what leaves the house (CAL-02)."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="lieux")
    nom = LigneField("nom", max_length=80)
    slug = models.SlugField("adresse dans l’URL")
    adresse = LigneField("adresse", max_length=200, help_text="Une adresse sans numéro convient.")
    adresse_discrete = LigneField(
        "adresse discrète",
        max_length=200,
        blank=True,
        help_text="Dans les agendas et les SMS, si l’adresse révèle quelque chose.",
    )
    arret = LigneField(
        "arrêt de bus",
        max_length=80,
        blank=True,
        help_text="Le plus proche, sur la carte donnée à la personne.",
    )
    capacite = models.PositiveSmallIntegerField("capacité", default=15)
    est_confidentiel = models.BooleanField("lieu fermé, confidentiel", default=False)
    est_siege = models.BooleanField("siège", default=False)
    minutes_de_trajet = models.PositiveSmallIntegerField(
        "minutes de trajet depuis le siège",
        default=0,
        help_text="0 sur place. De quoi signaler un enchaînement trop court.",
    )
    est_ponctuel = models.BooleanField("lieu d’une seule séance", default=False, editable=False)
    organisme = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lieux",
        verbose_name="chez le partenaire",
    )

    objects = LieuQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ("nom",)
        constraints = [
            models.UniqueConstraint(fields=["centre", "slug"], name="lieu_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(capacite__gt=0),
                name="lieu_capacite_positive",
                violation_error_message="La capacité est d’au moins 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def natural_key(self) -> tuple[str, str]:
        return (self.centre.slug, self.slug)

    natural_key.dependencies = ["centre.centre", "centre.organisme"]  # type: ignore[attr-defined]

    def minutes_jusqu_a(self, autre: Lieu) -> int:
        """Minutes to go to another place, by the siège; none between rooms of one address."""
        if self.pk == autre.pk or cle_d_adresse(self.adresse) == cle_d_adresse(autre.adresse):
            return 0
        return self.minutes_de_trajet + autre.minutes_de_trajet

    @property
    def adresse_dehors(self) -> str:
        """The address that may leave the house (CAL-02)."""
        return self.adresse_discrete or self.adresse
