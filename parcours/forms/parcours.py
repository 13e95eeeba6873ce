"""Entry, relay, end, and the interviews on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.models import Professionnel
from centre.temps import a_paris, aujourdhui, instant
from parcours.forms.personnes import ChampDate
from parcours.models import Dispositif, Entretien, Frein, Orientation, Parcours
from parcours.models.dispositifs import Cadre, Transmission
from parcours.operations.parcours import Entree

if TYPE_CHECKING:
    from centre.models import Centre


def _professionnels(centre: Centre) -> Any:
    return Professionnel.objects.filter(centre=centre).select_related("organisme")


class EntreeForm(forms.Form):
    """The référent's act: date, frame, who walks along, what may be told."""

    date_entree = ChampDate(label="Entrée le", initial=aujourdhui)
    dispositif = forms.ModelChoiceField(
        label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None
    )
    referent = forms.ModelChoiceField(
        label="Référent ou référente", queryset=Professionnel.objects.none()
    )
    second_referent = forms.ModelChoiceField(
        label="Second référent (binôme, volet emploi)",
        queryset=Professionnel.objects.none(),
        required=False,
    )
    prescripteur = forms.ModelChoiceField(
        label="Orientée par", queryset=Professionnel.objects.none(), required=False
    )
    freins = forms.MultipleChoiceField(
        label="Freins à lever",
        choices=Frein.Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour un binôme : au moins un frein social et un frein professionnel.",
    )
    cadre = forms.ChoiceField(
        label="Cadre", choices=[("", "Celui du dispositif"), *Cadre.choices], required=False
    )
    transmission = forms.ChoiceField(
        label="Présences transmises",
        choices=[("", "Celles du dispositif"), *Transmission.choices],
        required=False,
        help_text="Posez la question avec elle. Elle peut changer d’avis à tout moment.",
    )

    def __init__(
        self, *args: Any, centre: Centre, orientation: Orientation | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        dispositifs = Dispositif.objects.du_centre(centre.pk).en_vigueur(aujourdhui())
        champs["dispositif"].queryset = dispositifs
        for nom in ("referent", "second_referent", "prescripteur"):
            champs[nom].queryset = _professionnels(centre)
        if orientation:
            del self.fields["prescripteur"]
            champs["dispositif"].initial = orientation.dispositif_id
            champs["transmission"].initial = orientation.transmission_souhaitee

    def entree(self) -> Entree:
        return Entree(**{**self.cleaned_data, "freins": tuple(self.cleaned_data["freins"])})


class RelaisForm(forms.Form):
    """Frame and référent of an open parcours; a relay has its date."""

    cadre = forms.ChoiceField(label="Cadre", choices=Cadre.choices)
    referent = forms.ModelChoiceField(
        label="Référent ou référente", queryset=Professionnel.objects.none()
    )
    a_partir_de = ChampDate(label="À partir du", initial=aujourdhui)

    def __init__(self, *args: Any, parcours: Parcours, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["referent"].queryset = _professionnels(parcours.centre)
        self.role_mene = None
        actuel = parcours.referents.filter(fin__isnull=True).order_by("debut", "pk").first()
        if actuel:
            champs["referent"].initial = actuel.professionnel_id
            self.role_mene = actuel.role
        champs["cadre"].initial = parcours.cadre


class ClotureForm(forms.Form):
    date_fin = ChampDate(label="Fin le", initial=aujourdhui)
    motif = forms.ChoiceField(
        label="Motif de sortie", choices=[("", "Choisissez"), *Parcours.Motif.choices]
    )


class TransmissionForm(forms.Form):
    transmission = forms.ChoiceField(label="Présences transmises", choices=Transmission.choices)


class EntretienForm(forms.ModelForm):
    """Two texts under two rights; the second is read by its author alone (ASI-12)."""

    jour = ChampDate(label="Jour", initial=aujourdhui)
    heure = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Cette heure n’existe pas. Écrivez par exemple 14:30."},
    )

    class Meta:
        model = Entretien
        fields = ("type", "etat", "duree_minutes", "partageable", "confidentiel")
        widgets = {
            "partageable": forms.Textarea(attrs={"rows": 4}),
            "confidentiel": forms.Textarea(attrs={"rows": 4}),
        }

    field_order = ("type", "etat", "jour", "heure")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            debut = a_paris(self.instance.debut)
            self.initial.update(jour=debut.date(), heure=debut.time())

    def champs(self) -> dict[str, Any]:
        valeurs = dict(self.cleaned_data)
        jour, heure = valeurs.pop("jour"), valeurs.pop("heure")
        return {**valeurs, "debut": instant(jour, heure)}
