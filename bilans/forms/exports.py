"""What to export, for whom, in which format."""

from __future__ import annotations

from django import forms

from bilans.extraits import EXTRAITS, FORMATS
from bilans.forms.periode import PeriodeForm
from bilans.models import Audience


class ExportForm(PeriodeForm):
    genre = forms.ChoiceField(
        label="Ce qui est exporté", choices=[(e.code, e.titre) for e in EXTRAITS.values()]
    )
    audience = forms.ChoiceField(label="Pour qui", choices=Audience.choices)
    extension = forms.ChoiceField(label="Format", choices=[(f, f.upper()) for f in FORMATS])
