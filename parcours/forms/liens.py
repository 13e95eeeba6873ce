"""Giving a link to orient, and the fiche that is written behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.forms import ChampLigne
from centre.models import Organisme, Professionnel
from parcours.forms.orientations import FicheForm

if TYPE_CHECKING:
    from centre.models import Centre
    from parcours.models import LienFiche


class LienForm(forms.Form):
    """For one organisation, or for one professional of it."""

    organisme = forms.ModelChoiceField(
        label="Organisme", queryset=Organisme.objects.none(), empty_label="Choisissez"
    )
    professionnel = forms.ModelChoiceField(
        label="Pour une seule personne",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Non, pour tout l’organisme",
        help_text="Sinon, chacun écrit son nom sur la fiche.",
    )

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        orienteurs = Organisme.objects.filter(centre=centre, est_orienteur=True)
        gens = Professionnel.objects.filter(organisme__in=orienteurs).select_related("organisme")
        self.fields["organisme"].queryset = orienteurs  # type: ignore[attr-defined]
        self.fields["professionnel"].queryset = gens  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or self.cleaned_data
        personne, organisme = valeurs.get("professionnel"), valeurs.get("organisme")
        if personne and organisme and personne.organisme_id != organisme.pk:
            self.add_error("professionnel", "Cette personne travaille pour un autre organisme.")
        return valeurs


class FicheParLienForm(FicheForm):
    """The prescriber's fiche; behind a link for a whole organisation she says who she is."""

    prenom_pro = ChampLigne(label="Votre prénom", max_length=60)
    nom_pro = ChampLigne(label="Votre nom", max_length=80)

    field_order = ("prenom_pro", "nom_pro")

    def __init__(self, *args: Any, lien: LienFiche, **options: Any) -> None:
        super().__init__(*args, centre=lien.centre, **options)
        if lien.professionnel_id:
            del self.fields["prenom_pro"], self.fields["nom_pro"]

    @property
    def auteur(self) -> dict[str, str]:
        valeurs = self.cleaned_data
        return {"prenom": valeurs.get("prenom_pro", ""), "nom": valeurs.get("nom_pro", "")}
