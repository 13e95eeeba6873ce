"""What happened: one presence per place, and the corrections made to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from inscriptions.models import Place
from parcours.models import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

# Between the end of a séance and whatever follows from an absence.
DELAI_DE_SURETE = dt.timedelta(hours=24)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PresenceQuerySet:
        """Attendance detail for those who may read the roster, accueil excepted."""
        return self.filter(
            place__in=Place.objects.visibles_par(utilisateur),
            place__seance__centre__in=utilisateur.centres_ids(
                "coordination", "referent", "animation"
            ),
        )

    def partagees_avec(self, utilisateur: Utilisateur) -> PresenceQuerySet:
        """What a partner may know: presences of level 0–1 of the parcours that allow it.

        Never an absence, never level 2–3, never a place without parcours (ETH-02).
        """
        return (
            self.positives()
            .comptees()
            .filter(
                place__parcours__in=Parcours.objects.transmis_a(utilisateur),
                place__seance__atelier__sensibilite__lte=1,
            )
        )

    def comptees(self) -> PresenceQuerySet:
        """Without those of a séance that was cancelled once somebody had answered."""
        return self.exclude(place__seance__etat="annulee")

    def positives(self) -> PresenceQuerySet:
        return self.filter(statut__in=Presence.POSITIFS)


class Presence(models.Model):
    """No row means « à renseigner ». Real minutes when the person came late or left early."""

    class Statut(models.TextChoices):
        PRESENT = "present", "Là"
        PRESENT_PARTIEL = "present_partiel", "En retard ou partie avant"
        ABSENT_EXCUSE = "absent_excuse", "A prévenu"
        ABSENT = "absent", "Pas venu·e"

    class Motif(models.TextChoices):
        SANTE = "sante", "Indisponible"
        ENFANT = "enfant_garde", "Garde d’enfant"
        RDV = "rdv_administratif", "Rendez-vous administratif"
        EMPLOI = "emploi_formation", "Emploi ou formation"
        TRANSPORT = "transport", "Transport"
        FAMILLE = "evenement_familial", "Événement familial"
        AUTRE = "autre", "Autre"
        NON_PRECISE = "non_precise", "Non précisé"

    POSITIFS = (Statut.PRESENT, Statut.PRESENT_PARTIEL)

    place = models.OneToOneField(
        "inscriptions.Place", on_delete=models.CASCADE, related_name="presence"
    )
    statut = models.CharField("statut", max_length=16, choices=Statut)
    arrivee = models.DateTimeField("arrivée", null=True, blank=True)
    depart = models.DateTimeField("départ", null=True, blank=True)
    motif = models.CharField("raison, par catégorie", max_length=20, choices=Motif, blank=True)
    sieges_presents = models.PositiveSmallIntegerField("places occupées", default=1)
    sieges_excuses = models.PositiveSmallIntegerField("places excusées", default=0)
    saisie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saisie_le = models.DateTimeField("saisie le", default=maintenant)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(motif="") | Q(statut="absent_excuse"),
                name="presence_motif_si_excuse",
                violation_error_message="Une raison accompagne une absence prévenue.",
            ),
            models.CheckConstraint(
                condition=Q(statut="present_partiel")
                & (Q(arrivee__isnull=False) | Q(depart__isnull=False))
                | ~Q(statut="present_partiel") & Q(arrivee__isnull=True, depart__isnull=True),
                name="presence_partielle_a_une_heure",
                violation_error_message="Écrivez l’heure d’arrivée ou l’heure de départ.",
            ),
            models.CheckConstraint(
                condition=Q(arrivee__isnull=True)
                | Q(depart__isnull=True)
                | Q(depart__gt=F("arrivee")),
                name="presence_depart_apres_arrivee",
                violation_error_message="Le départ vient après l’arrivée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.get_statut_display()}"


class Correction(models.Model):
    """A presence changed after the fact: both answers with their hours, by whom, when."""

    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="corrections")
    avant = models.CharField("avant", max_length=40)
    apres = models.CharField("après", max_length=40)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    le = models.DateTimeField("le", default=maintenant)

    class Meta:
        verbose_name = "correction"
        ordering = ("le", "id")

    def __str__(self) -> str:
        return f"{self.avant} → {self.apres}"
