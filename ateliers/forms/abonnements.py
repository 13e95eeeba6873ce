"""One more device that follows the team's séances."""

from __future__ import annotations

from typing import Any

from django import forms

from ateliers.models import AbonnementEquipe
from centre.textes import sans_controle_ligne


class AbonnementForm(forms.Form):
    libelle = forms.CharField(
        label="Sur quel appareil\u00a0?",
        max_length=60,
        help_text="Pour le reconnaître ici\u00a0: «\u00a0mon téléphone\u00a0», «\u00a0ordinateur "
        "du bureau\u00a0».",
        validators=[sans_controle_ligne],
    )
    contenu = forms.ChoiceField(
        label="Que voulez-vous suivre\u00a0?",
        choices=AbonnementEquipe.Contenu.choices,
        initial=AbonnementEquipe.Contenu.MES_SEANCES,
        widget=forms.RadioSelect,
    )

    def choix(self) -> dict[str, Any]:
        return {"libelle": self.cleaned_data["libelle"], "contenu": self.cleaned_data["contenu"]}
