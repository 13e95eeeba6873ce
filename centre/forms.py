"""Forms of the ground floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from centre.models import Centre, PeriodeCalendrier

# The longest run of digits that surely fits the 64 bits of an id.
CHIFFRES_D_UN_ID = 18


class ChoixMultiples(forms.ModelMultipleChoiceField):
    """Several rows; an id too long for the database is an unknown one, not a crash.

    Django reads the ids by ``pk__in``, which raises ``OverflowError`` on SQLite past 64 bits.
    """

    def _check_values(self, value: Any) -> Any:
        for identifiant in value if isinstance(value, (list, tuple)) else ():
            if len(str(identifiant)) > CHIFFRES_D_UN_ID:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": identifiant},
                )
        return super()._check_values(value)  # type: ignore[misc]


class PeriodeForm(forms.ModelForm):
    """A span of the calendar, checked against the centre it is for."""

    class Meta:
        model = PeriodeCalendrier
        fields = ("genre", "nom", "debut", "fin", "reste_ouvert")
        widgets = {
            "debut": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "fin": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The constraints of the model compare periods of one centre.
        self.instance.centre = centre

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "Le dernier jour vient après le premier jour.")
        return donnees

    def _get_validation_exclusions(self) -> set[str]:
        exclus: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclus - {"centre"}
