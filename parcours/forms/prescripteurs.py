"""Choosing who prescribes from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.models import Professionnel
from parcours.forms.orientations import orienteurs_de

if TYPE_CHECKING:
    from parcours.models import Parcours


class PrescripteurForm(forms.Form):
    """The person hears it first: her parcours, its dates and its points change readers."""

    prescripteur = forms.ModelChoiceField(
        label="Prescripteur", queryset=Professionnel.objects.none(), empty_label="Choisissez"
    )
    elle_le_sait = forms.BooleanField(
        label="Elle le sait, et elle est d’accord",
        error_messages={"required": "Dites-le-lui d’abord."},
    )

    def __init__(self, *args: Any, parcours: Parcours, **options: Any) -> None:
        super().__init__(*args, **options)
        champ: Any = self.fields["prescripteur"]
        champ.initial = parcours.prescripteur_id
        champ.queryset = orienteurs_de(parcours.centre).select_related("organisme")
        champ.label_from_instance = lambda pro: f"{pro}, {pro.organisme}"
