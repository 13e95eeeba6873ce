"""Change a published series: its fields, and from which day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from ateliers.forms import ChampJour, SerieForm
from ateliers.models import Serie
from ateliers.operations.reprise import CHAMPS, prochain_jour
from centre.forms import ChoixMultiples
from centre.models import Centre
from centre.temps import JOUR, aujourdhui, maintenant
from inscriptions.operations import SerieVoulue

SEANCE, SUIVANTES, TOUTE = "seance", "suivantes", "toute"
PORTEES = [
    (SEANCE, "cette séance seulement"),
    (SUIVANTES, "cette séance et les suivantes"),
    (TOUTE, "toutes les séances à venir"),
]


class ChangerSerieForm(SerieForm):
    """The fields of a series, with the reach of the change; the past never changes."""

    portee = forms.ChoiceField(
        label="Ce qui change", choices=PORTEES, widget=forms.RadioSelect, initial=TOUTE
    )
    le = forms.DateField(label="À partir du", widget=ChampJour, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        serie = self.instance
        self.prochain = prochain_jour(serie, quand=maintenant())
        self.fields["du"].disabled = True
        self.fields["du"].widget = forms.HiddenInput()
        self.fields["le"].initial = self.prochain
        self.fields[
            "le"
        ].help_text = "Pour «\u00a0cette séance\u00a0» et «\u00a0les suivantes\u00a0»."

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        donnees["du"] = self.initial["du"]
        le = donnees.get("le")
        if donnees.get("portee") == TOUTE:
            donnees["le"] = aujourdhui()
        elif le is None:
            if not {"le", "portee"} & set(self.errors):
                self.add_error("le", "Écrivez une date, par exemple 19/11/2026.")
        elif not aujourdhui() <= le <= self.initial["au"] + 366 * JOUR:
            self.add_error("le", "Choisissez un jour à venir de la série.")
        return donnees

    def voulue(self, realigner: set[int]) -> SerieVoulue:
        """What the operation is asked to do."""
        propres = self.cleaned_data
        valeurs = {nom: propres[nom] for nom in CHAMPS if nom in propres}
        le: dt.date = propres["le"]
        return SerieVoulue(valeurs, le, list(propres["animateurs"]), realigner)


class ChangerReglesForm(forms.Form):
    """One calendar rule for several weekly series of a centre (each line keeps its own)."""

    regle = forms.ChoiceField(
        label="Nouvelle règle",
        choices=[c for c in Serie.Regle.choices if c[0] != Serie.Regle.DATES_EXPLICITES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la nouvelle règle."},
    )
    series = ChoixMultiples(
        label="Séries",
        queryset=Serie.objects.none(),
        error_messages={"required": "Cochez au moins une série."},
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["series"]
        champ.queryset = series_a_regle(centre)


def series_a_regle(centre: Centre) -> Any:
    """Series with a rule that still have days to come, the drafts included."""
    return (
        Serie.objects.filter(atelier__centre=centre, au__gte=aujourdhui())
        .exclude(regle=Serie.Regle.DATES_EXPLICITES)
        .exclude(etat=Serie.Etat.TERMINEE)
        .select_related("atelier__centre", "lieu")
        .order_by("jour", "heure_debut", "pk")
    )
