"""What follows a line: an obstacle that moves, a step of an aim, her project, her marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.forms import ChampLigne, ChampTexte
from centre.models import Organisme
from centre.temps import aujourdhui
from parcours.forms.notes import organismes_de
from parcours.forms.personnes import ChampDate
from parcours.models import Frein, Jalon, Repere
from parcours.models.reperes import PLACES

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from parcours.models import Objectif

# What each place says, in the words shown to her: a way, not a mark.
MOTS_DES_PLACES = {
    1: "c’est très dur",
    2: "c’est dur",
    3: "ça dépend",
    4: "ça va",
    5: "ça va bien",
}


class FreinSuiviForm(forms.Form):
    """Where it is today; a date when it is settled, and what helped."""

    point_actuel = ChampLigne(label="Aujourd’hui", max_length=200, required=False)
    avance = forms.BooleanField(label="Ça avance", required=False)
    leve_le = ChampDate(label="Réglé le", required=False)
    ce_qui_a_aide = ChampLigne(label="Ce qui a aidé", max_length=200, required=False)

    def __init__(self, *args: Any, frein: Frein, **options: Any) -> None:
        champs = ("point_actuel", "avance", "leve_le", "ce_qui_a_aide")
        options["initial"] = {champ: getattr(frein, champ) for champ in champs}
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        lues = super().clean() or {}
        if lues.get("ce_qui_a_aide") and not lues.get("leve_le") and "leve_le" not in self.errors:
            self.add_error("leve_le", "Dites depuis quand c’est réglé.")
        return lues


class JalonForm(forms.Form):
    """One step: what, who, for when, and what it opens."""

    quoi = ChampLigne(label="Quoi", max_length=200)
    qui = forms.ChoiceField(label="Qui", choices=Jalon.Qui.choices, initial=Jalon.Qui.ENSEMBLE)
    echeance = ChampDate(label="Pour le", required=False)
    organisme = forms.ModelChoiceField(
        label="Avec", queryset=Organisme.objects.none(), required=False, empty_label="Personne"
    )
    frein = forms.ModelChoiceField(
        label="Ce que cela débloque",
        queryset=Frein.objects.none(),
        required=False,
        empty_label="Rien de précis",
    )
    accord = forms.BooleanField(
        label="Elle est d’accord",
        error_messages={"required": "Elle n’a pas dit oui\u00a0: parlez-en d’abord avec elle."},
    )

    def __init__(
        self, *args: Any, objectif: Objectif, lecteur: Utilisateur, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["organisme"].queryset = organismes_de(objectif.parcours)
        champs["frein"].queryset = Frein.objects.lisibles_par(lecteur).filter(
            parcours=objectif.parcours_id, leve_le__isnull=True
        )


class ProjetForm(forms.Form):
    texte = ChampTexte(
        label="Son projet, avec ses mots",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Écrivez ce qu’elle dit, comme elle le dit. La version d’avant est gardée.",
    )
    dit_le = ChampDate(label="Dit le", initial=aujourdhui)


class ReperesForm(forms.Form):
    """She puts each mark herself; a theme may be left out, and nothing is added up (ASI-22)."""

    moment = forms.ChoiceField(
        label="Quand", choices=Repere.Moment.choices, widget=forms.RadioSelect
    )
    le = ChampDate(label="Le", initial=aujourdhui)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, nom in Repere.Theme.choices:
            self.fields[f"place_{code}"] = forms.ChoiceField(
                label=nom,
                choices=[(place, MOTS_DES_PLACES[place]) for place in PLACES],
                widget=forms.RadioSelect,
                required=False,
            )

    def themes(self) -> list[forms.BoundField]:
        return [self[f"place_{code}"] for code in Repere.Theme.values]

    def places(self) -> dict[str, int]:
        lues = {code: self.cleaned_data.get(f"place_{code}") for code in Repere.Theme.values}
        return {code: int(place) for code, place in lues.items() if place}
