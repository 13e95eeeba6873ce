"""What is written for everybody around one person, herself first (ASG-04, ASG-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from centre.textes import LigneField, TexteField
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class NotePartageeQuerySet(models.QuerySet["NotePartagee"]):
    def visibles_par(self, utilisateur: Utilisateur) -> NotePartageeQuerySet:
        """The members of the parcours and the coordination. The person reads them all."""
        return self.filter(parcours__in=Parcours.objects.partages_avec(utilisateur))


class NotePartagee(models.Model):
    """A text that the person and all the members of her parcours read, always.

    No field hides it from her: what she may not read is no shared note (ASG-04). Written by a
    member (``auteur``) or by herself (``est_de_la_personne``, ASG-05), never both.
    """

    parcours = models.ForeignKey(
        "parcours.Parcours", on_delete=models.CASCADE, related_name="notes_partagees"
    )
    texte = TexteField(
        "note",
        help_text="La personne et tous ceux qui l’accompagnent lisent ce texte. "
        "N’écrivez rien de confidentiel ni de médical.",
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    signature = LigneField("écrite par", max_length=180, blank=True)
    est_de_la_personne = models.BooleanField("écrite par la personne", default=False)
    ecrite_le = models.DateTimeField("écrite le", default=maintenant)

    objects = NotePartageeQuerySet.as_manager()

    class Meta:
        verbose_name = "note partagée"
        verbose_name_plural = "notes partagées"
        ordering = ("-ecrite_le", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(texte=""), name="note_partagee_a_un_texte"),
            models.CheckConstraint(
                condition=Q(est_de_la_personne=False) | Q(auteur__isnull=True, signature=""),
                name="note_partagee_un_auteur",
            ),
        ]

    def __str__(self) -> str:
        return f"Note du {self.ecrite_le:%d/%m/%Y}"
