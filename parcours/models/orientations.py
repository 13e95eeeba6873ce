"""How a person arrives: the fiche de liaison, its state, the first calls."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import aujourdhui, maintenant
from centre.textes import LigneField, TexteField

if TYPE_CHECKING:
    from centre.models import Utilisateur

# A former prescriber or référent keeps reading for this long after the end.
LECTURE_APRES_FIN = dt.timedelta(days=30)


class OrientationQuerySet(models.QuerySet["Orientation"]):
    def visibles_par(self, utilisateur: Utilisateur) -> OrientationQuerySet:
        equipe = Q(centre__in=utilisateur.centres_ids("accueil", "referent", "coordination"))
        siennes = Q(pk__in=Orientation.objects.envoyees_par(utilisateur).values("pk"))
        return self.filter(equipe | siennes)

    def envoyees_par(
        self, utilisateur: Utilisateur, jour: dt.date | None = None
    ) -> OrientationQuerySet:
        """Orientations written by this prescriber, while the role is in force for that house.

        Thirty days after the end of the parcours, or after the fiche was closed without entry,
        they are no longer readable; a parcours passed on to another prescriber takes its
        orientation with it.
        """
        limite = (jour or aujourdhui()) - LECTURE_APRES_FIN
        sans_parcours = Q(parcours__isnull=True) & (
            Q(close_le__isnull=True) | Q(close_le__gte=limite)
        )
        avec_parcours = Q(parcours__prescripteur__utilisateur=utilisateur.pk) & (
            Q(parcours__date_fin_reelle__isnull=True) | Q(parcours__date_fin_reelle__gte=limite)
        )
        return self.filter(
            prescripteur__utilisateur=utilisateur.pk,
            prescripteur__organisme__in=utilisateur.organismes_ids("prescripteur", "binome"),
            centre__in=utilisateur.centres_ids("prescripteur", "binome"),
        ).filter(sans_parcours | avec_parcours)

    def a_appeler(self) -> OrientationQuerySet:
        """Received, or called without success so far: the first contact is by phone (ASI-04)."""
        return self.filter(etat__in=Orientation.EN_ATTENTE_D_APPEL)

    def recues_entre(self, du: dt.date, au: dt.date) -> OrientationQuerySet:
        """Orientations that count in F01: not spontaneous, not a duplicate; both dates included."""
        return self.filter(recue_le__range=(du, au)).exclude(
            Q(mode=Orientation.Mode.SPONTANEE) | Q(etat=Orientation.Etat.ANNULEE_DOUBLON)
        )


class Orientation(models.Model):
    """One sending of one person by one professional (ASI-02, ASI-03)."""

    class Mode(models.TextChoices):
        FICHE_LIAISON = "fiche_liaison", "Fiche de liaison"
        TELEPHONE = "telephone", "Téléphone"
        COURRIEL = "courriel", "Courriel"
        DONNE_CONTACT = (
            "prescripteur_donne_contact",
            "Le prescripteur a donné notre contact",
        )
        CONTACTE_CENTRE = (
            "prescripteur_contacte_centre",
            "Le prescripteur nous a contactés",
        )
        SPONTANEE = "spontanee", "Venue d’elle-même"

    class Etat(models.TextChoices):
        RECUE = "recue", "Orientation reçue"
        CONTACT_EN_COURS = "contact_en_cours", "Nous l’appelons"
        ENTRETIEN_FIXE = "premier_entretien_fixe", "Premier entretien fixé"
        ENTREE = "entree", "Entrée"
        SANS_SUITE = "sans_suite_personne", "Sans suite"
        SANS_REPONSE = "sans_reponse", "Sans réponse"
        REORIENTEE = "reorientee", "Réorientée"
        ANNULEE_DOUBLON = "annulee_doublon", "Fiche en double"

    EN_ATTENTE_D_APPEL = (Etat.RECUE, Etat.CONTACT_EN_COURS)
    OUVERTES = (*EN_ATTENTE_D_APPEL, Etat.ENTRETIEN_FIXE)
    CLOSES = (Etat.SANS_SUITE, Etat.SANS_REPONSE, Etat.REORIENTEE, Etat.ANNULEE_DOUBLON)

    class Difficulte(models.TextChoices):
        SANTE = "sante", "Santé"
        LOGEMENT = "logement", "Logement"
        FAMILIAL = "familial", "Famille"
        FINANCIER = "financier", "Argent"
        ADMINISTRATIF = "administratif", "Papiers, démarches"
        EMPLOI = "emploi", "Emploi, qualification"
        LANGUE = "langue", "Langue"
        ISOLEMENT = "isolement", "Isolement"
        MOBILITE = "mobilite", "Mobilité"
        NUMERIQUE = "numerique", "Numérique"
        AUTRE = "autre", "Autre"

    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.PROTECT, related_name="orientations"
    )
    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="orientations"
    )
    dispositif = models.ForeignKey(
        "parcours.Dispositif", on_delete=models.PROTECT, related_name="orientations"
    )
    prescripteur = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orientations",
        verbose_name="orientée par",
    )
    recue_le = models.DateField("reçue le", default=aujourdhui)
    mode = models.CharField("mode", max_length=32, choices=Mode, default=Mode.FICHE_LIAISON)
    etat = models.CharField("état", max_length=24, choices=Etat, default=Etat.RECUE)
    difficultes = models.JSONField("difficultés repérées", default=list, blank=True)
    precisions = TexteField(
        "ce que le centre doit savoir",
        blank=True,
        help_text="La personne peut lire ce texte. N’écrivez rien de confidentiel ni de médical.",
    )
    accord_personne_le = models.DateField("la personne est d’accord, depuis le", null=True)
    transmission_souhaitee = models.CharField(
        "présences\u00a0: choix de la personne", max_length=40, blank=True
    )
    contact_donne = LigneField(
        "contact écrit sur la fiche",
        max_length=200,
        blank=True,
        help_text="Téléphone et courriel donnés par le prescripteur, gardés tels quels.",
    )
    doublon_possible = models.BooleanField(
        "peut-être déjà connue",
        default=False,
        help_text="Le prescripteur ne l’apprend jamais. La coordination décide.",
    )
    close_le = models.DateField("fiche close le", null=True, blank=True)
    creee_le = models.DateTimeField("écrite le", default=maintenant)
    creee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = OrientationQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        ordering = ("-recue_le", "-id")
        constraints = [
            # LIE-18: spontaneous arrivals have no orienter, all the others have one.
            models.CheckConstraint(
                condition=Q(mode="spontanee", prescripteur__isnull=True)
                | ~Q(mode="spontanee") & Q(prescripteur__isnull=False),
                name="orientation_a_un_prescripteur",
                violation_error_message="Indiquez qui oriente la personne.",
            )
        ]
        indexes = [models.Index(fields=["centre", "recue_le"], name="orientation_recue")]

    def __str__(self) -> str:
        return f"Orientation du {self.recue_le:%d/%m/%Y}"

    @property
    def mot_pour_le_prescripteur(self) -> str:
        """All that the centre answers to who asks: four words, never a reason (ASN-04)."""
        if self.etat in self.CLOSES:
            return "close"
        if self.etat == self.Etat.ENTREE:
            return "entrée"
        return "reçue" if self.etat == self.Etat.RECUE else "contactée"


class TentativeContact(models.Model):
    """One call to a person who was oriented: the first contact is by telephone (ASI-04)."""

    class Issue(models.TextChoices):
        JOINT = "joint", "A répondu"
        PAS_DE_REPONSE = "pas_de_reponse", "Pas de réponse"
        MESSAGE = "message", "Message laissé"
        MAUVAIS_NUMERO = "mauvais_numero", "Mauvais numéro"

    orientation = models.ForeignKey(
        Orientation, on_delete=models.CASCADE, related_name="tentatives"
    )
    le = models.DateTimeField("le", default=maintenant)
    issue = models.CharField("issue", max_length=16, choices=Issue)
    note = LigneField("note", max_length=200, blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "appel"
        ordering = ("-le", "-id")

    def __str__(self) -> str:
        return self.get_issue_display()
