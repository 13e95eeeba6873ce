"""Expected seats, one per person and per dated séance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from ateliers.models import Seance
from ateliers.models.seances import nouvel_uid
from centre.models import Affectation
from centre.temps import maintenant
from centre.textes import LigneField
from inscriptions.models.inscriptions import Inscription
from parcours.models import BrisDeGlace

if TYPE_CHECKING:
    from centre.models import Utilisateur

MAJORITE = 18


class PlaceQuerySet(models.QuerySet["Place"]):
    def visibles_par(self, utilisateur: Utilisateur) -> PlaceQuerySet:
        """Rosters: the team by level; animateurs for their own séances and the
        slots of their windows; level 3 for its team only.

        Partners never see places here: their pages read shared presences (``presences``).
        """
        equipe = Q(
            seance__centre__in=utilisateur.centres_ids("coordination", "accueil", "referent"),
            seance__atelier__sensibilite__lt=3,
        )
        # A member who left, or works for a partner by now, stays named in a team and reads nothing.
        protege = Q(
            seance__centre__in=utilisateur.centres_ids(*Affectation.EQUIPE),
            seance__atelier__equipe=utilisateur.pk,
        )
        anime = Q()
        if animation := utilisateur.centres_ids("animation"):
            anime = Q(
                seance__centre__in=animation,
                seance__in=Seance.objects.animees_par(utilisateur),
            )
        # Two hours, for a written reason, told to her référent (decision 0069).
        ouvert = Q()
        if utilisateur.centres_ids("coordination"):
            bris = BrisDeGlace.objects.en_vigueur(utilisateur)
            ouvert = Q(personne__in=bris.values("personne"))
        visibles = Place.objects.filter(equipe | anime | protege | ouvert)
        return self.filter(pk__in=visibles.values("pk"))

    def vivantes(self) -> PlaceQuerySet:
        """Places that still mean something: asked, confirmed, waiting, offered."""
        return self.filter(etat__in=Place.VIVANTES)

    def tenues(self) -> PlaceQuerySet:
        """Places that hold seats: confirmed, or offered and held for one person."""
        return self.filter(etat__in=Place.TENUES)

    def confirmees(self) -> PlaceQuerySet:
        return self.filter(etat=Place.Etat.CONFIRMEE)

    def attendues(self) -> PlaceQuerySet:
        """Confirmed and not a walk-in: those counted as expected."""
        return self.confirmees().exclude(origine=Place.Origine.SANS_INSCRIPTION)

    def en_attente(self) -> PlaceQuerySet:
        """The queue of a séance, first come first."""
        return self.filter(etat=Place.Etat.LISTE_ATTENTE).order_by("rang", "id")

    def avec_tour(self) -> PlaceQuerySet:
        """Add ``tour``: how many wait up to each waiting place, itself included.

        The ranks that were given keep their holes when somebody leaves; nobody waits behind a hole.
        The slots of a permanence share one queue, in order of arrival (decision 54).
        """
        file = Place.objects.filter(etat=Place.Etat.LISTE_ATTENTE).values("etat")
        devant = Q(rang__lte=OuterRef("rang"))
        arrivees = Q(faite_le__lt=OuterRef("faite_le")) | Q(
            faite_le=OuterRef("faite_le"), pk__lte=OuterRef("pk")
        )
        files = [
            file.filter(arrivees, seance__fenetre=OuterRef("seance__fenetre")),
            file.filter(devant, seance=OuterRef("seance")),
        ]
        comptes = [Subquery(f.annotate(n=Count("pk")).values("n")) for f in files]
        return self.annotate(tour=Coalesce(*comptes))


class Place(models.Model):
    """The expected seat of one person at one dated séance; fixed there, whatever happens later."""

    class Etat(models.TextChoices):
        DEMANDEE = "demandee", "Demandée"
        CONFIRMEE = "confirmee", "Confirmée"
        LISTE_ATTENTE = "liste_attente", "En liste d’attente"
        PROPOSEE = "proposee", "Proposée"
        ANNULEE_PERSONNE = "annulee_personne", "Annulée par la personne"
        ANNULEE_CENTRE = "annulee_centre", "Annulée par le centre"

    class Origine(models.TextChoices):
        INSCRIPTION = "inscription", "Inscription à l’atelier"
        PONCTUELLE = "ponctuelle", "Cette date seulement"
        SANS_INSCRIPTION = "sans_inscription", "Venue sans inscription"

    class Intention(models.TextChoices):
        VIENT = "vient", "Vient"
        NE_VIENT_PAS = "ne_vient_pas", "Ne vient pas"
        AIDE = "aide", "A besoin d’aide"
        # Calendar programs offer it; our own page asks a plain question.
        PEUT_ETRE = "peut_etre", "Viendra peut-être"

    VIVANTES = (Etat.DEMANDEE, Etat.CONFIRMEE, Etat.LISTE_ATTENTE, Etat.PROPOSEE)
    TENUES = (Etat.CONFIRMEE, Etat.PROPOSEE)

    seance = models.ForeignKey("ateliers.Seance", on_delete=models.PROTECT, related_name="places")
    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="places"
    )
    inscription = models.ForeignKey(
        Inscription,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
    )
    parcours = models.ForeignKey(
        "parcours.Parcours",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
    )
    etat = models.CharField("état", max_length=18, choices=Etat, default=Etat.CONFIRMEE)
    origine = models.CharField(
        "origine", max_length=18, choices=Origine, default=Origine.PONCTUELLE
    )
    sieges = models.PositiveSmallIntegerField("places pour le groupe", default=1)
    sieges_en_plus = models.PositiveSmallIntegerField(
        "dont places ajoutées pour elle", default=0, editable=False
    )
    raison = LigneField("raison des places ajoutées", max_length=200, blank=True)
    sur_place_gardee = models.BooleanField("sur une place gardée", default=False)
    rang = models.PositiveIntegerField("rang dans la liste d’attente", null=True, blank=True)
    # What ``avec_tour`` adds.
    tour: int | None
    offre_jusqua = models.DateTimeField("proposée jusqu’à", null=True, blank=True)
    intention = models.CharField("réponse", max_length=14, choices=Intention, blank=True)
    intention_le = models.DateTimeField("répondu le", null=True, blank=True)
    uid = models.CharField("UID", max_length=120, unique=True, default=nouvel_uid, editable=False)
    sequence = models.PositiveIntegerField("dernière SEQUENCE envoyée", null=True, editable=False)
    adresse_invitee = models.EmailField("adresse invitée", blank=True, editable=False)
    annonce_debut = models.DateTimeField("début annoncé", null=True, editable=False)
    faite_le = models.DateTimeField("faite le", default=maintenant)
    faite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)
    # What a cancelled séance gives back when it is put back; empty as long as the place lives.
    etat_avant = models.CharField(
        "état avant l’annulation", max_length=18, choices=Etat, blank=True, editable=False
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "place"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["seance", "personne"],
                condition=Q(etat__in=["demandee", "confirmee", "liste_attente", "proposee"]),
                name="place_vivante_unique",
                violation_error_message="Cette personne a déjà une place à cette date.",
            ),
            models.UniqueConstraint(
                fields=["seance", "rang"],
                condition=Q(etat="liste_attente"),
                name="place_rang_unique",
            ),
            models.CheckConstraint(
                condition=Q(sieges__gte=1),
                name="place_au_moins_un_siege",
                violation_error_message="Un groupe compte au moins une personne.",
            ),
            models.CheckConstraint(
                condition=Q(etat="liste_attente", rang__isnull=False) | ~Q(etat="liste_attente"),
                name="place_attente_a_un_rang",
            ),
        ]
        indexes = [
            models.Index(fields=["seance", "etat"], name="place_seance_etat"),
            models.Index(fields=["personne", "etat"], name="place_personne_etat"),
            models.Index(fields=["parcours", "seance"], name="place_parcours"),
        ]

    def __str__(self) -> str:
        return f"{self.personne} · {self.seance}"

    @property
    def intention_dite(self) -> str:
        """Her answer for this date, or the one she gave for the whole series."""
        if self.intention or self.inscription is None:
            return self.intention
        return self.inscription.intention


class Accompagnant(models.Model):
    """A relative or child on a person's seats; first name and age only, gone a month later."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="accompagnants")
    prenom = LigneField("prénom", max_length=60)
    age = models.PositiveSmallIntegerField("âge", null=True, blank=True)
    autorisation_le = models.DateField("autorisation reçue le", null=True, blank=True)

    class Meta:
        verbose_name = "accompagnant"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__lte=120),
                name="accompagnant_age_connu",
            )
        ]

    def __str__(self) -> str:
        return self.prenom

    @property
    def est_mineur(self) -> bool:
        """Under 18, or nobody has asked yet: both need somebody to look."""
        return self.age is None or self.age < MAJORITE
