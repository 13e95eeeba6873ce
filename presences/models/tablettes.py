"""Tablets that take a sheet where there is no network, what they bring back, and signatures."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from centre.models import Affectation, JetonAbstrait
from centre.temps import maintenant
from centre.textes import LigneField
from presences.models.presences import Presence

if TYPE_CHECKING:
    from centre.models import Utilisateur


class AppareilQuerySet(models.QuerySet["AppareilTablette"]):
    def vivants(self) -> AppareilQuerySet:
        return self.filter(revoque_le__isnull=True)

    def visibles_par(self, utilisateur: Utilisateur) -> AppareilQuerySet:
        """All those of the centre for the coordination; her own for anybody else."""
        tous = Q(centre__in=utilisateur.centres_ids(Affectation.Role.COORDINATION))
        siens = Q(proprietaire=utilisateur.pk, centre__in=utilisateur.centres_ids())
        return self.filter(tous | siens)


class AppareilTablette(JetonAbstrait):
    """A browser that the centre knows: a tablet of somebody, or a check-in desk of nobody.

    Its secret is in a cookie; ``derniere_utilisation`` is its last contact; revoking it also
    destroys the seeds of what it carries, whose key nobody can make again.
    """

    class Genre(models.TextChoices):
        TABLETTE = "tablette", "Tablette"
        BORNE = "borne", "Borne d’arrivée"

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="appareils")
    genre = models.CharField("genre", max_length=8, choices=Genre, default=Genre.TABLETTE)
    proprietaire = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appareils",
    )

    objects = AppareilQuerySet.as_manager()

    class Meta:
        verbose_name = "appareil"
        ordering = ("-cree_le", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(genre="borne", proprietaire__isnull=True)
                | Q(genre="tablette", proprietaire__isnull=False),
                name="appareil_tablette_a_quelqu_un",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} · {self.libelle}"


class CodeTablette(models.Model):
    """The six figures an account types on its tablets, hashed; five wrong ones block it."""

    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="code_tablette"
    )
    empreinte = models.CharField("empreinte", max_length=128, editable=False)
    choisi_le = models.DateTimeField("choisi le", default=maintenant)
    essais = models.PositiveSmallIntegerField("essais ratés de suite", default=0)
    bloque_jusqu_au = models.DateTimeField("bloqué jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "code de tablette"
        verbose_name_plural = "codes de tablette"

    def __str__(self) -> str:
        return f"Code · {self.utilisateur}"


def nouvelle_graine() -> str:
    return secrets.token_hex(32)


class EmportQuerySet(models.QuerySet["Emport"]):
    def visibles_par(self, utilisateur: Utilisateur) -> EmportQuerySet:
        return self.filter(appareil__in=AppareilTablette.objects.visibles_par(utilisateur))

    def dehors(self) -> EmportQuerySet:
        """Lists that left with a tablet and have not come back."""
        return self.filter(rendu_le__isnull=True, appareil__revoque_le__isnull=True)


class Emport(models.Model):
    """The séances of one day that left with a tablet, until it gives them back.

    The key of its local store is made from ``graine`` and the secret of the service, and given
    after the code only; an emptied seed makes it lost for ever.
    """

    reference = models.UUIDField("référence", default=uuid.uuid4, unique=True, editable=False)
    appareil = models.ForeignKey(AppareilTablette, on_delete=models.CASCADE, related_name="emports")
    jour = models.DateField("jour")
    graine = models.CharField("graine", max_length=64, default=nouvelle_graine, editable=False)
    seances = models.ManyToManyField("ateliers.Seance", related_name="emports")
    emporte_le = models.DateTimeField("emporté le", default=maintenant)
    dernier_envoi_le = models.DateTimeField("dernier envoi", null=True, blank=True)
    # Clock of the tablet minus ours, in seconds, the last time it was compared.
    ecart = models.IntegerField("écart d’horloge, en secondes", default=0)
    rendu_le = models.DateTimeField("rendu le", null=True, blank=True)

    objects = EmportQuerySet.as_manager()

    class Meta:
        verbose_name = "emport"
        ordering = ("-emporte_le", "-id")

    def __str__(self) -> str:
        return f"{self.appareil} · {self.jour:%d/%m/%Y}"

    def cle(self) -> bytes:
        """The 256-bit key of the local store; ValueError once the seed has been destroyed."""
        if not self.graine:
            raise ValueError("no seed")
        return salted_hmac("presences.emport", self.graine, algorithm="sha256").digest()


class OperationQuerySet(models.QuerySet["OperationTablette"]):
    def a_trancher(self) -> OperationQuerySet:
        """What the tablet said and the sheet does not hold: somebody must choose."""
        return self.filter(
            resultat__in=OperationTablette.A_TRANCHER, tranchee_le__isnull=True
        ).select_related("place__personne", "place__presence", "seance", "emport__appareil")


class OperationTablette(models.Model):
    """One gesture made on a tablet, known by the id that the tablet drew: received once."""

    class Genre(models.TextChoices):
        REPONSE = "reponse", "Réponse"
        VENUE = "venue", "Venue sans inscription"
        SIGNATURE = "signature", "Signature"

    class Resultat(models.TextChoices):
        ECRITE = "ecrite", "Enregistrée"
        CONFLIT = "conflit", "Deux réponses"
        QUESTION = "question", "Personne à reconnaître"
        REFUSEE = "refusee", "Pas enregistrée"

    A_TRANCHER = (Resultat.CONFLIT, Resultat.QUESTION, Resultat.REFUSEE)

    emport = models.ForeignKey(Emport, on_delete=models.CASCADE, related_name="operations")
    cle = models.UUIDField("clé", unique=True, editable=False)
    genre = models.CharField("genre", max_length=9, choices=Genre)
    seance = models.ForeignKey("ateliers.Seance", on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(
        "inscriptions.Place", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    statut = models.CharField("réponse", max_length=16, choices=Presence.Statut, blank=True)
    arrivee = models.DateTimeField("arrivée", null=True, blank=True)
    depart = models.DateTimeField("départ", null=True, blank=True)
    sieges = models.PositiveSmallIntegerField("places occupées", null=True, blank=True)
    # Of a walk-in, until somebody says who it is.
    prenom = LigneField("prénom", max_length=80, blank=True)
    initiale = LigneField("première lettre du nom", max_length=1, blank=True)
    resultat = models.CharField("résultat", max_length=8, choices=Resultat)
    phrase = models.CharField("phrase", max_length=300, blank=True)
    # The tablet's own clock, then ours.
    faite_le = models.DateTimeField("faite le")
    recue_le = models.DateTimeField("reçue le")
    ecart = models.IntegerField("écart d’horloge, en secondes", default=0)
    tranchee_le = models.DateTimeField("tranchée le", null=True, blank=True)
    tranchee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = "geste de tablette"
        verbose_name_plural = "gestes de tablette"
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["seance"],
                condition=Q(
                    resultat__in=["conflit", "question", "refusee"], tranchee_le__isnull=True
                ),
                name="operation_a_trancher",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} · {self.get_resultat_display()}"


class Signature(models.Model):
    """What a finger drew for one place and one half-day, and the evidence around it.

    Points are integers in a frame of 1000 × 250. ``preuve`` is the HMAC of the drawing under the
    key that the witness's code alone opens: it ties the strokes to the tablet, its owner, the code
    typed at ``code_le`` (clock of the tablet) and the séance.
    """

    class DemiJournee(models.TextChoices):
        MATIN = "matin", "Matin"
        APRES_MIDI = "apres_midi", "Après-midi"

    LARGEUR, HAUTEUR = 1000, 250

    place = models.ForeignKey(
        "inscriptions.Place", on_delete=models.CASCADE, related_name="signatures"
    )
    demi_journee = models.CharField("demi-journée", max_length=10, choices=DemiJournee)
    traits = models.JSONField("traits")
    signee_le = models.DateTimeField("signée le")
    code_le = models.DateTimeField("code du témoin, saisi le")
    recue_le = models.DateTimeField("reçue le")
    ecart = models.IntegerField("écart d’horloge, en secondes", default=0)
    temoin = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    appareil = models.ForeignKey(
        AppareilTablette, on_delete=models.SET_NULL, null=True, related_name="signatures"
    )
    preuve = models.CharField("preuve", max_length=64)

    class Meta:
        verbose_name = "signature"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["place", "demi_journee"], name="signature_une_par_demi_journee"
            )
        ]

    def __str__(self) -> str:
        return f"Signature · {self.place} · {self.get_demi_journee_display()}"


class ArriveeParCarte(models.Model):
    """The option of one atelier: people may say « je suis là » with their card. No row: no."""

    atelier = models.OneToOneField(
        "ateliers.Atelier", on_delete=models.CASCADE, related_name="arrivee_par_carte"
    )
    choisie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    choisie_le = models.DateTimeField("choisie le", default=maintenant)

    class Meta:
        verbose_name = "arrivée par carte"
        verbose_name_plural = "arrivées par carte"

    def __str__(self) -> str:
        return f"{self.atelier}"
