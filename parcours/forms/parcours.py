"""Entry, relay, end, and the interviews on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centre.models import Professionnel
from centre.temps import aujourdhui
from parcours.forms.personnes import ChampDate
from parcours.models import Dispositif, Frein, Orientation, Parcours, ReferentParcours
from parcours.models.dispositifs import Cadre, Public, Transmission
from parcours.operations.parcours import Entree

if TYPE_CHECKING:
    from centre.models import Centre


Role = ReferentParcours.Role
MENANTS = (Role.REFERENT_UNIQUE, Role.BINOME_SOCIAL, Role.BINOME_EMPLOI)


def _professionnels(centre: Centre) -> Any:
    return Professionnel.objects.filter(centre=centre).select_related("organisme")


class EntreeForm(forms.Form):
    """The référent's act: date, frame, who walks along, what may be told."""

    date_entree = ChampDate(label="Entrée le", initial=aujourdhui)
    dispositif = forms.ModelChoiceField(
        label="Dispositif", queryset=Dispositif.objects.none(), empty_label=None
    )
    referent = forms.ModelChoiceField(
        label="Référent ou référente",
        queryset=Professionnel.objects.none(),
        empty_label="Choisissez",
    )
    second_referent = forms.ModelChoiceField(
        label="Second référent (binôme, volet emploi)",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Aucun",
    )
    prescripteur = forms.ModelChoiceField(
        label="Orientée par",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Personne\u00a0: elle vient d’elle-même",
    )
    freins = forms.MultipleChoiceField(
        label="Freins à lever",
        choices=Frein.Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour un binôme : au moins un frein social et un frein professionnel.",
    )
    publics = forms.MultipleChoiceField(
        label="Publics",
        choices=[c for c in Public.choices if c[0] not in (Public.JEUNES, Public.PLUS_50)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs réponses, ou aucune. L’âge se compte tout seul, le jour de l’entrée.",
    )
    cadre = forms.ChoiceField(
        label="Cadre", choices=[("", "Celui du dispositif"), *Cadre.choices], required=False
    )
    transmission = forms.ChoiceField(
        label="Présences transmises",
        choices=[("", "Celles du dispositif"), *Transmission.choices],
        required=False,
        help_text="Posez la question avec elle. Sans oui de sa part, rien n’est montré. Elle peut "
        "changer d’avis à tout moment.",
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
        plusieurs = {nom: tuple(self.cleaned_data[nom]) for nom in ("freins", "publics")}
        return Entree(**{**self.cleaned_data, **plusieurs})


class RelaisForm(forms.Form):
    """Frame and référent of an open parcours; a relay has its date, and its half of a binôme.

    Intervenants and correspondents lead nothing: they are not relayed here.
    """

    cadre = forms.ChoiceField(label="Cadre", choices=Cadre.choices)
    cadence = forms.ChoiceField(
        label="Rencontres",
        choices=Parcours.Cadence.choices,
        help_text="Passé un mois sans entretien, le parcours est à relancer.",
    )
    role = forms.ChoiceField(label="À la place de")
    referent = forms.ModelChoiceField(
        label="Référent ou référente", queryset=Professionnel.objects.none()
    )
    a_partir_de = ChampDate(label="À partir du", initial=aujourdhui)

    def __init__(self, *args: Any, parcours: Parcours, **options: Any) -> None:
        super().__init__(*args, **options)
        champs: dict[str, Any] = self.fields
        champs["referent"].queryset = _professionnels(parcours.centre)
        menes = parcours.referents.filter(fin__isnull=True, role__in=MENANTS).order_by("pk")
        actuels = {un.role: un for un in menes.select_related("professionnel")}
        champs["role"].choices = [
            (role, f"{role.label}\u00a0: {actuels[role].professionnel}")
            for role in MENANTS
            if role in actuels
        ] or [(Role.REFERENT_UNIQUE, Role.REFERENT_UNIQUE.label)]
        champs["role"].initial = premier = champs["role"].choices[0][0]
        if len(actuels) < 2:
            champs["role"].widget = forms.HiddenInput()
        if premier in actuels:
            champs["referent"].initial = actuels[premier].professionnel_id
        champs["cadre"].initial = parcours.cadre
        champs["cadence"].initial = parcours.cadence


def motifs_par_groupe() -> list[tuple[str, Any]]:
    """Exit motives as a list by groups; nothing is chosen beforehand."""
    groupes = [
        (groupe.value, [(code, Parcours.Motif(code).label) for code in groupe.motifs])
        for groupe in Parcours.Groupe
    ]
    return [("", "Choisissez"), *groupes]


class ClotureForm(forms.Form):
    date_fin = ChampDate(label="Fin le", initial=aujourdhui)
    motif = forms.ChoiceField(label="Motif de sortie", choices=motifs_par_groupe)


class TransmissionForm(forms.Form):
    transmission = forms.ChoiceField(label="Présences transmises", choices=Transmission.choices)
