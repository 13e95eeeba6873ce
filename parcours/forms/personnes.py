"""Identity, contact that protects, and the question « is it the same person? » (ETH-08)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from centre.models import Professionnel
from centre.telephones import recoit_des_sms
from centre.temps import aujourdhui
from parcours.models import Personne
from parcours.queries import doublons_de

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

    from centre.models import Centre

AUTRE_PERSONNE = "autre"
TELEPHONE_INVALIDE = (
    "Ce numéro n’est pas reconnu. Écrivez dix chiffres, par exemple 06 39 98 00 01."
)
COURRIEL_INVALIDE = "Cette adresse n’est pas reconnue. Exemple\u00a0: nadia@example.org."
DATE_INVALIDE = "Cette date n’existe pas. Écrivez jour, mois, année, par exemple 31/08/1984."


class ChampDate(forms.DateField):
    """A civil date by the browser's picker or typed the French way, 31/08/1984.

    Between two years far from any life: beyond, the days around a date have no instant.
    """

    ANNEES = range(1800, 2200)

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"],
            error_messages={"invalid": DATE_INVALIDE},
            **options,
        )

    def to_python(self, value: Any) -> dt.date | None:
        lue = super().to_python(value)
        if lue is not None and lue.year not in self.ANNEES:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return lue


def date_de_naissance(*, required: bool = False) -> ChampDate:
    return ChampDate(label="Date de naissance", required=required)


def verifier_naissance(formulaire: forms.Form | forms.ModelForm) -> Any:
    """Refuse a birth in the future or more than 120 years ago; a blank one is fine."""
    ne = formulaire.cleaned_data.get("date_naissance")
    if ne and not aujourdhui().year - 120 <= ne.year <= aujourdhui().year:
        raise forms.ValidationError("Vérifiez l’année de naissance.", code="annee")
    if ne and ne > aujourdhui():
        raise forms.ValidationError("Cette date n’est pas encore passée.", code="avenir")
    return ne


class PersonneForm(forms.ModelForm):
    """E-mail and telephone are never demanded: paper and a call are channels too."""

    date_naissance = date_de_naissance()
    langue = forms.ChoiceField(label="Langue choisie", choices=settings.LANGUAGES, initial="fr")
    titres_explicites = forms.BooleanField(
        label="Elle accepte que le nom de ses ateliers soit écrit dans son agenda et ses messages",
        required=False,
        help_text="Sans cet accord, tout est écrit «\u00a0RDV\u00a0» et le nom du centre.",
    )

    class Meta:
        model = Personne
        fields = (
            *("prenom", "nom", "date_naissance", "sexe", "langue"),
            *("telephone", "telephone_est_partage", "courriel", "canal", "quand_appeler"),
            *("ne_pas_ecrire", "passer_par", "commune", "quartier", "qpv"),
            *("ressources", "menage"),
        )
        error_messages = {
            "telephone": {"invalid": TELEPHONE_INVALIDE},
            "courriel": {"invalid": COURRIEL_INVALIDE},
        }

    def __init__(self, *args: Any, centre: Centre, voit_la_situation: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.centre = centre
        self.fields["passer_par"].queryset = Professionnel.objects.filter(  # type: ignore[attr-defined]
            centre=centre
        ).select_related("organisme")
        self.fields["sexe"].choices = [  # type: ignore[attr-defined]
            ("", "Non précisé"),
            *Personne.Sexe.choices,
        ]
        if self.instance.pk:
            self.initial["titres_explicites"] = self.instance.veut_les_titres
        if not voit_la_situation:
            # Resources and household belong to those who walk with people.
            del self.fields["ressources"], self.fields["menage"]

    def clean_date_naissance(self) -> Any:
        return verifier_naissance(self)

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or self.cleaned_data
        canal = valeurs.get("canal")
        if canal == Personne.Canal.COURRIEL and not valeurs.get("courriel"):
            if "courriel" not in self.errors:
                self.add_error("courriel", "Pour prévenir par courriel, écrivez son adresse.")
        elif (
            canal == Personne.Canal.SMS
            and not valeurs.get("telephone")
            and "telephone" not in self.errors
        ):
            self.add_error("telephone", "Pour prévenir par SMS, écrivez son numéro.")
        elif canal == Personne.Canal.SMS and not self.errors.get("telephone"):
            self._refuser_un_fixe(valeurs["telephone"])
        return valeurs

    def _refuser_un_fixe(self, numero: PhoneNumber) -> None:
        """A fixed line would swallow her SMS; what was written before this rule stays."""
        touche = {"telephone", "canal"} & set(self.changed_data)
        if touche and not recoit_des_sms(numero):
            self.add_error(
                "canal",
                "Ce numéro ne reçoit pas de SMS. Choisissez «\u00a0Appel\u00a0».",
            )

    def champs(self) -> dict[str, Any]:
        """The values to write, without the agreement, which is dated apart."""
        return {k: v for k, v in self.cleaned_data.items() if k in self._meta.fields}  # type: ignore[operator]


class DoublonsForm(forms.Form):
    """Shown only when the name, the birth date or the telephone is already known (ETH-08)."""

    doublon = forms.ChoiceField(
        label="Est-ce la même personne\u00a0?", widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, candidates: list[Personne], **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidates = {str(p.reference): p for p in candidates}
        champ = self.fields["doublon"]
        champ.choices = [  # type: ignore[attr-defined]
            *((ref, f"Oui, c’est {_decrire(p)}") for ref, p in self.candidates.items()),
            (AUTRE_PERSONNE, "Non, c’est une autre personne"),
        ]

    @property
    def est_repondu(self) -> bool:
        return not self.candidates or bool(self.is_valid() and self.cleaned_data["doublon"])

    @property
    def choisie(self) -> Personne | None:
        if not self.candidates:
            return None
        return self.candidates.get(self.cleaned_data["doublon"])


def _decrire(personne: Personne) -> str:
    ne = personne.date_naissance
    details = [f"né·e le {ne:%d/%m/%Y}" if ne else "", str(personne.telephone or "")]
    return ", ".join([str(personne), *(d for d in details if d)])


def question_des_doublons(formulaire: PersonneForm, donnees: Any) -> DoublonsForm:
    """Ask about the people who resemble the one just written."""
    valeurs = formulaire.cleaned_data
    candidates = doublons_de(
        formulaire.centre.pk,
        prenom=valeurs["prenom"],
        nom=valeurs["nom"],
        date_naissance=valeurs.get("date_naissance"),
        telephone=str(valeurs.get("telephone") or ""),
        courriel=valeurs.get("courriel") or "",
        sauf=formulaire.instance.pk,
    )
    return DoublonsForm(donnees, candidates=candidates)
