"""An agreement: with whom, for which frame, how many places, between which dates."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from bilans.models import Convention
from centre.forms import ChampLigne, DuCentreForm
from parcours.forms.personnes import ChampDate
from parcours.models import Dispositif

# 01 to 95, 2A, 2B, 971 to 978, 987 and 988.
DEPARTEMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2A|2B|97[1-8]|98[78]")


class ConventionForm(DuCentreForm):
    departement = ChampLigne(
        label="Département", max_length=3, help_text="Son numéro, par exemple 57, 2A ou 971."
    )
    debut = ChampDate(label="Premier jour")
    fin = ChampDate(label="Dernier jour")
    places = forms.IntegerField(label="Places prévues", min_value=1, max_value=32_767)

    class Meta:
        model = Convention
        fields = ("signataire", "numero", "dispositif", "departement", "debut", "fin", "places")
        labels = {"signataire": "Signée avec", "numero": "Numéro", "dispositif": "Dispositif"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["dispositif"]
        champ.queryset = Dispositif.objects.du_centre(self.centre.pk).order_by("nom")

    def clean_departement(self) -> str:
        lu = str(self.cleaned_data["departement"]).strip().upper()
        if len(lu) == 1:
            lu = f"0{lu}"
        if lu == "20" or not DEPARTEMENT.fullmatch(lu):
            raise forms.ValidationError(
                "Écrivez le numéro d’un département, par exemple 57.", code="departement"
            )
        return lu

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        debut, fin = lu.get("debut"), lu.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "Le dernier jour vient après le premier jour.")
        return lu
