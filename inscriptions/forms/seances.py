"""Move or cancel a séance, place somebody in it."""

from __future__ import annotations

from typing import Any

from django import forms

from ateliers.models import Seance
from centre.models import Lieu
from centre.temps import a_paris, instant
from centre.textes import sans_controle_ligne
from inscriptions.operations import AnnulationVoulue, DeplacementVoulu
from parcours.forms.personnes import ChampDate
from parcours.models import Parcours, Personne

HEURE_INVALIDE = "Cette heure n’existe pas. Écrivez par exemple 14:30."


class ChampHeure(forms.TimeField):
    """A wall time of Paris, by the browser's picker or typed « 14:30 », « 14h30 »."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M"],
            error_messages={"invalid": HEURE_INVALIDE},
            **options,
        )


class DeplacerForm(forms.Form):
    """A new day, new hours, another place; ``version`` finds a change made in another tab."""

    jour = ChampDate(label="Jour")
    debut = ChampHeure(label="De")
    fin = ChampHeure(label="À")
    lieu = forms.ModelChoiceField(label="Lieu", queryset=Lieu.objects.none())
    raison = forms.CharField(
        label="Raison",
        max_length=200,
        required=False,
        validators=[sans_controle_ligne],
        help_text="Pour l’équipe seulement. Elle reste dans l’historique.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, donnees: Any = None, *, seance: Seance) -> None:
        debut, fin = a_paris(seance.debut), a_paris(seance.fin)
        depart = {
            "jour": debut.date(),
            "debut": debut.time(),
            "fin": fin.time(),
            "lieu": seance.lieu_id,
            "version": seance.version,
        }
        super().__init__(donnees, initial=depart)
        self.seance = seance
        self.fields["lieu"].queryset = Lieu.objects.filter(  # type: ignore[attr-defined]
            centre=seance.centre_id
        ).order_by("nom")

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut and fin and fin <= debut:
            self.add_error("fin", "L’heure de fin vient après l’heure de début.")
        jour = propres.get("jour")
        if jour and not 2000 <= jour.year <= 2100:
            self.add_error("jour", "Vérifiez l’année.")
        return propres

    def voulu(self) -> DeplacementVoulu:
        propres = self.cleaned_data
        return DeplacementVoulu(
            self.seance,
            instant(propres["jour"], propres["debut"]),
            instant(propres["jour"], propres["fin"]),
            propres["lieu"],
            propres["raison"],
            propres["version"],
        )


class AnnulerForm(forms.Form):
    """Why a séance will not happen: a category, no free text."""

    motif = forms.ChoiceField(label="Raison", choices=[("", "Choisissez"), *Seance.Motif.choices])
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, donnees: Any = None, *, seance: Seance) -> None:
        super().__init__(donnees, initial={"version": seance.version})
        self.seance = seance

    def voulu(self) -> AnnulationVoulue:
        propres = self.cleaned_data
        return AnnulationVoulue(self.seance, propres["motif"], propres["version"])


class PlacerForm(forms.Form):
    """How many seats, and which parcours when she has several."""

    personne = forms.UUIDField(widget=forms.HiddenInput)
    sieges = forms.IntegerField(
        label="Nombre de places",
        min_value=1,
        max_value=200,
        initial=1,
        help_text="Elle compte pour une. Ajoutez les personnes qui viennent avec elle.",
    )
    parcours = forms.ModelChoiceField(
        label="Pour quel parcours",
        queryset=Parcours.objects.none(),
        required=False,
        empty_label="Sans parcours\u00a0: elle vient par elle-même",
    )

    def __init__(self, donnees: Any = None, *, personne: Personne, seul: bool = False) -> None:
        super().__init__(donnees, initial={"personne": personne.reference})
        ouverts = Parcours.objects.ouverts().filter(personne=personne)
        ouverts = ouverts.select_related("dispositif").order_by("date_entree", "pk")
        self.a_plusieurs_parcours = len(ouverts[:2]) > 1
        if self.a_plusieurs_parcours:
            self.fields["parcours"].queryset = ouverts  # type: ignore[attr-defined]
        else:
            del self.fields["parcours"]
        if seul:
            del self.fields["sieges"]

    def choix(self) -> dict[str, Any]:
        """The arguments an operation takes; without a question asked, its own default holds."""
        propres = {cle: self.cleaned_data[cle] for cle in ("sieges",) if cle in self.fields}
        if self.a_plusieurs_parcours:
            propres["parcours"] = self.cleaned_data["parcours"]
        return propres


class ChercherForm(forms.Form):
    """A few letters of a name."""

    q = forms.CharField(
        label="Nom", max_length=100, required=False, validators=[sans_controle_ligne]
    )
