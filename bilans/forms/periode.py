"""Which period, for which dispositif: read from the address, so that a bilan can be shared."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms

from bilans.figures import Perimetre, Periode
from centre.temps import aujourdhui
from parcours.models import Dispositif

if TYPE_CHECKING:
    from centre.models import Centre

PREMIERE_ANNEE, DERNIERE_ANNEE = 1990, 2100


class PeriodeForm(forms.Form):
    """Two dates, both included. Without them: from 1 January to today."""

    du = forms.DateField(
        label="Du", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    au = forms.DateField(
        label="Au", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    dispositif = forms.ModelChoiceField(
        Dispositif.objects.none(),
        label="Dispositif",
        required=False,
        empty_label="Tous",
        to_field_name="code",
    )

    def __init__(self, donnees: Any, *, centre: Centre) -> None:
        self.centre = centre
        valeurs = donnees.dict()
        jour = aujourdhui()
        valeurs.setdefault("au", jour.isoformat())
        valeurs.setdefault("du", f"{jour.year}-01-01")
        super().__init__(valeurs)
        champ: Any = self.fields["dispositif"]
        champ.queryset = Dispositif.objects.du_centre(centre.pk).order_by("nom")

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        du, au = lu.get("du"), lu.get("au")
        if du and au and au < du:
            self.add_error("au", "La fin de la période vient après son début.")
        for jour in filter(None, (du, au)):
            if not PREMIERE_ANNEE <= jour.year <= DERNIERE_ANNEE:
                raise forms.ValidationError(
                    f"Choisissez une année entre {PREMIERE_ANNEE} et {DERNIERE_ANNEE}."
                )
        return lu

    @property
    def periode(self) -> Periode:
        """The period asked for, or the current year to date when it cannot be read."""
        if self.is_valid():
            return Periode(self.cleaned_data["du"], self.cleaned_data["au"])
        jour = aujourdhui()
        return Periode(dt.date(jour.year, 1, 1), jour)

    @property
    def perimetre(self) -> Perimetre:
        return Perimetre(
            self.centre, self.cleaned_data.get("dispositif") if self.is_valid() else None
        )
