"""The three parts of an individual bilan; a contact after the end."""

from __future__ import annotations

from django import forms

from centre.temps import aujourdhui
from parcours.forms.personnes import ChampDate
from parcours.models import BilanIndividuel, ContactApresFin


class BilanForm(forms.ModelForm):
    relais_le = ChampDate(label="Relais le", required=False)
    lu_le = ChampDate(
        label="Lu et discuté avec la personne le",
        required=False,
        help_text="Le bilan ne se signe pas avant cette lecture.",
    )

    class Meta:
        model = BilanIndividuel
        fields = (
            *("partie_personne", "relais_nom", "relais_organisme", "relais_le"),
            *("partie_prescripteur", "lu_le", "commentaire"),
        )
        widgets = {
            "partie_personne": forms.Textarea(attrs={"rows": 8}),
            "partie_prescripteur": forms.Textarea(attrs={"rows": 8}),
            "commentaire": forms.Textarea(attrs={"rows": 3}),
        }


class ContactForm(forms.ModelForm):
    le = ChampDate(label="Le", initial=aujourdhui)

    class Meta:
        model = ContactApresFin
        fields = ("le", "mode", "note")
