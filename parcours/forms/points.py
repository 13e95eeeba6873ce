"""The note of a point, read again with the person."""

from __future__ import annotations

from django import forms

from parcours.forms.personnes import ChampDate
from parcours.models import PointPrescripteur


class PointForm(forms.ModelForm):
    relu_le = ChampDate(
        label="Relu avec elle le",
        required=False,
        help_text="Le point ne part pas avant cette lecture.",
    )

    class Meta:
        model = PointPrescripteur
        fields = ("texte", "remarque", "relu_le")
        widgets = {
            "texte": forms.Textarea(attrs={"rows": 10}),
            "remarque": forms.Textarea(attrs={"rows": 3}),
        }
