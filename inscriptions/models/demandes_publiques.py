"""Somebody who asks for a place from the public page: no file exists for her yet."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from phonenumber_field.modelfields import PhoneNumberField

from centre.temps import maintenant
from centre.textes import LigneField, TexteField
from parcours.models import Personne

if TYPE_CHECKING:
    import datetime as dt

    from centre.models import Centre, Utilisateur


class DemandePubliqueQuerySet(models.QuerySet["DemandePublique"]):
    def visibles_par(self, utilisateur: Utilisateur) -> DemandePubliqueQuerySet:
        """Those who enrol anybody of the centre; a référent only follows her own people."""
        return self.filter(centre__in=utilisateur.centres_ids("accueil", "coordination"))

    def a_traiter(self, centre: Centre) -> DemandePubliqueQuerySet:
        """What the team may answer: proved by a code, or waiting for the centre's call."""
        return self.filter(centre=centre, etat__in=DemandePublique.EN_FILE)

    def avec_danger(self) -> DemandePubliqueQuerySet:
        """Add ``est_en_danger``: its number or address is of somebody nobody must reach."""
        meme_telephone = Q(telephone=OuterRef("telephone")) & ~Q(telephone="")
        meme_courriel = Q(courriel__iexact=OuterRef("courriel")) & ~Q(courriel="")
        connues = Personne.objects.actives().filter(
            meme_telephone | meme_courriel, centre=OuterRef("centre"), ne_pas_ecrire=True
        )
        return self.annotate(est_en_danger=Exists(connues))


class DemandePublique(models.Model):
    """A name, one way to reach her, an atelier, the sentence she agreed to.

    The code is never stored: it is drawn again from ``sel`` and the secret of the service. The
    name and the address leave the row as soon as the request is answered.
    """

    class Etat(models.TextChoices):
        A_CONFIRMER = "a_confirmer", "Attend son code"
        A_APPELER = "a_appeler", "À appeler"
        CONFIRMEE = "confirmee", "À répondre"
        ACCEPTEE = "acceptee", "Acceptée"
        REFUSEE = "refusee", "Refusée"

    class Canal(models.TextChoices):
        SMS = "sms", "par SMS"
        COURRIEL = "courriel", "par courriel"
        APPEL = "appel", "par un appel"

    EN_FILE = (Etat.A_APPELER, Etat.CONFIRMEE)
    OUVERTES = (Etat.A_CONFIRMER, *EN_FILE)

    reference = models.UUIDField("référence", unique=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.CASCADE, related_name="demandes_publiques"
    )
    atelier = models.ForeignKey(
        "ateliers.Atelier", on_delete=models.CASCADE, related_name="demandes_publiques"
    )
    serie = models.ForeignKey(
        "ateliers.Serie",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="demandes_publiques",
        verbose_name="jour choisi",
    )
    prenom = LigneField("prénom", max_length=80, blank=True)
    nom = LigneField("nom", max_length=80, blank=True)
    telephone = PhoneNumberField("téléphone", region="FR", blank=True)
    courriel = models.EmailField("courriel", blank=True)
    canal = models.CharField("confirmer", max_length=10, choices=Canal)
    langue = models.CharField("langue choisie", max_length=10, default="fr")
    accord = TexteField("texte lu")
    accord_version = models.PositiveSmallIntegerField("version du texte")
    # The page that was filled: a double click is one request.
    cle = models.CharField("empreinte du formulaire", max_length=64, unique=True, editable=False)

    sel = models.CharField("tirage du code", max_length=32, blank=True, editable=False)
    code_jusqua = models.DateTimeField("code valable jusqu’à", null=True, blank=True)
    essais = models.PositiveSmallIntegerField("essais du code", default=0)
    envois_du_code = models.PositiveSmallIntegerField("codes envoyés", default=0)

    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.A_CONFIRMER)
    recue_le = models.DateTimeField("reçue le", default=maintenant)
    confirmee_le = models.DateTimeField("confirmée le", null=True, blank=True)
    appels = models.PositiveSmallIntegerField("appels sans réponse", default=0)
    appelee_le = models.DateTimeField("dernier appel le", null=True, blank=True)
    traitee_le = models.DateTimeField("répondue le", null=True, blank=True)
    traitee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    personne = models.ForeignKey(
        "parcours.Personne",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="demandes_publiques",
    )

    # What ``avec_danger`` adds.
    est_en_danger: bool

    objects = DemandePubliqueQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’inscription"
        verbose_name_plural = "demandes d’inscription"
        ordering = ("recue_le", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=["acceptee", "refusee"]) | ~Q(prenom="") & ~Q(nom=""),
                name="demande_publique_a_un_nom",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=["acceptee", "refusee"]) | ~Q(telephone="") | ~Q(courriel=""),
                name="demande_publique_se_joint",
            ),
        ]
        indexes = [models.Index(fields=["centre", "etat"], name="demande_publique_file")]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or "demande répondue"

    def code_vaut(self, quand: dt.datetime) -> bool:
        return self.code_jusqua is not None and quand < self.code_jusqua
