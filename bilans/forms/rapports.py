"""Which report for whom, and the words around its figures."""

from __future__ import annotations

from typing import Any

from django import forms

from bilans.forms.periode import PeriodeForm
from bilans.models import Audience, Rapport, TexteRapport
from centre.forms import ChampTexte
from parcours.models.dispositifs import Public

Rubrique = TexteRapport.Rubrique


class RapportForm(PeriodeForm):
    """A period, a dispositif, a report and its readers, read from the address."""

    genre = forms.ChoiceField(label="Rapport", choices=Rapport.Genre.choices, required=False)
    audience = forms.ChoiceField(label="Pour qui", choices=Audience.choices, required=False)

    @property
    def genre_choisi(self) -> str:
        choisi = self.is_valid() and self.cleaned_data["genre"]
        return choisi or Rapport.Genre.ACTIVITE

    @property
    def audience_choisie(self) -> str:
        choisie = self.is_valid() and self.cleaned_data["audience"]
        return choisie or Audience.INTERNE


class TextesForm(forms.Form):
    """Three headings of the action, then one text per public of the year (ASN-15)."""

    def __init__(self, *args: Any, publics: list[str], **champs: Any) -> None:
        super().__init__(*args, **champs)
        noms = dict(Public.choices)
        for rubrique in Rubrique:
            if rubrique != Rubrique.PUBLIC:
                self.fields[rubrique.value] = _zone(str(rubrique.label))
        for code in publics:
            self.fields[f"public-{code}"] = _zone(str(noms[code]))

    def textes(self) -> dict[tuple[str, str], str]:
        """By heading and public, as the operation takes them."""
        return {cle_de(nom): texte.strip() for nom, texte in self.cleaned_data.items()}


def cle_de(nom: str) -> tuple[str, str]:
    rubrique, _, public = nom.partition("-")
    return rubrique, public


def nom_de(texte: TexteRapport) -> str:
    return f"{texte.rubrique}-{texte.public}" if texte.public else texte.rubrique


def _zone(label: str) -> forms.CharField:
    return ChampTexte(
        label=label, required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 5})
    )


__all__ = ["RapportForm", "TextesForm", "cle_de", "nom_de"]
