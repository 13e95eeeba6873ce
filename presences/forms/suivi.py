"""What a partner asks of her list: a period, and one person whom she already knows."""

from __future__ import annotations

from typing import Any

from django import forms

from centre.forms import ChampLigne
from parcours.forms.personnes import ChampDate
from presences.queries.bande import Periode


class RechercheForm(forms.Form):
    """One person by her whole name and her birth date: a partner never browses names."""

    q = ChampLigne(
        label="Prénom et nom",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    ne_le = ChampDate(label="Date de naissance", required=False)

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or self.cleaned_data
        nom, ne_le = valeurs.get("q"), valeurs.get("ne_le")
        if nom and not ne_le and "ne_le" not in self.errors:
            self.add_error("ne_le", "Écrivez aussi sa date de naissance.")
        if ne_le and not nom and "q" not in self.errors:
            self.add_error("q", "Écrivez aussi son prénom et son nom.")
        return valeurs


class PeriodeForm(forms.Form):
    """Two dates, both included; wrong ones keep the default and say why."""

    du = ChampDate(label="Du")
    au = ChampDate(label="au")

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or self.cleaned_data
        du, au = valeurs.get("du"), valeurs.get("au")
        if du and au and au < du:
            self.add_error("au", "La fin de la période vient après son début.")
        return valeurs

    @classmethod
    def lire(cls, donnees: Any, defaut: Periode) -> tuple[PeriodeForm, Periode]:
        """Return the form to draw and the period to use."""
        if "du" not in donnees and "au" not in donnees:
            return cls(initial={"du": defaut.du, "au": defaut.au}), defaut
        formulaire = cls(donnees)
        if not formulaire.is_valid():
            return formulaire, defaut
        return formulaire, Periode(**formulaire.cleaned_data)
