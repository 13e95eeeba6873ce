"""Forms of the ground floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from centre.models import (
    Affectation,
    Centre,
    Lieu,
    Organisme,
    PeriodeCalendrier,
    Professionnel,
)
from centre.permissions import PARTENAIRES, ROLES_A_DONNER
from centre.textes import sans_accent, sans_controle, sans_controle_ligne

# The longest run of digits that surely fits the 64 bits of an id.
CHIFFRES_D_UN_ID = 18


class ChampLigne(forms.CharField):
    """One line that a form asks for, without the signs that ``LigneField`` refuses."""

    default_validators = [sans_controle_ligne]


class ChampTexte(forms.CharField):
    """A longer text, without the signs that ``TexteField`` refuses."""

    default_validators = [sans_controle]


class ChoixMultiples(forms.ModelMultipleChoiceField):
    """Several rows; an id too long for the database is an unknown one, not a crash.

    Django reads the ids by ``pk__in``, which raises ``OverflowError`` on SQLite past 64 bits.
    """

    def _check_values(self, value: Any) -> Any:
        for identifiant in value if isinstance(value, (list, tuple)) else ():
            if len(str(identifiant)) > CHIFFRES_D_UN_ID:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": identifiant},
                )
        return super()._check_values(value)  # type: ignore[misc]


class PeriodeForm(forms.ModelForm):
    """A span of the calendar, checked against the centre it is for."""

    class Meta:
        model = PeriodeCalendrier
        fields = ("genre", "nom", "debut", "fin", "reste_ouvert")
        widgets = {
            "debut": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "fin": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The constraints of the model compare periods of one centre.
        self.instance.centre = centre

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "Le dernier jour vient après le premier jour.")
        return donnees

    def _get_validation_exclusions(self) -> set[str]:
        exclus: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclus - {"centre"}


class DuCentreForm(forms.ModelForm):
    """A row of one centre, compared with those of this centre only."""

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.centre = centre
        self.centre = centre

    def _refuser_le_meme_nom(self, phrase: str) -> None:
        """Two rows of one name, accents and case apart, would be chosen one for the other."""
        nom = sans_accent(self.cleaned_data.get("nom", ""))
        autres = type(self.instance)._default_manager.filter(centre=self.centre)
        noms = autres.exclude(pk=self.instance.pk).values_list("nom", flat=True)
        if nom and any(sans_accent(autre) == nom for autre in noms):
            self.add_error("nom", phrase)


class LieuForm(DuCentreForm):
    class Meta:
        model = Lieu
        fields = (
            "nom",
            "adresse",
            "adresse_discrete",
            "arret",
            "capacite",
            "organisme",
            "est_siege",
            "minutes_de_trajet",
            "est_confidentiel",
        )
        labels = {"est_siege": "C’est le siège du centre"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chez = Organisme.objects.filter(centre=self.centre).exclude(type=Organisme.Type.CENTRE)
        self.fields["organisme"].queryset = chez  # type: ignore[attr-defined]
        # Left empty, it is here.
        self.fields["minutes_de_trajet"].required = False
        self.fields["organisme"].empty_label = "Non, chez nous"  # type: ignore[attr-defined]
        self.fields["capacite"].min_value = 1  # type: ignore[attr-defined]

    def clean_minutes_de_trajet(self) -> int:
        return self.cleaned_data["minutes_de_trajet"] or 0

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        self._refuser_le_meme_nom("Un lieu de votre centre porte déjà ce nom.")
        return donnees


class OrganismeForm(DuCentreForm):
    class Meta:
        model = Organisme
        fields = ("nom", "type", "domaine", "telephone", "est_orienteur", "est_sensible", "note")
        help_texts = {
            "domaine": "Ce qu’il fait\u00a0: logement, santé, emploi…",
            "est_sensible": "Y aller peut révéler la santé, la justice ou des violences. "
            "Coché de lui-même pour ces types d’organismes.",
            "note": "Lue par l’accueil et les référents. Rien ici sur une personne accompagnée.",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        self._refuser_le_meme_nom("Cet organisme existe déjà dans votre centre.")
        return donnees


class ProfessionnelForm(forms.ModelForm):
    class Meta:
        model = Professionnel
        fields = ("prenom", "nom", "fonction", "telephone", "courriel")


class AccesForm(forms.Form):
    """Who comes in, to do what; for a partner, for whom she works."""

    role = forms.ChoiceField(
        label="Rôle",
        choices=[(role, Affectation.Role(role).label) for role in ROLES_A_DONNER],
        help_text="La coordination et l’accès technique se donnent par l’administration.",
    )
    professionnel = forms.ModelChoiceField(
        label="Déjà dans l’annuaire",
        queryset=Professionnel.objects.none(),
        required=False,
        empty_label="Non, ou je ne sais pas",
        help_text="Son compte retrouve alors les personnes et les séances qui sont à son nom.",
    )
    # Outside a form of the model its validators are named again.
    prenom = ChampLigne(label="Prénom", max_length=60)
    nom = ChampLigne(label="Nom", max_length=80)
    courriel = forms.EmailField(
        label="Adresse e-mail", help_text="Le lien pour choisir un mot de passe y part."
    )
    organisme = forms.ModelChoiceField(
        label="Partenaire",
        queryset=Organisme.objects.none(),
        required=False,
        empty_label="Aucun\u00a0: de l’équipe du centre",
        help_text="Pour un prescripteur, un binôme, ou quelqu’un qu’un partenaire envoie animer.",
    )

    # Where each refusal of the operation is shown.
    CHAMPS_REFUS = {
        "role": "role",
        "organisme": "organisme",
        "compte": "courriel",
        "deja": "courriel",
        "annuaire": "professionnel",
    }

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sans_compte = Professionnel.objects.filter(centre=centre, utilisateur__isnull=True)
        annuaire: Any = self.fields["professionnel"]
        annuaire.queryset = sans_compte.select_related("organisme")
        annuaire.label_from_instance = lambda p: f"{p}, {p.organisme}"
        chez = Organisme.objects.filter(centre=centre).exclude(type=Organisme.Type.CENTRE)
        self.fields["organisme"].queryset = chez  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        role, organisme = donnees.get("role"), donnees.get("organisme")
        if role in PARTENAIRES and not organisme and "organisme" not in self.errors:
            self.add_error("organisme", "Dites pour quel partenaire cette personne travaille.")
        if role and role not in (*PARTENAIRES, Affectation.Role.ANIMATION) and organisme:
            self.add_error(
                "organisme", "Ce rôle est de l’équipe\u00a0: choisissez «\u00a0Aucun\u00a0»."
            )
        return donnees
