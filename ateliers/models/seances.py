"""Dated rows: séances, permanence windows and their slots."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q

from centre.models import Professionnel
from centre.temps import a_paris, maintenant
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur


def nouvel_uid() -> str:
    """Draw an iCalendar UID that no mutable data can change (agenda rule F4)."""
    return f"{uuid.uuid4()}@{settings.DOMAINE}"


class SeanceQuerySet(models.QuerySet["Seance"]):
    def visibles_par(self, utilisateur: Utilisateur) -> SeanceQuerySet:
        """Own centre for the team (level 3: title hidden by the page), published for partners.

        A role that the user holds nowhere asks the database nothing. An animateur sent by a
        partner sees what she leads (LIE-05).
        """
        equipe = utilisateur.centres_ids("coordination", "referent", "accueil")
        animation = utilisateur.centres_ids("animation")
        partenaires = utilisateur.centres_ids("prescripteur", "binome")
        if not animation and not partenaires:
            return self.filter(centre__in=equipe)
        visibles = Q(centre__in=equipe)
        if animation:
            siennes = Q(pk__in=Seance.objects.animees_par(utilisateur).values("pk"))
            chez_nous = utilisateur.centres_animes(pour_un_partenaire=False)
            visibles |= Q(centre__in=animation) & siennes
            visibles |= Q(centre__in=chez_nous, atelier__sensibilite__lt=3)
        if partenaires:
            visibles |= Q(
                centre__in=partenaires, atelier__sensibilite__lte=1, atelier__est_publie=True
            ) & ~Q(etat="brouillon")
        return self.filter(pk__in=Seance.objects.filter(visibles).values("pk"))

    def animees_par(self, utilisateur: Utilisateur) -> SeanceQuerySet:
        """Séances that she leads, and the slots of the windows that she leads."""
        liens = Seance.animateurs.through.objects.filter(professionnel__utilisateur=utilisateur.pk)
        menees = liens.values("seance")
        return self.filter(Q(pk__in=menees) | Q(fenetre__in=menees))

    def avec_meneurs(self) -> SeanceQuerySet:
        """Read who leads each séance in one query, names only."""
        noms = Professionnel.objects.only("prenom", "nom")
        return self.prefetch_related(Prefetch("animateurs", noms, to_attr="meneurs_lus"))

    def comptees(self) -> SeanceQuerySet:
        """What grids, feeds, counts and clash checks use: windows, not their slots."""
        return self.filter(fenetre__isnull=True)

    def creneaux(self) -> SeanceQuerySet:
        return self.filter(fenetre__isnull=False)

    def publiees(self) -> SeanceQuerySet:
        return self.exclude(etat=Seance.Etat.BROUILLON)

    def entre(self, du: dt.datetime, au: dt.datetime) -> SeanceQuerySet:
        """Séances that start in [du, au[."""
        return self.filter(debut__gte=du, debut__lt=au)

    def a_venir(self, quand: dt.datetime) -> SeanceQuerySet:
        return self.filter(debut__gt=quand).exclude(etat=Seance.Etat.ANNULEE)

    def a_renseigner(self, quand: dt.datetime) -> SeanceQuerySet:
        """Planned and over, with no closed sheet (computed, never stored)."""
        return self.filter(etat=Seance.Etat.PREVUE, fin__lte=quand)

    def affichables(self) -> SeanceQuerySet:
        """What strangers may see with its full title: published, level 0–1, no entretien."""
        return (
            self.publiees()
            .filter(atelier__est_publie=True, atelier__sensibilite__lte=1)
            .exclude(atelier__genre="entretien")
        )


class Seance(models.Model):
    """One dated row. A window of a permanence is a séance; each of its slots is another."""

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "Brouillon"
        PREVUE = "prevue", "Prévue"
        TENUE = "tenue", "Tenue"
        ANNULEE = "annulee", "Annulée"

    class Motif(models.TextChoices):
        INTERVENANT_ABSENT = "intervenant_absent", "Animatrice ou animateur absent"
        LIEU_INDISPONIBLE = "lieu_indisponible", "Lieu indisponible"
        EFFECTIF_INSUFFISANT = "effectif_insuffisant", "Pas assez de personnes"
        JOUR_FERIE_OUBLIE = "jour_ferie_oublie", "Jour férié oublié"
        METEO_TRANSPORT = "meteo_transport", "Météo ou transport"
        AUTRE = "autre", "Autre raison"

    centre = models.ForeignKey("centre.Centre", on_delete=models.PROTECT, related_name="seances")
    atelier = models.ForeignKey(
        "ateliers.Atelier", on_delete=models.PROTECT, related_name="seances"
    )
    serie = models.ForeignKey(
        "ateliers.Serie",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seances",
    )
    fenetre = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="creneaux"
    )
    date_origine = models.DateField("date prévue par la règle", null=True, blank=True)
    debut = models.DateTimeField("début")
    fin = models.DateTimeField("fin")
    lieu = models.ForeignKey("centre.Lieu", on_delete=models.PROTECT, related_name="seances")
    animateurs = models.ManyToManyField(
        "centre.Professionnel",
        blank=True,
        related_name="seances",
        verbose_name="animée par",
    )
    titre_propre = LigneField("titre de cette date", max_length=120, blank=True)
    capacite = models.PositiveSmallIntegerField("capacité")
    surreservation = models.PositiveSmallIntegerField("places en plus, décidées", default=0)
    sieges_pris = models.PositiveSmallIntegerField("places prises", default=0)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.BROUILLON)
    motif_annulation = models.CharField("raison", max_length=24, choices=Motif, blank=True)
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)
    est_touchee = models.BooleanField("modifiée à la main", default=False)
    ferme_le = models.DateTimeField("créneau fermé le", null=True, blank=True)
    note_equipe = TexteField("note pour l’équipe", blank=True)

    uid = models.CharField("UID", max_length=120, unique=True, default=nouvel_uid, editable=False)
    sequence = models.PositiveIntegerField("SEQUENCE", default=0, editable=False)
    modifiee_le = models.DateTimeField("modifiée le", default=maintenant, editable=False)
    vevent = models.BinaryField("VEVENT public", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = SeanceQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ("debut", "id")
        constraints = [
            models.UniqueConstraint(fields=["serie", "date_origine"], name="seance_date_unique"),
            models.UniqueConstraint(fields=["fenetre", "debut"], name="creneau_debut_unique"),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")),
                name="seance_fin_apres_debut",
                violation_error_message="La fin de la séance vient après son début.",
            ),
            models.CheckConstraint(
                condition=Q(sieges_pris__gte=0)
                & Q(sieges_pris__lte=F("capacite") + F("surreservation")),
                name="seance_pas_de_surbooking",
                violation_error_message="Il n’y a plus de place pour cette séance.",
            ),
            models.CheckConstraint(
                condition=Q(etat="annulee") & ~Q(motif_annulation="")
                | ~Q(etat="annulee") & Q(motif_annulation=""),
                name="seance_annulee_a_un_motif",
                violation_error_message="Choisissez la raison de l’annulation.",
            ),
            # Only a slot is closed; a window or a séance is cancelled.
            models.CheckConstraint(
                condition=Q(ferme_le__isnull=True) | Q(fenetre__isnull=False),
                name="seance_fermee_est_un_creneau",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "debut", "id"], name="seance_centre_debut"),
            models.Index(fields=["atelier", "debut"], name="seance_atelier_debut"),
            models.Index(fields=["lieu", "debut"], name="seance_lieu_debut"),
        ]

    def __str__(self) -> str:
        return f"{self.titre_complet}, {a_paris(self.debut):%d/%m/%Y %H:%M}"

    @property
    def titre_complet(self) -> str:
        return self.titre_propre or self.atelier.titre

    @property
    def meneurs(self) -> list[Professionnel]:
        """Who leads it; without a query when they were read with the séance (``avec_meneurs``)."""
        lus: list[Professionnel] | None = getattr(self, "meneurs_lus", None)
        return list(self.animateurs.all()) if lus is None else lus

    @property
    def places_libres(self) -> int:
        return max(0, self.capacite + self.surreservation - self.sieges_pris)

    @property
    def est_annulee(self) -> bool:
        return self.etat == self.Etat.ANNULEE

    def est_a_renseigner(self, quand: dt.datetime) -> bool:
        return self.etat == self.Etat.PREVUE and self.fin <= quand

    @property
    def minutes(self) -> int:
        """Real minutes between start and end."""
        return int((self.fin - self.debut).total_seconds() // 60)


class VersionAgenda(models.Model):
    """A counter per public feed, raised in the transaction of each change that the feed shows.

    Keys: ``centre:<id>``, ``atelier:<id>``, ``lieu:<id>``; upper apps add their own prefixes.
    """

    cle = models.CharField("flux", max_length=60, unique=True)
    version = models.PositiveBigIntegerField("version", default=1)
    modifiee_le = models.DateTimeField("modifiée le", default=maintenant)

    class Meta:
        verbose_name = "version d’agenda"
        verbose_name_plural = "versions d’agendas"

    def __str__(self) -> str:
        return f"{self.cle} · {self.version}"
