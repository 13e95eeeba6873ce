"""What a participant answers to the European fund; « ne souhaite pas répondre » everywhere."""

from __future__ import annotations

from typing import Any

from django import forms

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
            "six_mois": "Se demande une fois, six mois après sa dernière venue.",
            "sortie": "Dans les quatre semaines après sa dernière venue.",
        }

    def __init__(self, *args: Any, **champs: Any) -> None:
        super().__init__(*args, **champs)
        for champ in self.fields.values():
            choix: Any = champ
            choix.choices = [("", "Pas encore demandé"), *choix.choices[1:]]
