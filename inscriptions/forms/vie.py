"""Who leads a séance, a copy of it, a note beside it, what an absence does to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ateliers.models import Seance
from centre.forms import ChampTexte
from centre.models import Professionnel
from inscriptions.forms.seances import MomentForm
from inscriptions.operations import RemplacementVoulu

VERSION_MAXIMALE = 2**31 - 1
NOTE_MAXIMALE = 2000


def champ_version(seance: Seance) -> forms.IntegerField:
    return forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=VERSION_MAXIMALE, initial=seance.version
    )


class DupliquerForm(MomentForm):
    """Where and when the copy is; everything else is that of the séance."""


class RemplacerForm(forms.Form):
    """Who comes instead of whom; nobody there, or « en plus », only adds."""

    avant = forms.ModelChoiceField(
        label="Qui ne vient pas",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Personne\u00a0: je l’ajoute",
    )
    apres = forms.ModelChoiceField(
        label="Qui anime",
        queryset=Professionnel.objects.none(),
        empty_label="Choisissez",
    )

    def __init__(self, donnees: Any = None, *, seance: Seance) -> None:
        super().__init__(donnees)
        self.seance = seance
        self.fields["version"] = champ_version(seance)
        presents = seance.animateurs.order_by("nom", "prenom")
        autres = Professionnel.objects.filter(centre=seance.centre_id)
        self.fields["avant"].queryset = presents  # type: ignore[attr-defined]
        self.fields["apres"].queryset = (  # type: ignore[attr-defined]
            autres.exclude(pk__in=presents.values("pk")).order_by("nom", "prenom")
        )
        premier = presents.first()
        self.fields["avant"].initial = premier.pk if premier else None

    def voulu(self) -> RemplacementVoulu:
        propres = self.cleaned_data
        return RemplacementVoulu(
            self.seance, propres["avant"], propres["apres"], propres["version"]
        )


class NoteForm(forms.Form):
    """What the team must know of this date."""

    note_equipe = ChampTexte(
        label="Note pour l’équipe",
        max_length=NOTE_MAXIMALE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Toute l’équipe la lit. Rien ici sur une personne accompagnée.",
    )

    def __init__(self, donnees: Any = None, *, seance: Seance) -> None:
        super().__init__(donnees, initial={"note_equipe": seance.note_equipe})
        self.fields["version"] = champ_version(seance)


GARDER, ANNULER = "garder", "annuler"


class ChoixForm(forms.Form):
    """What becomes of one séance: kept, cancelled, or led by somebody else (an id)."""

    def __init__(
        self,
        donnees: Any = None,
        *,
        seance: Seance,
        remplacants: Iterable[Professionnel] = (),
        choix: str = ANNULER,
    ) -> None:
        super().__init__(donnees, prefix=f"s{seance.pk}")
        self.seance = seance
        self.remplacants = {str(p.pk): p for p in remplacants}
        options = [(GARDER, "Garder"), (ANNULER, "Annuler")]
        options += [(pk, f"Remplacer\u00a0: {p}") for pk, p in self.remplacants.items()]
        quand = "Que faire de cette séance"
        self.fields["choix"] = forms.ChoiceField(label=quand, choices=options, initial=choix)
        self.fields["version"] = champ_version(seance)

    @property
    def remplacant(self) -> Professionnel | None:
        return self.remplacants.get(self.cleaned_data["choix"])
