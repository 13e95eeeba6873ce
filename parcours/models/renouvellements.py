"""The argued extension of a parcours, and what the prescriber decided (ASI-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.temps import maintenant
from centre.textes import TexteField
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

# More periods than any frame allows.
RANGS = (1, 9)


class RenouvellementQuerySet(models.QuerySet["Renouvellement"]):
    def visibles_par(self, utilisateur: Utilisateur) -> RenouvellementQuerySet:
        """The team that walks the parcours; its prescriber once he has been asked."""
        equipe = Q(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )
        demandes = Q(pk__in=Renouvellement.objects.demandes_a(utilisateur).values("pk"))
        return self.filter(equipe | demandes)

    def demandes_a(self, utilisateur: Utilisateur) -> RenouvellementQuerySet:
        """Requests that this account receives as the prescriber of the parcours."""
        return self.filter(
            demande_le__isnull=False,
            parcours__in=Parcours.objects.lies_a(utilisateur),
            parcours__prescripteur__utilisateur=utilisateur.pk,
            parcours__centre__in=utilisateur.centres_ids("prescripteur", "binome"),
        )

    def sans_refus(self) -> RenouvellementQuerySet:
        """What takes one of the renewals of the frame: agreed, asked, or being written."""
        return self.exclude(decision=Renouvellement.Decision.REFUS)

    def en_attente(self) -> RenouvellementQuerySet:
        return self.filter(demande_le__isnull=False, decision="")


class Renouvellement(models.Model):
    """One more period: written with the person, asked, then agreed or refused by somebody named.

    ``rang`` counts the periods added, from 1; ``rang_max`` is what the frame allowed on the day of
    writing. Silence decides nothing.
    """

    class Decision(models.TextChoices):
        ACCORD = "accord", "D’accord"
        REFUS = "refus", "Pas d’accord"

    class Motif(models.TextChoices):
        """Neutral words: a refusal says nothing of the person (ASN-04)."""

        FIN_DE_MESURE = "fin_de_mesure", "La mesure s’arrête à sa date"
        AUTRE_SUITE = "autre_suite", "Un autre accompagnement prend la suite"
        CHOIX = "choix_de_la_personne", "La personne préfère s’arrêter là"
        NON_PRECISE = "non_precise", "Sans précision"

    class Voie(models.TextChoices):
        COMPTE = "compte", "avec son compte"
        LIEN = "lien", "par le lien reçu"
        DIT = "dit", "dit à l’équipe"

    parcours = models.ForeignKey(Parcours, on_delete=models.CASCADE, related_name="renouvellements")
    rang = models.PositiveSmallIntegerField("rang")
    rang_max = models.PositiveSmallIntegerField("renouvellements possibles")
    du = models.DateField("du")
    nouvelle_fin = models.DateField("nouvelle fin")
    argument = TexteField(
        "pourquoi continuer",
        help_text="En lignes générales, sans confidence\u00a0: le prescripteur lit ce texte, "
        "la personne aussi.",
    )
    accord_personne_le = models.DateField("la personne est d’accord, depuis le", null=True)
    prepare_le = models.DateTimeField("écrit le", default=maintenant)
    prepare_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    demande_le = models.DateTimeField("demandé le", null=True, blank=True)
    demande_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Each sending of the link raises it: the links sent before open nothing any more.
    tour = models.PositiveSmallIntegerField("envois du lien", default=0)
    relance_le = models.DateTimeField("relancé le", null=True, blank=True)
    lien_jusquau = models.DateField("lien valable jusqu’au", null=True, blank=True)
    decision = models.CharField("décision", max_length=8, choices=Decision, blank=True)
    decide_le = models.DateTimeField("décidé le", null=True, blank=True)
    decide_par = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renouvellements_decides",
    )
    voie = models.CharField("réponse donnée", max_length=8, choices=Voie, blank=True)
    motif = models.CharField("motif", max_length=24, choices=Motif, blank=True)

    objects = RenouvellementQuerySet.as_manager()

    class Meta:
        verbose_name = "renouvellement"
        ordering = ("parcours", "rang", "id")
        constraints = [
            # ASI-09: one request that lives per period, never more periods than the frame allows.
            models.UniqueConstraint(
                fields=["parcours", "rang"],
                condition=~Q(decision="refus"),
                name="renouvellement_un_par_rang",
                violation_error_message="Ce renouvellement est déjà demandé.",
            ),
            models.CheckConstraint(
                condition=Q(rang__range=RANGS) & Q(rang__lte=F("rang_max")),
                name="renouvellement_rang_permis",
                violation_error_message="Ce dispositif ne se renouvelle pas une fois de plus.",
            ),
            models.CheckConstraint(
                condition=Q(nouvelle_fin__gte=F("du")), name="renouvellement_fin_apres_debut"
            ),
            models.CheckConstraint(
                condition=Q(demande_le__isnull=True)
                | ~Q(argument="") & Q(accord_personne_le__isnull=False),
                name="renouvellement_demande_argumentee",
                violation_error_message="Une demande a un argument et l’accord de la personne.",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decide_le__isnull=True, decide_par__isnull=True, voie="")
                | ~Q(decision="")
                & Q(demande_le__isnull=False, decide_le__isnull=False, decide_par__isnull=False)
                & ~Q(voie=""),
                name="renouvellement_decide_par_quelqu_un",
                violation_error_message="Une décision a un nom et une date.",
            ),
            models.CheckConstraint(
                condition=Q(motif="") | Q(decision="refus"), name="renouvellement_motif_du_refus"
            ),
        ]
        indexes = [models.Index(fields=["decision", "demande_le"], name="renouvellement_attente")]

    def __str__(self) -> str:
        return f"Renouvellement jusqu’au {self.nouvelle_fin:%d/%m/%Y}"

    @property
    def est_en_attente(self) -> bool:
        return self.demande_le is not None and not self.decision

    @property
    def est_accorde(self) -> bool:
        return self.decision == self.Decision.ACCORD
