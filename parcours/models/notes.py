"""What the lines written along a parcours share: whose, when, by whom, and a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from centre.temps import maintenant
from parcours.models.parcours import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur


class DuParcoursQuerySet(models.QuerySet[Any]):
    def visibles_par(self, utilisateur: Utilisateur) -> Self:
        """Lines of the parcours that the team may read; partners never read one here."""
        return self.filter(
            parcours__in=Parcours.objects.visibles_par(utilisateur),
            parcours__centre__in=utilisateur.centres_ids("referent", "coordination"),
        )


class NoteQuerySet(DuParcoursQuerySet):
    def visibles_par(self, utilisateur: Utilisateur) -> Self:
        return super().visibles_par(utilisateur).filter(retiree_le__isnull=True)

    def ecrites_par(self, utilisateur: Utilisateur) -> Self:
        """The lines that this user may take back: her own."""
        return self.visibles_par(utilisateur).filter(auteur=utilisateur.pk)


class Note(models.Model):
    """One dated line of a parcours. ``retiree_le`` takes a mistake off every page, not the row."""

    parcours = models.ForeignKey("parcours.Parcours", on_delete=models.CASCADE, related_name="+")
    le = models.DateField("le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cree_le = models.DateTimeField("écrit le", default=maintenant)
    retiree_le = models.DateTimeField("retiré le", null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-le", "-id")
        indexes = [models.Index(fields=["parcours", "-le"], name="%(class)s_fil")]
