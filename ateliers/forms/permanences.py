"""How the slots of a permanence are booked."""

from __future__ import annotations

from typing import Any

from django import forms

from ateliers.models import ReglePermanence


class PermanenceForm(forms.ModelForm):
    """Bounds are said beside each field; the model's constraint says the order of the two."""

    BORNES = {
        "creneaux_gardes": (0, 50),
        "rendus_heures": (0, 24 * 14),
        "preavis_min_heures": ReglePermanence.PREAVIS_HEURES,
        "preavis_max_jours": ReglePermanence.PREAVIS_JOURS,
    }

    class Meta:
        model = ReglePermanence
        fields = (
            *("participants_reservent", "prescripteurs_reservent", "creneaux_gardes"),
            *("rendus_heures", "preavis_min_heures", "preavis_max_jours"),
        )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        for nom, (bas, haut) in self.BORNES.items():
            valeur = donnees.get(nom)
            if valeur is not None and not bas <= valeur <= haut:
                self.add_error(nom, f"Choisissez un nombre entre {bas} et {haut}.")
        if donnees.get("creneaux_gardes") and not donnees.get("prescripteurs_reservent"):
            self.add_error(
                "creneaux_gardes",
                "Des créneaux gardés n’ont de sens que si les travailleurs sociaux réservent.",
            )
        mini, maxi = donnees.get("preavis_min_heures"), donnees.get("preavis_max_jours")
        if mini is not None and maxi is not None and not self.errors and mini >= 24 * maxi:
            self.add_error(
                "preavis_max_jours", "On réserve au plus tôt avant de réserver au plus tard."
            )
        return donnees
