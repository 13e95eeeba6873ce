"""Imports: the file between its reading and its confirmation, what it wrote, how to undo it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from centre.temps import maintenant
from centre.textes import LigneField

if TYPE_CHECKING:
    from centre.models import Utilisateur

# How long what a file wrote can be taken back.
DELAI_POUR_DEFAIRE = dt.timedelta(days=7)


class ImportQuerySet(models.QuerySet["Import"]):
    def visibles_par(self, utilisateur: Utilisateur) -> ImportQuerySet:
        """Only the person who sent the file, while she coordinates that centre."""
        return self.filter(
            utilisateur=utilisateur.pk,
            centre__in=utilisateur.centres_ids("coordination"),
        )

    def en_cours(self) -> ImportQuerySet:
        """Those whose file is still kept: neither applied nor left."""
        return self.filter(etat__in=Import.EN_COURS)


class Import(models.Model):
    """An uploaded file bound to its user, from its columns to its confirmation, then its undo."""

    class Etat(models.TextChoices):
        COLONNES = "colonnes", "Colonnes à nommer"
        LECTURE = "lecture", "Lecture en cours"
        APERCU = "apercu", "À vérifier"
        APPLIQUE = "applique", "Importé"
        ABANDONNE = "abandonne", "Abandonné"
        DEFAIT = "defait", "Défait"

    class Genre(models.TextChoices):
        PERSONNES = "personnes", "Personnes"
        ORGANISMES = "organismes", "Partenaires"
        LIEUX = "lieux", "Lieux"
        ATELIERS = "ateliers", "Ateliers et séries"
        ORIENTATIONS = "orientations", "Orientations passées"
        PRESENCES = "presences", "Présences passées"

    EN_COURS = (Etat.COLONNES, Etat.LECTURE, Etat.APERCU)

    centre = models.ForeignKey("centre.Centre", on_delete=models.CASCADE, related_name="imports")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports"
    )
    genre = models.CharField("ce qu’il contient", max_length=12, choices=Genre)
    nom_fichier = LigneField("fichier", max_length=150)
    contenu = models.BinaryField("contenu", editable=False)
    empreinte = models.CharField("empreinte", max_length=64)
    # For each heading of the file, the column it feeds or "" when it is left aside.
    colonnes = models.JSONField("colonnes", default=list, blank=True, editable=False)
    lignes_lues = models.PositiveIntegerField("lignes lues", default=0, editable=False)
    lignes_en_tout = models.PositiveIntegerField("lignes", default=0, editable=False)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.COLONNES)
    cree_le = models.DateTimeField("envoyé le", default=maintenant)
    applique_le = models.DateTimeField("importé le", null=True, blank=True)
    ajoutees = models.PositiveIntegerField("lignes ajoutées", default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ("-cree_le", "-id")

    def __str__(self) -> str:
        return self.nom_fichier

    def se_defait_le(self, quand: dt.datetime) -> bool:
        """Whether it can still be taken back at ``quand``."""
        return (
            self.etat == self.Etat.APPLIQUE
            and self.applique_le is not None
            and quand < self.applique_le + DELAI_POUR_DEFAIRE
        )

    @property
    def se_defait(self) -> bool:
        return self.se_defait_le(maintenant())


class LigneImport(models.Model):
    """One row of a file: its cells as they were typed, and what would become of it.

    Rows are kept from the reading to the confirmation only.
    """

    class Etat(models.TextChoices):
        AJOUTEE = "ajoutee", "À ajouter"
        CONNUE = "connue", "Déjà là"
        A_CHOISIR = "a_choisir", "À vérifier"
        ERREUR = "erreur", "En erreur"

    importe = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lignes")
    numero = models.PositiveIntegerField("ligne")
    etat = models.CharField("état", max_length=10, choices=Etat)
    nom = models.CharField("nom", max_length=200, blank=True)
    message = models.CharField("remarque", max_length=1000, blank=True)
    lien = models.CharField("lien", max_length=200, blank=True)
    cellules = models.JSONField("cellules", default=dict)
    # What the next slices know of an added row.
    memoire = models.JSONField("mémoire", null=True, editable=False)

    class Meta:
        verbose_name = "ligne importée"
        ordering = ("numero",)
        constraints = [
            models.UniqueConstraint(fields=["importe", "numero"], name="ligne_import_unique")
        ]
        indexes = [models.Index(fields=["importe", "etat", "numero"], name="ligne_import_etat")]

    def __str__(self) -> str:
        return f"ligne {self.numero}"

    @property
    def remplies(self) -> list[str]:
        """Its cells that say something, in the order of the file: a base may not keep it."""
        noms = [nom for nom in self.importe.colonnes if nom in self.cellules]
        noms += sorted(self.cellules.keys() - set(noms))
        return [self.cellules[nom] for nom in noms if self.cellules[nom]]


class ObjetImporte(models.Model):
    """One row of the base that an import wrote: what undoing it takes back."""

    importe = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="objets")
    modele = models.CharField("table", max_length=60)
    cle = models.BigIntegerField("clé")
    # Of what was written, where the row has no version of its own: it tells a later change.
    empreinte = models.CharField("empreinte", max_length=16, blank=True)

    class Meta:
        verbose_name = "objet importé"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["importe", "modele", "cle"], name="objet_importe_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.modele} {self.cle}"


class Correspondance(models.Model):
    """What a heading means in the files of one centre, remembered from the last time."""

    centre = models.ForeignKey(
        "centre.Centre", on_delete=models.CASCADE, related_name="correspondances"
    )
    genre = models.CharField("genre", max_length=12, choices=Import.Genre)
    entete = LigneField("en-tête", max_length=120)
    colonne = models.CharField("colonne", max_length=40, blank=True)

    class Meta:
        verbose_name = "correspondance"
        ordering = ("genre", "entete")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "genre", "entete"], name="correspondance_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entete} → {self.colonne}"
