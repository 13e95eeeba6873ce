"""Where she places herself (ASI-22): her own marks at three moments, drawn for her, never added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.temps import maintenant
from parcours.models.notes import DuParcoursQuerySet

PLACES = (1, 2, 3, 4, 5)


class Repere(models.Model):
    """One mark that she puts herself, on one theme, at one moment. Nothing computes with it."""

    class Moment(models.TextChoices):
        ENTREE = "entree", "À l’entrée"
        MILIEU = "milieu", "En chemin"
        SORTIE = "sortie", "À la sortie"

    class Theme(models.TextChoices):
        PARLER = "parler", "Parler, lire, écrire"
        DEPLACER = "deplacer", "Me déplacer"
        PAPIERS = "papiers", "Mes papiers, l’ordinateur"
        CONFIANCE = "confiance", "Ma confiance en moi"
        ENTOURAGE = "entourage", "Les gens autour de moi"
        PROJET = "projet", "Mon projet, le travail"

    parcours = models.ForeignKey("parcours.Parcours", on_delete=models.CASCADE, related_name="+")
    moment = models.CharField("moment", max_length=8, choices=Moment)
    theme = models.CharField("thème", max_length=10, choices=Theme)
    place = models.PositiveSmallIntegerField("où elle se place")
    le = models.DateField("le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cree_le = models.DateTimeField("écrit le", default=maintenant)

    objects = DuParcoursQuerySet.as_manager()

    class Meta:
        verbose_name = "repère"
        ordering = ("parcours", "theme", "le", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["parcours", "moment", "theme"], name="repere_unique_par_moment"
            ),
            models.CheckConstraint(condition=Q(place__range=(1, 5)), name="repere_entre_1_et_5"),
        ]

    def __str__(self) -> str:
        return f"{self.get_theme_display()}, {self.get_moment_display().lower()}"
