"""The rules of a centre's own frame, and a dated tariff."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from centre.temps import aujourdhui
from parcours.forms.personnes import ChampDate
from parcours.models import Dispositif
from parcours.models.dispositifs import EtapeRequise, Public


class DispositifForm(forms.ModelForm):
    publics = forms.MultipleChoiceField(
        label="Pour qui",
        choices=Public.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Un repère. Ne pas être inscrit quelque part n’empêche jamais d’entrer.",
    )
    etapes = forms.MultipleChoiceField(
        label="Étapes demandées",
        choices=EtapeRequise.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    valide_du = ChampDate(label="Valable du", required=False)
    valide_au = ChampDate(label="Valable au", required=False)

    class Meta:
        model = Dispositif
        fields = (
            *("nom", "objectifs", "famille_juridique", "pilote", "publics", "etapes"),
            *("duree_mois", "renouvellements_max", "accord_prescripteur", "nb_referents"),
            *("cadence_min_jours", "point_prescripteur_mois", "fin_apres_emploi_mois"),
            *(
                "silence_apres",
                "est_volontaire",
                "est_partage",
                "cadre_defaut",
                "transmission_presence_defaut",
            ),
            *("valide_du", "valide_au", "texte_equipe", "texte_simple"),
        )
        widgets = {
            nom: forms.Textarea(attrs={"rows": 4})
            for nom in ("objectifs", "texte_equipe", "texte_simple")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["duree_mois"].max_value = champs["renouvellements_max"].max_value = 60
        champs["texte_simple"].help_text = "La personne lit ce texte. Des phrases courtes."


class TarifForm(forms.Form):
    montant = forms.DecimalField(
        label="Euros par personne et par période",
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        localize=True,
    )
    valide_du = ChampDate(label="À partir du", initial=aujourdhui)
