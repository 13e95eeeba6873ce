"""The outbox: what leaves the house, to whom, when, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models.utilisateurs import Utilisateur


class MessageQuerySet(models.QuerySet["Message"]):
    def visibles_par(self, utilisateur: Utilisateur) -> MessageQuerySet:
        """Coordination and accueil watch what their centre sends."""
        return self.filter(centre__in=utilisateur.centres_ids("coordination", "accueil"))

    def a_traiter(self) -> MessageQuerySet:
        """Messages that are not settled: waiting, leased, or to be tried again."""
        return self.filter(etat__in=Message.NON_REGLES)

    def echus(self, quand: dt.datetime) -> MessageQuerySet:
        """Messages a worker may lease at ``quand``, leases that ran out included.

        One whose séance has begun is none of them, however long the round before it took.
        """
        libre = Q(etat__in=[Message.Etat.EN_ATTENTE, Message.Etat.A_REESSAYER])
        abandonne = Q(etat=Message.Etat.EN_COURS, bail_jusqua__lt=quand)
        a_temps = Q(perime_le__isnull=True) | Q(perime_le__gt=quand)
        return self.filter(libre | abandonne, a_temps, a_partir_de__lte=quand)


class Message(models.Model):
    """One message to one address, written in the transaction of the change that causes it.

    The seed is rendered by the worker at the first lease and the exact bytes are kept, so that a
    repeat after a crash carries the same Message-ID, UID, SEQUENCE and DTSTAMP.
    """

    class Canal(models.TextChoices):
        COURRIEL = "courriel", "Courriel"
        SMS = "sms", "SMS"
        PAPIER = "papier", "Papier"
        APPEL = "appel", "Appel"

    class Etat(models.TextChoices):
        EN_ATTENTE = "en_attente", "En attente"
        EN_COURS = "en_cours", "En cours d’envoi"
        ENVOYE = "envoye", "Envoyé"
        A_REESSAYER = "a_reessayer", "À réessayer"
        ECHEC = "echec", "Pas parti"
        ANNULE = "annule", "Retiré avant l’envoi"
        PERIME = "perime", "Trop tard pour l’envoyer"

    NON_REGLES = (Etat.EN_ATTENTE, Etat.EN_COURS, Etat.A_REESSAYER)
    # People send these two, a worker never does.
    CANAUX_HUMAINS = (Canal.PAPIER, Canal.APPEL)

    centre = models.ForeignKey("centre.Centre", on_delete=models.PROTECT, related_name="messages")
    canal = models.CharField("canal", max_length=10, choices=Canal)
    langue = models.CharField("langue", max_length=10, default="fr")
    destinataire = LigneField("destinataire", max_length=254, blank=True)
    modele = models.CharField("modèle", max_length=60)
    graine = models.JSONField("données du modèle", default=dict)
    cle = models.CharField("clé d’idempotence", max_length=160, unique=True)
    fil = models.CharField("fil", max_length=300, blank=True)
    est_sensible = models.BooleanField("texte masqué à l’équipe", default=False)

    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    methode = models.CharField("méthode iTIP", max_length=10, blank=True)
    uid = models.CharField("UID", max_length=120, blank=True)
    recurrence_id = models.DateTimeField("date d’origine", null=True, blank=True)
    sequence = models.PositiveIntegerField("SEQUENCE", null=True, blank=True)
    dtstamp = models.DateTimeField("DTSTAMP", default=maintenant)

    cree_le = models.DateTimeField("créé le", default=maintenant)
    a_partir_de = models.DateTimeField("à partir de", default=maintenant)
    perime_le = models.DateTimeField("périmé le", null=True, blank=True)
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.EN_ATTENTE)
    octets = models.BinaryField("octets exacts", null=True, blank=True, editable=False)
    bail_jusqua = models.DateTimeField("bail jusqu’à", null=True, blank=True)
    bail_par = models.CharField("bail tenu par", max_length=60, blank=True)
    tentatives = models.PositiveSmallIntegerField("tentatives", default=0)
    tente_le = models.DateTimeField("premier essai", null=True, blank=True)
    raison = models.CharField("raison de l’échec", max_length=300, blank=True)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    fait_par = models.ForeignKey(
        "centre.Utilisateur",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages_faits",
        verbose_name="prévenu par",
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ("id",)
        constraints = [
            # Two mails never share one SEQUENCE for one instance and one address (agenda rule I12).
            models.UniqueConstraint(
                fields=["uid", "recurrence_id", "destinataire", "sequence", "methode"],
                condition=Q(sequence__isnull=False, recurrence_id__isnull=False),
                name="message_sequence_instance_unique",
            ),
            models.UniqueConstraint(
                fields=["uid", "destinataire", "sequence", "methode"],
                condition=Q(sequence__isnull=False, recurrence_id__isnull=True),
                name="message_sequence_unique",
            ),
            models.CheckConstraint(
                condition=Q(etat="envoye", envoye_le__isnull=False)
                | ~Q(etat="envoye") & Q(envoye_le__isnull=True),
                name="message_envoye_est_date",
            ),
        ]
        indexes = [
            models.Index(fields=["etat", "a_partir_de"], name="message_file"),
            models.Index(fields=["fil", "id"], name="message_fil"),
            models.Index(fields=["centre", "-id"], name="message_centre"),
        ]

    def __str__(self) -> str:
        return f"{self.get_canal_display()} · {self.get_etat_display()}"
