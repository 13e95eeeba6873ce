"""The argument of a renewal, and the answer to it."""

from __future__ import annotations

from typing import Any

from django import forms

from parcours.forms.personnes import ChampDate
from parcours.models import Renouvellement

Decision, Motif = Renouvellement.Decision, Renouvellement.Motif


class PreparationForm(forms.ModelForm):
    accord_personne_le = ChampDate(
        label="Elle est d’accord, depuis le",
        required=False,
        help_text="Parlez-en avec elle d’abord. Sans son accord, rien n’est demandé.",
    )

    class Meta:
        model = Renouvellement
        fields = ("argument", "accord_personne_le")
        widgets = {"argument": forms.Textarea(attrs={"rows": 5})}


class ReponseForm(forms.Form):
    """One click agrees; a refusal may choose a neutral word, never a text."""

    decision = forms.ChoiceField(label="Votre réponse", choices=Decision.choices)
    motif = forms.ChoiceField(
        label="Si ce n’est pas possible, pourquoi",
        choices=Motif.choices,
        required=False,
        initial=Motif.NON_PRECISE,
        help_text="Un mot neutre suffit. Il ne dit rien de la personne.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["decision"].error_messages["required"] = "Choisissez une réponse."
