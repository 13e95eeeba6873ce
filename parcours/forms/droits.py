"""Her requests, her agreements, an opening, a file that waits: what the team writes about data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from centre.forms import ChampLigne, ChampTexte
from centre.models import Organisme
from centre.temps import aujourdhui
from parcours.forms.personnes import ChampDate
from parcours.models import Consentement, DemandeDroit
from parcours.textes_accords import langue_de

if TYPE_CHECKING:
    from parcours.models import Personne

Objet = Consentement.Objet
# Given here; the sharing of presences has its own form on the parcours.
A_CHOISIR = (
    *(Objet.TITRES, Objet.CONTACT_COURRIEL, Objet.CONTACT_SMS, Objet.PHOTO),
    Objet.PARTAGE_ORGANISME,
)


class DemandeForm(forms.Form):
    genre = forms.ChoiceField(
        label="Que demande la personne",
        choices=DemandeDroit.Genre.choices,
        widget=forms.RadioSelect,
    )
    identite = forms.ChoiceField(
        label="Comment savez-vous que c’est elle",
        choices=DemandeDroit.Identite.choices,
        widget=forms.RadioSelect,
        help_text="Ne copiez jamais sa pièce d’identité.",
    )
    recue_le = ChampDate(label="Reçue le", initial=aujourdhui)


class RelectureForm(forms.Form):
    a_masquer = ChampTexte(
        label="Noms d’autres personnes à cacher",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne. Chacun devient «\u00a0[autre personne]\u00a0» dans la copie.",
    )


class EffacementForm(forms.Form):
    nom = ChampLigne(
        label="Recopiez son prénom et son nom",
        max_length=170,
        help_text="Rien ne revient en arrière.",
    )


class AccordForm(forms.Form):
    """One purpose, one recipient where there is one, yes or no."""

    objet = forms.ChoiceField(label="Pour quoi", choices=[(o.value, o.label) for o in A_CHOISIR])
    destinataire = forms.ModelChoiceField(
        label="Avec quel organisme",
        queryset=Organisme.objects.none(),
        required=False,
        empty_label="Aucun en particulier",
    )
    accepte = forms.ChoiceField(label="Sa réponse", choices=[("oui", "Oui"), ("non", "Non")])
    langue = forms.ChoiceField(label="Phrase lue en", choices=settings.LANGUAGES)

    def __init__(self, *args: Any, personne: Personne, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sa_langue = langue_de(personne)
        self.initial["langue"] = self.sa_langue
        organismes = Organisme.objects.filter(centre=personne.centre_id)
        self.fields["destinataire"].queryset = organismes  # type: ignore[attr-defined]

    @property
    def choix(self) -> dict[str, Any]:
        """As the operation takes it."""
        lu = self.cleaned_data
        return {**lu, "accepte": lu["accepte"] == "oui"}


class BrisForm(forms.Form):
    raison = ChampLigne(
        label="Pourquoi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase. Sa référente ou son référent la lit, et la personne aussi.",
    )


class GarderForm(forms.Form):
    jusqu_au = ChampDate(label="Jusqu’au")
    raison = ChampLigne(
        label="Pourquoi",
        max_length=240,
        help_text="Par exemple\u00a0: un recours en cours. Un an au plus.",
    )
