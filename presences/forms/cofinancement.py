"""Who pays for which ateliers, the logos of the funders, the number of the structure."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from ateliers.models import Atelier
from centre.forms import ChampLigne, ChoixMultiples, DuCentreForm
from parcours.forms.personnes import ChampDate
from parcours.models import LogoFinanceur, Operation


class OperationForm(DuCentreForm):
    """One operation and the ateliers that it pays for, all of one centre."""

    debut = ChampDate(label="Premier jour")
    fin = ChampDate(
        label="Dernier jour", required=False, help_text="Vide\u00a0: jusqu’à nouvel ordre."
    )
    conserver_jusqu_au = ChampDate(
        label="Garder les preuves jusqu’au",
        required=False,
        help_text="Écrit par l’autorité de gestion. Vide\u00a0: cinq ans après la dernière année.",
    )
    ateliers = ChoixMultiples(
        queryset=Atelier.objects.none(),
        label="Ateliers payés par cette opération",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Operation
        fields = (
            *("numero", "intitule", "debut", "fin"),
            *("est_europeenne", "taux", "autres_financeurs", "conserver_jusqu_au", "ateliers"),
        )
        localized_fields = ("taux",)
        labels = {"est_europeenne": "Cofinancée par l’Union européenne"}
        help_texts = {
            "numero": "Tel que votre financeur l’écrit.",
            "autres_financeurs": "Leurs noms, comme sur la convention.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An entretien has no sheet.
        siens = Atelier.objects.filter(centre=self.centre).exclude(genre=Atelier.Genre.ENTRETIEN)
        siens = siens.order_by("titre", "pk")
        self.fields["ateliers"].queryset = siens  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "Le dernier jour vient après le premier jour.")
        memes = Operation.objects.filter(centre=self.centre, numero=donnees.get("numero", ""))
        if memes.exclude(pk=self.instance.pk).exists():
            self.add_error("numero", "Une opération de votre centre porte déjà ce numéro.")
        return donnees


class LogoForm(forms.Form):
    """One sign and whose it is; its weight and its content are judged by the operation."""

    financeur = ChampLigne(
        label="Financeur", max_length=LogoFinanceur._meta.get_field("financeur").max_length
    )
    image = forms.FileField(
        label="Logo",
        help_text="JPEG ou PNG, 2 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": "Choisissez une image.",
            "empty": "Ce fichier est vide. Choisissez une image.",
        },
    )


class SiretForm(forms.Form):
    """Fourteen figures, typed with or without spaces; empty, none is printed."""

    siret = ChampLigne(
        label="Numéro SIRET du centre",
        help_text="Quatorze chiffres.",
        max_length=20,
        required=False,
    )

    def clean_siret(self) -> str:
        chiffres = "".join(str(self.cleaned_data["siret"]).split())
        if chiffres and not re.fullmatch(r"[0-9]{14}", chiffres):
            raise forms.ValidationError("Écrivez les quatorze chiffres.", code="siret")
        return chiffres
