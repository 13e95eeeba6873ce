"""Who is away, from when to when; why is nobody’s business."""

from __future__ import annotations

from typing import Any

from django import forms

from ateliers.forms.champs import ANNEES, ChampJour
from ateliers.models import Absence
from ateliers.queries.touchees import animateurs_possibles
from centre.models import Centre
from centre.temps import aujourdhui


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ("professionnel", "du", "au")
        labels = {"professionnel": "Qui"}
        widgets = {"du": ChampJour(), "au": ChampJour()}
        help_texts = {"au": "Le même jour pour une seule journée."}

    def __init__(self, donnees: Any = None, *, centre: Centre) -> None:
        jour = aujourdhui()
        super().__init__(donnees, instance=Absence(centre=centre), initial={"du": jour, "au": jour})
        self.fields["professionnel"].queryset = animateurs_possibles(centre)  # type: ignore[attr-defined]
        self.fields["professionnel"].empty_label = "Choisissez"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        du, au = propres.get("du"), propres.get("au")
        for champ, jour in (("du", du), ("au", au)):
            if jour and jour.year not in ANNEES:
                self.add_error(champ, "Vérifiez l’année.")
        if du and au and au < du:
            self.add_error("au", "Le dernier jour vient après le premier jour.")
        return propres
