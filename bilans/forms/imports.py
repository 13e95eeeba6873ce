"""The file somebody sends."""

from django import forms


class FichierForm(forms.Form):
    fichier = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 2 Mo et 20 000 lignes au plus.",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
