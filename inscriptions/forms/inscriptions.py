"""Enrol a person in a series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from ateliers.models import Serie
from centre.ecriture import heure
from centre.temps import aujourdhui
from inscriptions.queries import series_ouvertes
from parcours.forms.personnes import ChampDate
from parcours.models import Parcours, Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ChoixDeSerie(forms.ModelChoiceField):
    """« Couture, mardi, 9 h – 11 h »."""

    def label_from_instance(self, obj: Any) -> str:
        serie: Serie = obj
        jour = f", {serie.get_jour_display()}" if serie.jour is not None else ", dates choisies"
        return f"{serie.atelier.titre}{jour}, {heure(serie.heure_debut)} – {heure(serie.heure_fin)}"


class InscrireForm(forms.Form):
    """Which series, from when, for which parcours when she has several."""

    serie = ChoixDeSerie(
        label="Atelier", queryset=Serie.objects.none(), empty_label="Choisissez un atelier"
    )
    du = ChampDate(label="À partir du", required=False)
    parcours = forms.ModelChoiceField(
        label="Pour quel parcours",
        queryset=Parcours.objects.none(),
        required=False,
        empty_label="Sans parcours\u00a0: elle vient par elle-même",
    )

    def __init__(
        self, donnees: Any = None, *, personne: Personne, utilisateur: Utilisateur
    ) -> None:
        super().__init__(donnees, initial={"du": aujourdhui()})
        series = series_ouvertes(personne.centre, utilisateur, aujourdhui())
        self.fields["serie"].queryset = series  # type: ignore[attr-defined]
        ouverts = Parcours.objects.ouverts().filter(personne=personne)
        ouverts = ouverts.select_related("dispositif").order_by("date_entree", "pk")
        self.a_plusieurs_parcours = len(ouverts[:2]) > 1
        if self.a_plusieurs_parcours:
            self.fields["parcours"].queryset = ouverts  # type: ignore[attr-defined]
        else:
            del self.fields["parcours"]

    def choix(self) -> dict[str, Any]:
        """The arguments of ``inscrire``; without a question asked, its own default holds."""
        propres = {"serie": self.cleaned_data["serie"], "du": self.cleaned_data["du"]}
        if self.a_plusieurs_parcours:
            propres["parcours"] = self.cleaned_data["parcours"]
        return propres
