"""What came back by mail: answers to invitations, and what a person of the team must read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


class ReponseQuerySet(models.QuerySet["ReponseRecue"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ReponseQuerySet:
        """Those who call people read their mails; one that names no centre is the technician's."""
        return self.filter(centre__in=utilisateur.centres_ids("coordination", "accueil"))

    def a_lire(self, centre: Centre) -> ReponseQuerySet:
        return self.filter(centre=centre, decision=ReponseRecue.Decision.A_LIRE, lue_le=None)


class ReponseRecue(models.Model):
    """One decision about one event of one received mail, with its reason (agenda rule R6).

    Of the mail itself only the answer and a short plain comment stay (R8); both the comment and the
    sender's address go when somebody has read them.
    """

    class Decision(models.TextChoices):
        APPLIQUEE = "appliquee", "Notée"
        IGNOREE = "ignoree", "Sans effet"
        A_LIRE = "a_lire", "À lire"

    class Raison(models.TextChoices):
        ANCIENNE = "ancienne", "Répond à un ancien horaire"
        DEPASSEE = "depassee", "Une réponse plus récente est déjà notée"
        AUTRE_ADRESSE = "autre_adresse", "Ne vient pas de l’adresse invitée"
        INCONNUE = "inconnue", "Invitation inconnue"
        AUTRE_CENTRE = "autre_organisateur", "Adressée à un autre organisateur"
        METHODE = "methode", "N’est pas une réponse à une invitation"
        CONTRE_PROPOSITION = "contre_proposition", "Propose un autre horaire"
        ECRIT = "message_ecrit", "Un message écrit"
        ABSENCE = "absence", "Une réponse automatique d’absence"
        ILLISIBLE = "illisible", "Réponse illisible"
        TROP_GROS = "trop_gros", "Message trop gros pour être lu ici"
        PLACE_RENDUE = "place_rendue", "Veut venir, mais sa place a été rendue"
        SERIE_REFUSEE = "serie_refusee", "Ne veut plus venir, à aucune date"
        UN_MOT = "un_mot", "A ajouté un mot à sa réponse"
        PASSEE = "passee", "La séance a commencé"
        ADRESSE_REFUSEE = "adresse_refusee", "Son adresse ne reçoit plus les courriels"
        RETARD = "retard", "Livraison retardée"
        SANS_REPONSE = "sans_reponse", "Ne dit ni oui ni non"

    class Reponse(models.TextChoices):
        ACCEPTE = "ACCEPTED", "Vient"
        REFUSE = "DECLINED", "Ne vient pas"
        PEUT_ETRE = "TENTATIVE", "Viendra peut-être"

    cle = models.CharField("empreinte du courriel", max_length=64, editable=False)
    rang = models.PositiveSmallIntegerField("rang dans le courriel", default=0, editable=False)
    centre = models.ForeignKey(
        "centre.Centre",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reponses_recues",
    )
    personne = models.ForeignKey(
        "parcours.Personne",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reponses_recues",
    )
    inscription = models.ForeignKey(
        "inscriptions.Inscription",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reponses_recues",
    )
    place = models.ForeignKey(
        "inscriptions.Place",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reponses_recues",
    )
    reponse = models.CharField("réponse", max_length=10, choices=Reponse, blank=True)
    sequence = models.PositiveIntegerField("SEQUENCE", null=True, blank=True)
    dtstamp = models.DateTimeField("DTSTAMP", null=True, blank=True)
    commentaire = TexteField("mot de la personne", max_length=500, blank=True)
    expediteur = LigneField("adresse qui a écrit", max_length=254, blank=True)
    decision = models.CharField("décision", max_length=10, choices=Decision)
    raison = models.CharField("pourquoi", max_length=20, choices=Raison, blank=True)
    recue_le = models.DateTimeField("reçue le", default=maintenant)
    lue_le = models.DateTimeField("lue le", null=True, blank=True)
    lue_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ReponseQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse reçue"
        verbose_name_plural = "réponses reçues"
        ordering = ("-recue_le", "-id")
        constraints = [
            models.UniqueConstraint(fields=["cle", "rang"], name="reponse_recue_une_fois"),
            models.CheckConstraint(
                condition=Q(decision="appliquee") | ~Q(raison=""), name="reponse_a_une_raison"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "decision", "lue_le"], name="reponse_a_lire"),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.get_raison_display()}"
