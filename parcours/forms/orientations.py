"""The fiche de liaison, as a prescriber or as the team writes it, and what follows its receipt."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from phonenumber_field.formfields import PhoneNumberField

from centre.forms import ChampLigne, ChampTexte
from centre.models import Professionnel
from centre.temps import aujourdhui
from parcours.forms.personnes import (
    COURRIEL_INVALIDE,
    TELEPHONE_INVALIDE,
    ChampDate,
    date_de_naissance,
    verifier_naissance,
)
from parcours.models import Dispositif, Orientation, TentativeContact
from parcours.models.dispositifs import Transmission
from parcours.operations.orientations import TRANSITIONS, Identite

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centre.models import Centre

QUESTION = (
    "Dites-lui\u00a0: «\u00a0Voulez-vous que je voie quand vous venez au centre\u00a0? "
    "Vous pouvez dire non. Vous pouvez changer d’avis.\u00a0»"
)
REPONSES = [
    (Transmission.ACCORD.value, "Oui, elle veut bien"),
    (Transmission.ATTESTATION.value, "Non, elle préfère me montrer un papier si elle veut"),
    (Transmission.AUCUNE.value, "Non, rien"),
]


def orienteurs_de(centre: Centre) -> QuerySet[Professionnel]:
    """Who may send somebody: those of an organisation that orients, and partners' accounts."""
    connus = Professionnel.objects.filter(centre=centre)
    par_compte = connus.filter(utilisateur__affectations__organisme__isnull=False)
    return (connus.filter(organisme__est_orienteur=True) | par_compte).distinct()


class FicheForm(forms.Form):
    """A prescriber's fiche: who, what is difficult, her agreement (ASI-02, ASI-03)."""

    prenom = ChampLigne(label="Prénom", max_length=80)
    nom = ChampLigne(label="Nom", max_length=80)
    date_naissance = date_de_naissance()
    telephone = PhoneNumberField(
        label="Téléphone",
        region="FR",
        required=False,
        help_text="Le premier contact est un appel.",
        error_messages={"invalid": TELEPHONE_INVALIDE},
    )
    courriel = forms.EmailField(
        label="Courriel", required=False, error_messages={"invalid": COURRIEL_INVALIDE}
    )
    dispositif = forms.ModelChoiceField(
        label="Dispositif", queryset=Dispositif.objects.none(), empty_label="Choisissez"
    )
    difficultes = forms.MultipleChoiceField(
        label="Difficultés repérées",
        choices=Orientation.Difficulte.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une difficulté."},
    )
    precisions = ChampTexte(
        label="Ce que le centre doit savoir",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La personne peut lire ce texte. N’écrivez rien de confidentiel ni de médical.",
    )
    accord_personne_le = ChampDate(
        label="La personne est d’accord pour venir, depuis le", initial=aujourdhui
    )
    transmission_souhaitee = forms.ChoiceField(
        label="Ses présences", choices=REPONSES, widget=forms.RadioSelect, help_text=QUESTION
    )

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        dispositifs = Dispositif.objects.du_centre(centre.pk).en_vigueur(aujourdhui())
        self.fields["dispositif"].queryset = dispositifs  # type: ignore[attr-defined]

    def clean_date_naissance(self) -> Any:
        return verifier_naissance(self)

    def clean_accord_personne_le(self) -> dt.date | None:
        le = self.cleaned_data["accord_personne_le"]
        if le and le > aujourdhui():
            raise forms.ValidationError("Cette date n’est pas encore passée.", code="avenir")
        return le

    @property
    def identite(self) -> Identite:
        v = self.cleaned_data
        return Identite(
            v["prenom"], v["nom"], v["date_naissance"], str(v["telephone"] or ""), v["courriel"]
        )

    def envoi(self) -> dict[str, Any]:
        """The values that the receiving operation takes as they are."""
        noms = ("dispositif", "difficultes", "precisions", "accord_personne_le")
        return {n: self.cleaned_data[n] for n in (*noms, "transmission_souhaitee")}


class FicheEquipeForm(FicheForm):
    """The same fiche written by the team: by telephone, for a prescriber, or spontaneous."""

    mode = forms.ChoiceField(label="Comment", choices=Orientation.Mode.choices)
    prescripteur = forms.ModelChoiceField(
        label="Orientée par",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Personne\u00a0: elle vient d’elle-même",
    )
    recue_le = ChampDate(label="Reçue le", initial=aujourdhui)

    field_order = ("mode", "prescripteur", "recue_le")

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, centre=centre, **options)
        self.fields["accord_personne_le"].required = False
        self.fields["transmission_souhaitee"].required = False
        self.fields["prescripteur"].queryset = orienteurs_de(centre)  # type: ignore[attr-defined]

    def clean_recue_le(self) -> dt.date:
        le: dt.date = self.cleaned_data["recue_le"]
        if le > aujourdhui():
            raise forms.ValidationError("Cette date n’est pas encore passée.", code="avenir")
        return le

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or self.cleaned_data
        spontanee = valeurs.get("mode") == Orientation.Mode.SPONTANEE
        if spontanee and valeurs.get("prescripteur"):
            self.add_error(
                "prescripteur", "Une personne venue d’elle-même n’a pas de prescripteur."
            )
        if not spontanee and not valeurs.get("prescripteur"):
            self.add_error("prescripteur", "Indiquez qui oriente la personne.")
        if not spontanee and not valeurs.get("accord_personne_le"):
            self.add_error("accord_personne_le", "Indiquez depuis quand la personne est d’accord.")
        return valeurs

    def envoi(self) -> dict[str, Any]:
        propres = {n: self.cleaned_data[n] for n in ("mode", "recue_le")}
        return {**super().envoi(), **propres}


class AppelForm(forms.Form):
    """One tap says how the call went; a second one sends it, or the note comes first."""

    issue = forms.ChoiceField(label="Réponse", choices=TentativeContact.Issue.choices)
    note = ChampLigne(label="Note", max_length=200, required=False)


def choix_d_etat(orientation: Orientation) -> list[tuple[str, str]]:
    """Only the states that this fiche may take now."""
    return [(etat, str(Orientation.Etat(etat).label)) for etat in TRANSITIONS[orientation.etat]]
