"""The file somebody sends, and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from bilans.imports.genres import Genre


class FichierForm(forms.Form):
    fichier = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 5 Mo et 20 000 lignes au plus.",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ColonnesForm(forms.Form):
    """One choice per heading of the file: the column it feeds, or « laisser de côté »."""

    def __init__(
        self,
        *args: Any,
        genre: type[Genre],
        entetes: Sequence[str],
        proposees: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choix = [("", "Laisser de côté"), *((c.nom, c.etiquette) for c in genre.colonnes)]
        for rang, (entete, proposee) in enumerate(zip(entetes, proposees, strict=True)):
            self.fields[f"colonne-{rang}"] = forms.ChoiceField(
                label=entete or f"Colonne {rang + 1}, sans nom",
                choices=choix,
                required=False,
                initial=proposee,
            )

    @property
    def colonnes(self) -> list[str]:
        return [self.cleaned_data[nom] for nom in self.fields]
