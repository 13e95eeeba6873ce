"""Forms of a territorial committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.forms import ChampTexte
from centre.models import Centre, Professionnel
from parcours.forms.personnes import ChampDate
from parcours.models import Comite, Parcours, Personne, SituationComite

if TYPE_CHECKING:
    from centre.models import Utilisateur


class ComiteForm(forms.ModelForm):
    jour = ChampDate(label="Jour")

    class Meta:
        model = Comite
        fields = ("centre", "jour", "heure", "duree_minutes", "territoire", "lieu")
        widgets = {"heure": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, utilisateur: Utilisateur, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        siens = Centre.objects.filter(pk__in=utilisateur.centres_ids("referent", "coordination"))
        champs["centre"].queryset = siens
        champs["centre"].initial, champs["centre"].empty_label = siens.first(), None


class CompteRenduForm(forms.ModelForm):
    class Meta:
        model = Comite
        fields = ("compte_rendu",)
        widgets = {"compte_rendu": forms.Textarea(attrs={"rows": 6})}


class SiegeForm(forms.Form):
    """A professional, or a person who takes part for the others (ASG-07)."""

    professionnel = forms.ModelChoiceField(
        label="Professionnel",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Aucun",
    )
    personne = forms.ModelChoiceField(
        label="Ou une personne accompagnée, participante",
        queryset=Personne.objects.none(),
        required=False,
        empty_label="Aucune",
    )

    def __init__(
        self, *args: Any, comite: Comite, utilisateur: Utilisateur, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["professionnel"].queryset = Professionnel.objects.filter(
            centre=comite.centre_id
        ).select_related("organisme")
        parcours = Parcours.objects.visibles_par(utilisateur).filter(centre=comite.centre_id)
        champs["personne"].queryset = Personne.objects.actives().filter(
            parcours__in=parcours.ouverts()
        )


class SituationForm(forms.Form):
    parcours = forms.ModelChoiceField(
        label="Parcours", queryset=Parcours.objects.none(), empty_label="Choisissez"
    )
    question = ChampTexte(
        label="La question posée au comité",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Sans nom ni détail médical\u00a0: tous ceux qui siègent lisent ce texte.",
    )
    accord_le = ChampDate(
        label="Elle accepte d’être nommée, depuis le",
        required=False,
        help_text="Vide\u00a0: sa situation est présentée sans son nom.",
    )

    def __init__(
        self, *args: Any, comite: Comite, utilisateur: Utilisateur, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        champ: Any = self.fields["parcours"]
        champ.queryset = (
            Parcours.objects.visibles_par(utilisateur)
            .filter(centre=comite.centre_id)
            .ouverts()
            .select_related("personne", "dispositif")
            .order_by("personne__nom", "personne__prenom", "pk")
        )
        champ.label_from_instance = lambda p: f"{p.personne} · {p.dispositif}"


class SuiteSituationForm(forms.ModelForm):
    echeance = ChampDate(label="Avant le", required=False)

    class Meta:
        model = SituationComite
        fields = ("decision", "qui", "echeance", "suite")
        widgets = {nom: forms.Textarea(attrs={"rows": 3}) for nom in ("decision", "suite")}
