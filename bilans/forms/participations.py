"""What a participant answers to the European fund; « ne souhaite pas répondre » everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from bilans.documents.europe import COLONNES
from bilans.models import ParticipationFSE


class ParticipationForm(forms.ModelForm):
    class Meta:
        model = ParticipationFSE
        fields = (
            *("travail", "recherche", "diplome", "handicap", "pays_tiers", "origine"),
            *("minorite", "sans_logement", "rural", "sortie"),
            *("qualification", "six_mois"),
        )
        help_texts = {
            "travail": "Le jour de sa première venue.",
            "handicap": "Une reconnaissance, sans le détail. Elle peut ne pas répondre.",
            "pays_tiers": "Une personne apatride aussi.",
            "sans_logement": "À la rue, en hébergement, ou dans un logement précaire ou indigne.",
            "sortie": "La dernière situation des quatre semaines après sa dernière venue.",
            "six_mois": "Se demande une fois, six mois après sa dernière venue. Mieux\u00a0: un "
            "emploi plus stable, plus d’heures, un poste plus qualifié ou une promotion. Un "
            "salaire plus haut ne suffit pas.",
        }

    def __init__(self, *args: Any, **champs: Any) -> None:
        super().__init__(*args, **champs)
        for champ in self.fields.values():
            choix: Any = champ
            choix.choices = [("", "Pas encore demandé"), *choix.choices[1:]]


class OrdreForm(forms.Form):
    """One number per column of the file; two that say the same keep the order they had."""

    def __init__(self, *args: Any, ordre: Sequence[str], **champs: Any) -> None:
        super().__init__(*args, **champs)
        self.noms = [*ordre, *(nom for nom in COLONNES if nom not in ordre)]
        for rang, nom in enumerate(COLONNES):
            place = ordre.index(nom) + 1 if nom in ordre else None
            self.fields[f"place-{rang}"] = forms.IntegerField(
                label=nom, min_value=1, max_value=99, required=False, initial=place
            )
        self.order_fields([f"place-{COLONNES.index(nom)}" for nom in self.noms])

    @property
    def colonnes(self) -> list[str]:
        """Names of the columns kept, in order."""
        lues = zip(self.noms, (self.cleaned_data[nom] for nom in self.fields), strict=True)
        return [nom for nom, _ in sorted((x for x in lues if x[1]), key=lambda x: x[1])]
