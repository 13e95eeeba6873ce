"""The period over which a partner reads shared presences."""

from __future__ import annotations

from typing import Any

from django import forms

from parcours.forms.personnes import ChampDate
from presences.queries.bande import Periode


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
