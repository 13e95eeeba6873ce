"""One sound for one sentence, from a file or from the browser's recorder."""

from __future__ import annotations

from typing import Any

from django import forms

from centre.erreurs import Refus
from inscriptions.operations.sons import lire_le_son


class SonForm(forms.Form):
    son = forms.FileField(
        label="Fichier du son",
        widget=forms.ClearableFileInput(attrs={"accept": "audio/*"}),
        help_text="MP3, M4A, WAV, OGG ou WebM, 300 Ko au plus. Quelques secondes suffisent.",
    )

    def clean_son(self) -> Any:
        """The bytes and their type, read once."""
        try:
            return lire_le_son(self.cleaned_data["son"])
        except Refus as refus:
            raise forms.ValidationError(str(refus), code=refus.code) from refus
