"""One more device that follows a feed."""

from __future__ import annotations

from django import forms

from ateliers.models import AbonnementEquipe
from centre.forms import ChampLigne


class AppareilForm(forms.Form):
    """The name of a device; ``cleaned_data`` are arguments of ``ouvrir_abonnement``."""

    libelle = ChampLigne(
        label="Sur quel appareil\u00a0?",
        max_length=60,
        help_text="Pour le reconnaître ici\u00a0: «\u00a0mon téléphone\u00a0», «\u00a0ordinateur "
        "du bureau\u00a0».",
    )


class AbonnementForm(AppareilForm):
    """A device of the team, and what it follows."""

    contenu = forms.ChoiceField(
        label="Que voulez-vous suivre\u00a0?",
        choices=AbonnementEquipe.Contenu.choices,
        initial=AbonnementEquipe.Contenu.MES_SEANCES,
        widget=forms.RadioSelect,
    )
