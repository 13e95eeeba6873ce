"""Accounts (by e-mail) and the roles they hold in a centre or for an organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from centre.temps import aujourdhui, maintenant
from centre.textes import LigneField


class UtilisateurManager(BaseUserManager["Utilisateur"]):
    def create_user(self, courriel: str, password: str | None = None, **champs: Any) -> Utilisateur:
        utilisateur = self.model(courriel=self.normalize_email(courriel).lower(), **champs)
        utilisateur.set_password(password)
        utilisateur.save(using=self._db)
        return utilisateur

    def create_superuser(
        self, courriel: str, password: str | None = None, **champs: Any
    ) -> Utilisateur:
        return self.create_user(
            courriel, password, **{"is_staff": True, "is_superuser": True, **champs}
        )

    def get_by_natural_key(self, username: str | None) -> Utilisateur:
        return self.get(courriel__iexact=username or "")


class Utilisateur(AbstractBaseUser, PermissionsMixin):
    """A professional's account. Participants never have one (design decision: secret link)."""

    courriel = models.EmailField(
        "adresse e-mail",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    prenom = LigneField("prénom", max_length=60)
    nom = LigneField("nom", max_length=80)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("accès technique", default=False)
    cree_le = models.DateTimeField("créé le", default=maintenant)

    objects = UtilisateurManager()

    USERNAME_FIELD = "courriel"
    EMAIL_FIELD = "courriel"
    REQUIRED_FIELDS = ["prenom", "nom"]

    class Meta:
        verbose_name = "utilisateur"
        ordering = ("nom", "prenom")

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"

    @property
    def initiales(self) -> str:
        return f"{self.prenom[:1]}{self.nom[:1]}".upper()

    @cached_property
    def _roles_du_jour(self) -> list[tuple[int, str, int | None]]:
        """Centre, role and partner of what is in force today; one query."""
        lignes = self.affectations.en_vigueur(aujourdhui())
        return list(lignes.values_list("centre_id", "role", "organisme_id"))

    @cached_property
    def roles_par_centre(self) -> dict[int, frozenset[str]]:
        """Roles in force today, by centre id; one query, kept as long as the user object."""
        roles: dict[int, set[str]] = {}
        for centre_id, role, _ in self._roles_du_jour:
            roles.setdefault(centre_id, set()).add(role)
        return {centre_id: frozenset(noms) for centre_id, noms in roles.items()}

    def centres_animes(self, *, pour_un_partenaire: bool) -> list[int]:
        """Where she leads ateliers as a member of the team, or sent by a partner (LIE-05).

        Sent by a partner she sees and handles what she leads, nothing else.
        """
        return sorted(
            {
                centre_id
                for centre_id, role, organisme_id in self._roles_du_jour
                if role == "animation" and (organisme_id is not None) is pour_un_partenaire
            }
        )

    def centres_ids(self, *roles: str) -> list[int]:
        """Ids of the centres where the user holds one of ``roles`` (any role if none is named)."""
        return [
            centre_id
            for centre_id, tenus in sorted(self.roles_par_centre.items())
            if not roles or tenus.intersection(roles)
        ]

    def organismes_ids(self, *roles: str) -> list[int]:
        """Partners for whom she holds one of ``roles`` today, whatever the centre."""
        tenus = {maison for _, role, maison in self._roles_du_jour if role in roles and maison}
        return sorted(tenus)

    def a_role(self, centre_id: int, *roles: str) -> bool:
        return bool(self.roles_par_centre.get(centre_id, frozenset()).intersection(roles))


class AffectationQuerySet(models.QuerySet["Affectation"]):
    def en_vigueur(self, jour: dt.date) -> AffectationQuerySet:
        return self.filter(Q(debut__lte=jour), Q(fin__isnull=True) | Q(fin__gte=jour))

    def visibles_par(self, utilisateur: Utilisateur) -> AffectationQuerySet:
        """Who holds which access is the business of the coordination."""
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))


class Affectation(models.Model):
    """A role in a centre, of its own staff or for a partner organisation, between two dates."""

    class Role(models.TextChoices):
        ANIMATION = "animation", "Animation"
        ACCUEIL = "accueil", "Accueil"
        REFERENT = "referent", "Référent·e de parcours"
        COORDINATION = "coordination", "Coordination"
        PRESCRIPTEUR = "prescripteur", "Prescripteur"
        BINOME = "binome", "Binôme"
        ADMINISTRATION = "administration", "Administration technique"

    EQUIPE = (Role.ANIMATION, Role.ACCUEIL, Role.REFERENT, Role.COORDINATION)
    PARTENAIRES = (Role.PRESCRIPTEUR, Role.BINOME)

    utilisateur = models.ForeignKey(
        Utilisateur, on_delete=models.CASCADE, related_name="affectations"
    )
    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.CASCADE, related_name="affectations"
    )
    organisme = models.ForeignKey(
        "centre.Organisme",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="affectations",
    )
    role = models.CharField("rôle", max_length=16, choices=Role)
    debut = models.DateField("à partir du", default=aujourdhui)
    fin = models.DateField("jusqu’au", null=True, blank=True)

    objects = AffectationQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "centre", "role"],
                condition=Q(fin__isnull=True),
                name="affectation_ouverte_unique",
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=models.F("debut")),
                name="affectation_fin_apres_debut",
                violation_error_message="La fin vient après le début.",
            ),
            # A partner's role says for whom; a member of the team works for the centre.
            models.CheckConstraint(
                condition=Q(role__in=["prescripteur", "binome"], organisme__isnull=False)
                | ~Q(role__in=["prescripteur", "binome"]),
                name="affectation_partenaire_a_un_organisme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} · {self.get_role_display()}"
