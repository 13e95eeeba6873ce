"""One line of the way: a kind, a day already filled in, a few words if she wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.forms import ChampLigne, ChampTexte
from centre.models import Organisme
from centre.temps import aujourdhui
from parcours.forms.personnes import ChampDate
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Frein,
    Objectif,
    Observation,
    OrientationPartenaire,
)

if TYPE_CHECKING:
    from parcours.models import Parcours

PARTAGE = "La personne et l’équipe qui la suit peuvent lire cette ligne."


def organismes_de(parcours: Parcours) -> Any:
    """The centre's own directory (LIE-13)."""
    return Organisme.objects.filter(centre=parcours.centre_id).exclude(type=Organisme.Type.CENTRE)


class NoteForm(forms.Form):
    """What all the lines share: the day, today unless said otherwise."""

    le = ChampDate(label="Le", initial=aujourdhui)

    def __init__(self, *args: Any, parcours: Parcours, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parcours = parcours
        champs: dict[str, Any] = self.fields
        if "organisme" in champs:
            champs["organisme"].queryset = organismes_de(parcours)

    def champs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ActionForm(NoteForm):
    """A thing done with her (ASN-08). Nobody is placed on a contract from here (ASI-19)."""

    type = forms.ChoiceField(
        label="Quoi",
        choices=[
            ("", "Choisissez"),
            ("Social", [c for c in ActionParcours.Type.choices if c[0] in ActionParcours.SOCIALES]),
            (
                "Professionnel",
                [c for c in ActionParcours.Type.choices if c[0] not in ActionParcours.SOCIALES],
            ),
        ],
    )
    organisme = forms.ModelChoiceField(
        label="Auprès de", queryset=Organisme.objects.none(), required=False, empty_label="Personne"
    )
    accompagnement_physique = forms.BooleanField(label="J’y suis allé·e avec elle", required=False)
    resultat = forms.ChoiceField(
        label="Résultat",
        choices=[("", "Pas encore"), *ActionParcours.Resultat.choices],
        required=False,
    )
    note = ChampLigne(label="En une ligne", max_length=300, required=False, help_text=PARTAGE)
    field_order = ("type", "organisme", "accompagnement_physique", "resultat", "note", "le")


class AideForm(NoteForm):
    """Two taps: which help, and it is written (ASI-17)."""

    nature = forms.ChoiceField(
        label="Quelle aide", choices=AideUrgente.Nature.choices, widget=forms.RadioSelect
    )
    field_order = ("nature", "le")


class AvanceeForm(NoteForm):
    type = forms.ChoiceField(
        label="Quelle avancée", choices=Avancee.Type.choices, widget=forms.RadioSelect
    )
    mots = ChampLigne(
        label="Avec ses mots",
        max_length=300,
        required=False,
        help_text="Par exemple\u00a0: j’ai pris la ligne toute seule.",
    )
    field_order = ("type", "mots", "le")


class ObservationForm(NoteForm):
    """Words, by theme; there is nothing to tick between good and bad (LIE-15)."""

    voix = forms.ChoiceField(
        label="Qui parle",
        choices=Observation.Voix.choices,
        widget=forms.RadioSelect,
        initial=Observation.Voix.PERSONNE,
    )
    theme = forms.ChoiceField(label="À propos de", choices=[])
    texte = ChampTexte(
        label="Ce qui est dit",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=PARTAGE,
    )
    field_order = ("voix", "theme", "texte", "le")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        volets: dict[str, list[tuple[str, str]]] = {}
        for code, nom in Observation.Theme.choices:
            volets.setdefault(code.partition("-")[0], []).append((code, nom))
        noms = {"ateliers": "Ateliers", "social": "Social", "professionnel": "Professionnel"}
        champs: dict[str, Any] = self.fields
        champs["theme"].choices = [
            ("", "Choisissez"),
            *((noms[volet], choix) for volet, choix in volets.items()),
        ]


class FreinForm(NoteForm):
    """A theme is enough; the finer word is optional, and sensitive ones go apart (ASI-13)."""

    theme = forms.ChoiceField(label="Thème", choices=[("", "Choisissez"), *Frein.Theme.choices])
    detail = forms.ChoiceField(
        label="Plus précisément",
        required=False,
        help_text="Santé, souffrance, violences et justice restent à qui suit la personne.",
    )
    precision = ChampLigne(
        label="Au départ",
        max_length=200,
        required=False,
        help_text="Par exemple\u00a0: ne prend pas le bus seule. Pas de détail médical.",
    )
    declare_par = forms.ChoiceField(label="Qui le dit", choices=Frein.DeclarePar.choices)
    est_sensible = forms.BooleanField(label="À garder entre elle et qui la suit", required=False)
    field_order = ("theme", "detail", "precision", "declare_par", "est_sensible", "le")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groupes: dict[str, list[tuple[str, str]]] = {}
        for code, nom in Frein.Detail.choices:
            theme = Frein.Theme(code.partition("--")[0])
            groupes.setdefault(str(theme.label), []).append((code, nom))
        champs: dict[str, Any] = self.fields
        champs["detail"].choices = [("", "Sans précision"), *groupes.items()]

    def clean(self) -> dict[str, Any]:
        lues = super().clean() or {}
        detail, theme = lues.get("detail", ""), lues.get("theme", "")
        if detail and theme and not detail.startswith(f"{theme}--"):
            self.add_error("detail", "Cette précision va avec un autre thème.")
        return lues

    def champs(self) -> dict[str, Any]:
        valeurs = dict(self.cleaned_data)
        valeurs["declare_le"] = valeurs.pop("le")
        return valeurs


class ObjectifForm(NoteForm):
    texte = ChampLigne(
        label="Ce qu’elle veut", max_length=200, help_text="Avec ses mots, une chose à la fois."
    )
    finalite = forms.ChoiceField(
        label="Pour", choices=Objectif.Finalite.choices, widget=forms.RadioSelect
    )
    accord = forms.BooleanField(
        label="Elle est d’accord",
        error_messages={"required": "Elle n’a pas dit oui\u00a0: parlez-en d’abord avec elle."},
    )
    field_order = ("texte", "finalite", "accord", "le")


class PartenaireForm(NoteForm):
    """Any partner of the directory; she decides, and « not now » has no effect (ASI-15)."""

    organisme = forms.ModelChoiceField(
        label="Partenaire", queryset=Organisme.objects.none(), empty_label="Choisissez"
    )
    etat = forms.ChoiceField(
        label="Où on en est",
        choices=OrientationPartenaire.Etat.choices,
        help_text="Dire «\u00a0pas maintenant\u00a0» ne change rien d’autre.",
    )
    field_order = ("organisme", "etat", "le")
