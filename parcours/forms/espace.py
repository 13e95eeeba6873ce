"""Forms of the shared space: diagnosis, plan, job, intervenants, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.models import Organisme, Professionnel
from centre.temps import aujourdhui
from parcours.forms.personnes import ChampDate
from parcours.models import DiagnosticCommun, LignePlan, NotePartagee, ReferentParcours
from parcours.models.referents import PAR_SON_OUI

if TYPE_CHECKING:
    from parcours.models import Parcours


class DiagnosticForm(forms.ModelForm):
    """``version`` is the one that the reader had before her eyes."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    class Meta:
        model = DiagnosticCommun
        fields = ("paroles", "atouts", "volet_social", "volet_emploi")
        widgets = {nom: forms.Textarea(attrs={"rows": 4}) for nom in fields}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def champs(self) -> dict[str, str]:
        return {nom: self.cleaned_data[nom] for nom in self.Meta.fields}


class LignePlanForm(forms.ModelForm):
    """What an orientation or a right needs is asked when that kind is chosen."""

    echeance = ChampDate(label="Avant le")

    class Meta:
        model = LignePlan
        fields = ("genre", "theme", "quoi", "qui", "partenaire", "domaine", "droit", "echeance")

    def __init__(self, *args: Any, parcours: Parcours, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["partenaire"].queryset = Organisme.objects.filter(centre=parcours.centre_id)
        champs["partenaire"].empty_label = "Aucun"
        for nom, vide in (("theme", "Choisissez"), ("domaine", "Aucun"), ("droit", "Aucun")):
            champs[nom].choices = [("", vide), *champs[nom].choices[1:]]
        Qui = LignePlan.Qui
        a_deux = parcours.dispositif.nb_referents > 1
        roles = (Qui.SOCIAL, Qui.EMPLOI) if a_deux else (Qui.REFERENT, Qui.INTERVENANT)
        voulus = [*roles, Qui.PERSONNE]
        champs["qui"].choices = [("", "Choisissez"), *((q.value, q.label) for q in voulus)]

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        genre = lu.get("genre")
        if genre == LignePlan.Genre.ORIENTATION and not lu.get("partenaire"):
            self.add_error("partenaire", "Choisissez le partenaire.")
        if genre == LignePlan.Genre.DROITS and not lu.get("droit"):
            self.add_error("droit", "Choisissez le droit demandé.")
        return lu


class SuiteForm(forms.ModelForm):
    class Meta:
        model = LignePlan
        fields = ("etat", "resultat")


class DebutEmploiForm(forms.Form):
    debut = ChampDate(label="Premier jour de travail", initial=aujourdhui)


class FinEmploiForm(forms.Form):
    fin = ChampDate(label="Dernier jour de travail", initial=aujourdhui)


class IntervenantForm(forms.Form):
    """The person said yes to this very colleague, on a date."""

    professionnel = forms.ModelChoiceField(
        label="Qui", queryset=Professionnel.objects.none(), empty_label="Choisissez"
    )
    role = forms.ChoiceField(label="Rôle")
    domaine = forms.ChoiceField(
        label="Domaine",
        choices=[("", "Choisissez"), *ReferentParcours.Domaine.choices],
        required=False,
        help_text="Pour un intervenant.",
    )
    accord_le = ChampDate(
        label="La personne est d’accord depuis le",
        help_text="Sans son accord, cette personne ne lit rien.",
    )

    def __init__(self, *args: Any, parcours: Parcours, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["professionnel"].queryset = Professionnel.objects.filter(
            centre=parcours.centre_id
        ).select_related("organisme")
        roles = list(PAR_SON_OUI)
        if not parcours.dispositif.est_partage:
            # Such a frame has no intervenants, who alone act in a field.
            roles.remove(ReferentParcours.Role.INTERVENANT)
            del champs["domaine"]
        champs["role"].choices = [(role, role.label) for role in roles]


class NoteForm(forms.ModelForm):
    class Meta:
        model = NotePartagee
        fields = ("texte",)
        widgets = {"texte": forms.Textarea(attrs={"rows": 4})}
