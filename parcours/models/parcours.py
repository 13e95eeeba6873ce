"""One person in one dispositif, from entry to exit."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from centre.models import Affectation
from centre.temps import aujourdhui
from parcours.models.dispositifs import TRANSMISSIONS_OUVERTES, Cadre, Transmission
from parcours.models.orientations import LECTURE_APRES_FIN
from parcours.models.referents import PAR_SON_OUI, ReferentParcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

PARTENAIRES = Affectation.PARTENAIRES


def _lisible(jour: dt.date) -> Q:
    """Open, or ended for less than thirty days."""
    return Q(date_fin_reelle__isnull=True) | Q(date_fin_reelle__gte=jour - LECTURE_APRES_FIN)


def _membre(utilisateur: Utilisateur, jour: dt.date, *, sauf: tuple[str, ...] = ()) -> Q:
    """Parcours in which the user is a référent, half of a binôme or an intervenant on ``jour``.

    A partner acts there for the house of today; a member of the team, whatever her line says.
    """
    pour_sa_maison = Q(parcours__centre__in=utilisateur.centres_ids(*Affectation.EQUIPE)) | Q(
        professionnel__organisme__in=utilisateur.organismes_ids(*PARTENAIRES)
    )
    siens = ReferentParcours.objects.qui_lisent(jour).filter(
        pour_sa_maison, professionnel__utilisateur=utilisateur.pk
    )
    return Q(pk__in=siens.exclude(role__in=sauf).values("parcours"))


def _prescrit(utilisateur: Utilisateur) -> Q:
    """Who changes house leaves behind the people sent for the former one."""
    return Q(
        prescripteur__utilisateur=utilisateur.pk,
        prescripteur__organisme__in=utilisateur.organismes_ids(*PARTENAIRES),
        centre__in=utilisateur.centres_ids(*PARTENAIRES),
    )


class ParcoursQuerySet(models.QuerySet["Parcours"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ParcoursQuerySet:
        """The coordination of the centre, the current référents, the prescriber; nobody else."""
        coordination = Q(centre__in=utilisateur.centres_ids("coordination"))
        lies = Q(pk__in=Parcours.objects.lies_a(utilisateur).values("pk"))
        return self.filter(coordination | lies)

    def lies_a(self, utilisateur: Utilisateur, jour: dt.date | None = None) -> ParcoursQuerySet:
        """Parcours where the user is the prescriber or a current référent, open or just ended."""
        jour = jour or aujourdhui()
        return self.filter(_lisible(jour)).filter(
            _prescrit(utilisateur) | _membre(utilisateur, jour)
        )

    def partages_avec(
        self, utilisateur: Utilisateur, jour: dt.date | None = None
    ) -> ParcoursQuerySet:
        """Parcours whose shared space opens: its members now, and the coordination.

        A prescriber who is no member reads nothing there (docs/confidentialite.md).
        """
        jour = jour or aujourdhui()
        coordination = Q(centre__in=utilisateur.centres_ids("coordination"))
        return self.filter(coordination | (_lisible(jour) & _membre(utilisateur, jour)))

    def ouverts_entre(self, du: dt.date, au: dt.date) -> ParcoursQuerySet:
        """Parcours open at least one day of [du, au] (F06)."""
        return self.filter(
            Q(date_fin_reelle__isnull=True) | Q(date_fin_reelle__gte=du),
            date_entree__lte=au,
        )

    def ouverts(self, jour: dt.date | None = None) -> ParcoursQuerySet:
        jour = jour or aujourdhui()
        return self.ouverts_entre(jour, jour)

    def transmis_a(self, utilisateur: Utilisateur, jour: dt.date | None = None) -> ParcoursQuerySet:
        """Parcours whose setting lets this partner see presences on screen (ETH-02).

        Who is let in by her never: that yes is for the shared space, hers about presences for who
        sent her and who leads.
        """
        jour = jour or aujourdhui()
        menent = _membre(utilisateur, jour, sauf=PAR_SON_OUI)
        return self.transmis().filter(_lisible(jour)).filter(_prescrit(utilisateur) | menent)

    def transmis(self) -> ParcoursQuerySet:
        """Parcours whose setting lets presences out at all."""
        return self.filter(transmission_presence__in=TRANSMISSIONS_OUVERTES)


class Parcours(models.Model):
    """The walk itself. Entry is the référent's act, not the date of the orientation (F04)."""

    class Motif(models.TextChoices):
        CDI = "cdi", "CDI"
        CDD_6_PLUS = "cdd_6_plus", "CDD ou intérim de 6 mois et plus"
        FONCTION_PUBLIQUE = "fonction_publique", "Fonction publique"
        CREATION = "creation_entreprise", "Création d’entreprise"
        CDD_MOINS_6 = "cdd_moins_6", "CDD ou intérim de moins de 6 mois"
        CONTRAT_AIDE = "contrat_aide", "Contrat aidé"
        FORMATION = "formation_qualifiante", "Formation qualifiante"
        SIAE = "siae", "Structure d’insertion"
        PROBLEME_REGLE = "probleme_regle", "Problème réglé"
        DROITS_OUVERTS = "droits_ouverts", "Droits ouverts"
        LOGEMENT = "logement", "Logement"
        AUTONOMIE = "autonomie", "Autonomie"
        REORIENTATION = "reorientation_structure_adaptee", "Structure plus adaptée"
        RELAIS = "relais_referent", "Relais à un autre référent"
        SOINS = "soins", "Autre accompagnement"
        FIN_DE_MESURE = "fin_de_mesure", "Fin de la mesure"
        DEMENAGEMENT = "demenagement", "Déménagement"
        RETRAITE = "retraite", "Retraite"
        DECES = "deces", "Décès"
        NAISSANCE = "naissance_garde", "Naissance, garde d’enfant"
        ABANDON = "abandon", "La personne a arrêté"
        PERDU_DE_VUE = "perdu_de_vue", "Plus de nouvelles"
        REFUS = "refus_apres_entree", "N’a pas souhaité continuer"

    class Groupe(Enum):
        """How exits are told together; « dynamique » has three kinds in the public texts."""

        DYNAMIQUE = "Emploi ou formation"
        SOCIALE = "Situation améliorée"
        RELAIS = "Relais"
        NEUTRE = "Autre fin"
        INTERRUPTION = "Interruption"

        @property
        def motifs(self) -> tuple[str, ...]:
            """The codes of ``motif_sortie`` in this group."""
            return tuple(motif for motif, groupe in GROUPES.items() if groupe is self)

    class Cadence(models.TextChoices):
        """How often they meet; the floor is once a month (ASI-07)."""

        PLUSIEURS = "plusieurs_semaine", "Plusieurs fois par semaine"
        HEBDOMADAIRE = "hebdomadaire", "Chaque semaine"
        QUINZAINE = "quinzaine", "Tous les quinze jours"
        MENSUELLE = "mensuelle", "Chaque mois"

    centre = models.ForeignKey("centre.Centre", on_delete=models.PROTECT, related_name="parcours")
    personne = models.ForeignKey(
        "parcours.Personne", on_delete=models.CASCADE, related_name="parcours"
    )
    dispositif = models.ForeignKey(
        "parcours.Dispositif", on_delete=models.PROTECT, related_name="parcours"
    )
    orientation = models.OneToOneField(
        "parcours.Orientation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parcours",
    )
    prescripteur = models.ForeignKey(
        "centre.Professionnel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parcours_prescrits",
    )
    cadre = models.CharField("cadre", max_length=20, choices=Cadre, default=Cadre.VOLONTAIRE)
    transmission_presence = models.CharField(
        "présences transmises",
        max_length=40,
        choices=Transmission,
        default=Transmission.ATTESTATION,
    )
    transmission_decidee_le = models.DateField("choix fait le", null=True, blank=True)
    cadence = models.CharField(
        "rencontres", max_length=18, choices=Cadence, default=Cadence.MENSUELLE
    )
    # Codes of ``Public`` on the day of the entry: ages are counted then (ASN-02, ASN-03).
    publics = models.JSONField("publics", default=list, blank=True)
    date_entree = models.DateField("entrée le")
    date_fin_prevue = models.DateField("fin prévue le", null=True, blank=True)
    date_fin_reelle = models.DateField("fin le", null=True, blank=True)
    motif_sortie = models.CharField("motif de sortie", max_length=32, choices=Motif, blank=True)

    objects = ParcoursQuerySet.as_manager()

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"
        ordering = ("-date_entree", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(date_fin_reelle__isnull=True, motif_sortie="")
                | Q(date_fin_reelle__isnull=False) & ~Q(motif_sortie=""),
                name="parcours_clos_a_un_motif",
                violation_error_message="Une fin de parcours a une date et un motif.",
            ),
            models.CheckConstraint(
                condition=Q(date_fin_reelle__isnull=True)
                | Q(date_fin_reelle__gte=F("date_entree")),
                name="parcours_fin_apres_entree",
                violation_error_message="La fin du parcours vient après l’entrée.",
            ),
            models.UniqueConstraint(
                fields=["personne", "dispositif"],
                condition=Q(date_fin_reelle__isnull=True),
                name="parcours_ouvert_unique",
                violation_error_message="Cette personne a déjà un parcours ouvert ici.",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "date_entree"], name="parcours_entree"),
            models.Index(fields=["prescripteur", "date_fin_reelle"], name="parcours_prescrits"),
        ]

    def __str__(self) -> str:
        return f"{self.dispositif} depuis le {self.date_entree:%d/%m/%Y}"

    @property
    def est_transmis(self) -> bool:
        return self.transmission_presence in TRANSMISSIONS_OUVERTES

    @property
    def est_ouvert(self) -> bool:
        return self.date_fin_reelle is None


_M, _G = Parcours.Motif, Parcours.Groupe
GROUPES: dict[str, Parcours.Groupe] = {
    **dict.fromkeys((_M.CDI, _M.CDD_6_PLUS, _M.FONCTION_PUBLIQUE, _M.CREATION), _G.DYNAMIQUE),
    **dict.fromkeys((_M.CDD_MOINS_6, _M.CONTRAT_AIDE, _M.FORMATION, _M.SIAE), _G.DYNAMIQUE),
    **dict.fromkeys((_M.PROBLEME_REGLE, _M.DROITS_OUVERTS, _M.LOGEMENT, _M.AUTONOMIE), _G.SOCIALE),
    **dict.fromkeys((_M.REORIENTATION, _M.RELAIS, _M.SOINS), _G.RELAIS),
    **dict.fromkeys(
        (_M.FIN_DE_MESURE, _M.DEMENAGEMENT, _M.RETRAITE, _M.DECES, _M.NAISSANCE), _G.NEUTRE
    ),
    **dict.fromkeys((_M.ABANDON, _M.PERDU_DE_VUE, _M.REFUS), _G.INTERRUPTION),
}
