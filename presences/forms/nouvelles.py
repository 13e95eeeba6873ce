"""What a caring call gave."""

from __future__ import annotations

from django import forms

from presences.models import PriseDeNouvelles


class NouvellesForm(forms.Form):
    issue = forms.ChoiceField(
        label="Ce que l’appel a donné",
        choices=PriseDeNouvelles.Issue.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que l’appel a donné."},
    )
