"""Who looked at whom, and the secret links stored as hashes."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from centre.temps import maintenant
from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models.utilisateurs import Utilisateur


def empreinte_de(jeton: str) -> str:
    """Return the SHA-256 under which a secret link is stored (agenda rule T1)."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def code_court(empreinte: str) -> str:
    """Eight figures made from a hash, printed under a QR: they name one among a few, no more."""
    return f"{int(empreinte[:15], 16) % 10**8:08d}"


class JetonQuerySet(models.QuerySet["JetonAbstrait"]):
    def vivants(self) -> Self:
        return self.filter(revoque_le__isnull=True)

    def du_jeton(self, jeton: str) -> Self:
        """The live row behind a secret; unknown and revoked answer alike: nothing."""
        return self.vivants().filter(empreinte=empreinte_de(jeton))


class JetonAbstrait(models.Model):
    """A secret of 160 bits or more, shown once, kept as a hash, revocable, with its last use."""

    empreinte = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    libelle = LigneField("libellé", max_length=60, blank=True)
    cree_le = models.DateTimeField("créé le", default=maintenant)
    derniere_utilisation = models.DateTimeField("dernière utilisation", null=True, blank=True)
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def tirer() -> tuple[str, str]:
        """Draw a secret and return it with its hash; only the hash may be stored."""
        jeton = secrets.token_urlsafe(30)
        return jeton, empreinte_de(jeton)


class JournalQuerySet(models.QuerySet["JournalAcces"]):
    def visibles_par(self, utilisateur: Utilisateur) -> JournalQuerySet:
        return self.filter(centre__in=utilisateur.centres_ids("coordination"))


class JournalAcces(models.Model):
    """One reading of personal data: who, when, about whom. Never what was read.

    The subject is stored by its opaque reference, so that the ground floor needs no relation to
    the models above and the line survives the erasure of the person.
    """

    class Acte(models.TextChoices):
        LECTURE = "lecture", "a consulté"
        LISTE = "liste", "a consulté la liste"
        EXPORT = "export", "a exporté"
        RECHERCHE = "recherche", "a cherché"

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="acces")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="acces",
    )
    qui = LigneField("qui", max_length=180)
    le = models.DateTimeField("le", default=maintenant)
    acte = models.CharField("acte", max_length=10, choices=Acte, default=Acte.LECTURE)
    page = models.CharField("page", max_length=80)
    sujet = models.UUIDField("personne", null=True, blank=True)
    nombre = models.PositiveIntegerField("nombre de lignes", default=1)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du journal d’accès"
        verbose_name_plural = "journal d’accès"
        ordering = ("-le", "-id")
        indexes = [
            models.Index(fields=["sujet", "-le"], name="acces_sujet"),
            models.Index(fields=["centre", "-le"], name="acces_centre"),
        ]

    def __str__(self) -> str:
        return f"{self.qui} {self.get_acte_display()}"
