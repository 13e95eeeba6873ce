"""The written end of a parcours, in three parts, and what comes after it (ASI-18, ASI-20)."""

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


def _de_l_equipe(utilisateur: Utilisateur) -> Q:
    return Q(
        parcours__in=Parcours.objects.visibles_par(utilisateur),
        parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
    )


class BilanQuerySet(models.QuerySet["BilanIndividuel"]):
    def visibles_par(self, utilisateur: Utilisateur) -> BilanQuerySet:
        """The team that walks the parcours; the prescriber reads one part, once signed."""
        recus = Q(pk__in=BilanIndividuel.objects.recus_par(utilisateur).values("pk"))
        return self.filter(_de_l_equipe(utilisateur) | recus)

    def recus_par(self, utilisateur: Utilisateur) -> BilanQuerySet:
        """Bilans whose part reads on a prescriber's side; none where she stopped (ASN-04)."""
        return self.exclude(parcours__motif_sortie__in=Parcours.Groupe.INTERRUPTION.motifs).filter(
            ~Q(partie_prescripteur=""),
            signe_le__isnull=False,
            parcours__in=Parcours.objects.lies_a(utilisateur),
            parcours__prescripteur__utilisateur=utilisateur.pk,
            parcours__centre__in=utilisateur.centres_ids("prescripteur", "binome"),
        )


class BilanIndividuel(models.Model):
    """What was lived, said with the person; a relay to somebody named; a part for the prescriber.

    Signed, it never changes (``empreinte``). The prescriber reads his part and nothing else.
    """

    class Genre(models.TextChoices):
        INTERMEDIAIRE = "intermediaire", "Bilan intermédiaire"
        FINAL = "final", "Bilan final"

    parcours = models.ForeignKey(
        Parcours, on_delete=models.CASCADE, related_name="bilans_individuels"
    )
    genre = models.CharField("genre", max_length=14, choices=Genre, default=Genre.FINAL)
    partie_personne = TexteField(
        "avec la personne",
        blank=True,
        help_text="Ce qui a changé, ce qui reste, dit avec elle. La personne et l’équipe lisent.",
    )
    relais_nom = LigneField("nouveau référent ou nouvelle référente", max_length=120, blank=True)
    relais_organisme = LigneField("organisme", max_length=160, blank=True)
    relais_le = models.DateField("relais le", null=True, blank=True)
    partie_prescripteur = TexteField(
        "pour le prescripteur",
        blank=True,
        help_text="En lignes générales, sans confidence. La personne le lit avant lui.",
    )
    lu_le = models.DateField("lu et discuté avec elle le", null=True, blank=True)
    commentaire = TexteField(
        "son commentaire", blank=True, help_text="Avec ses mots, si elle veut."
    )
    ecrit_le = models.DateTimeField("écrit le", default=maintenant)
    ecrit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    signe_le = models.DateTimeField("signé le", null=True, blank=True)
    signe_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    empreinte = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    objects = BilanQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan individuel"
        verbose_name_plural = "bilans individuels"
        ordering = ("-ecrit_le", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["parcours"],
                condition=Q(genre="final"),
                name="bilan_final_unique",
                violation_error_message="Ce parcours a déjà un bilan final.",
            ),
            models.UniqueConstraint(
                fields=["parcours"], condition=Q(signe_le__isnull=True), name="bilan_un_brouillon"
            ),
            models.CheckConstraint(
                condition=Q(signe_le__isnull=True, empreinte="")
                | Q(signe_le__isnull=False, lu_le__isnull=False)
                & ~Q(partie_personne="")
                & ~Q(empreinte=""),
                name="bilan_signe_est_lu",
                violation_error_message="Un bilan signé a été lu avec la personne.",
            ),
            models.CheckConstraint(
                condition=Q(relais_nom="", relais_organisme="", relais_le__isnull=True)
                | ~Q(relais_nom="") & ~Q(relais_organisme="") & Q(relais_le__isnull=False),
                name="bilan_relais_entier",
                violation_error_message="Un relais a un nom, un organisme et une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} du {self.ecrit_le:%d/%m/%Y}"

    @property
    def est_signe(self) -> bool:
        return self.signe_le is not None

    @property
    def a_un_relais(self) -> bool:
        return bool(self.relais_nom)


class ContactQuerySet(models.QuerySet["ContactApresFin"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ContactQuerySet:
        return self.filter(_de_l_equipe(utilisateur))


class ContactApresFin(models.Model):
    """She comes back to tell, or calls: the door stays open, the parcours stays closed (ASI-20).

    No figure of people accompanied reads it.
    """

    class Mode(models.TextChoices):
        VISITE = "visite", "Passage au centre"
        APPEL = "appel", "Appel"
        MESSAGE = "message", "Message"

    parcours = models.ForeignKey(
        Parcours, on_delete=models.CASCADE, related_name="contacts_apres_fin"
    )
    le = models.DateField("le")
    mode = models.CharField("comment", max_length=8, choices=Mode, default=Mode.VISITE)
    note = LigneField(
        "ce qu’elle veut bien en dire",
        max_length=200,
        blank=True,
        help_text="L’équipe et la personne lisent cette ligne.",
    )
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact après la fin"
        verbose_name_plural = "contacts après la fin"
        ordering = ("-le", "-id")

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, le {self.le:%d/%m/%Y}"
