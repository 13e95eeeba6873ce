"""A stranger's request, read in her language, and the team's answer."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from ateliers.models import Serie
from centre.forms import ChampLigne
from centre.telephones import recoit_des_sms
from centre.temps import aujourdhui, instant
from inscriptions.forms.inscriptions import ChoixDeSerie
from inscriptions.langues import heure_dite
from inscriptions.models import DemandePublique
from inscriptions.operations.demandes_publiques import DemandeVoulue
from inscriptions.queries import series_ouvertes

if TYPE_CHECKING:
    from ateliers.models import Atelier
    from centre.models import Utilisateur

SEL = "inscriptions.page_publique"
# A hand needs more than this to write a name; a page left open all afternoon is drawn again.
TROP_VITE = dt.timedelta(seconds=4)
TROP_VIEILLE = dt.timedelta(hours=4)
# Raise it when the sentence changes: the row keeps both.
ACCORD_VERSION = 1
Canal = DemandePublique.Canal
REMPLIR = {
    "prenom": "given-name",
    "nom": "family-name",
    "telephone": "tel",
    "courriel": "email",
}


def accord() -> str:
    """The sentence she agrees to, in the language of the page."""
    return _("J’accepte que le centre garde mon nom et mon téléphone pour me répondre.")


def signer_la_page(atelier: Atelier, quand: dt.datetime) -> str:
    """Say for which line and when a page was drawn; nobody makes one without us."""
    tirage = {"a": atelier.pk, "t": int(quand.timestamp()), "n": secrets.token_hex(8)}
    return signing.dumps(tirage, salt=SEL)


def _age_de_la_page(texte: str, atelier: Atelier, quand: dt.datetime) -> dt.timedelta | None:
    try:
        lu = signing.loads(texte, salt=SEL)
    except signing.BadSignature:
        return None
    if lu["a"] != atelier.pk:
        return None
    return dt.timedelta(seconds=quand.timestamp() - lu["t"])


def dire_la_serie(serie: Serie) -> str:
    """« Mardi, 9 heures » in the active language."""
    if serie.jour is None:
        return _("Des dates choisies")
    jour = str(WEEKDAYS[serie.jour])
    heure = heure_dite(instant(aujourdhui(), serie.heure_debut))
    return f"{jour[:1].upper()}{jour[1:]}, {heure}"


class DemandePubliqueForm(forms.Form):
    """Who, how to reach her, which day, and one sentence to agree to; a mail is never demanded."""

    prenom = ChampLigne(label=gettext_lazy("Prénom"), max_length=80)
    nom = ChampLigne(label=gettext_lazy("Nom de famille"), max_length=80)
    telephone = PhoneNumberField(label=gettext_lazy("Téléphone"), region="FR", required=False)
    courriel = forms.EmailField(label=gettext_lazy("Courriel"), max_length=254, required=False)
    canal = forms.ChoiceField(
        label=gettext_lazy("Pour confirmer"), widget=forms.RadioSelect, initial=Canal.SMS
    )
    serie = forms.ChoiceField(
        label=gettext_lazy("Quel jour\u00a0?"), widget=forms.RadioSelect, required=False
    )
    # The sentence itself, set below in the language of the page.
    accord = forms.BooleanField(label="Accord")
    # A field no eye sees: what fills it is a program.
    site = forms.CharField(label="Site", required=False, max_length=200)
    page = forms.CharField(max_length=300, widget=forms.HiddenInput, required=False)

    def __init__(self, donnees: Any, *, atelier: Atelier, quand: dt.datetime) -> None:
        super().__init__(donnees)
        self.atelier, self.quand = atelier, quand
        self.nouvelle_page = signer_la_page(atelier, quand)
        champs: dict[str, Any] = self.fields
        for nom, valeur in REMPLIR.items():
            champs[nom].widget.attrs["autocomplete"] = valeur
        for nom in ("prenom", "nom"):
            champs[nom].error_messages["required"] = _("Écrivez votre nom et votre prénom.")
        champs["telephone"].error_messages["invalid"] = _("Ce numéro ne marche pas.")
        champs["courriel"].error_messages["invalid"] = _("Ce courriel ne marche pas.")
        champs["accord"].label = accord()
        champs["accord"].error_messages["required"] = _("Cochez cette case.")
        champs["canal"].choices = [
            (Canal.SMS, _("Je reçois un code par SMS")),
            (Canal.COURRIEL, _("Je reçois un code par courriel")),
            (Canal.APPEL, _("Le centre m’appelle")),
        ]
        self.series = {str(s.pk): s for s in _series(atelier)}
        if len(self.series) > 1:
            jours = [(pk, dire_la_serie(s)) for pk, s in self.series.items()]
            champs["serie"].choices = [*jours, ("", _("Je ne sais pas"))]
        else:
            del champs["serie"]

    @property
    def est_un_robot(self) -> bool:
        return bool(self.data.get("site"))

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        age = _age_de_la_page(propres.get("page") or "", self.atelier, self.quand)
        if age is None or age > TROP_VIEILLE or age < TROP_VITE:
            self.add_error(None, _("Attendez 5 secondes. Puis envoyez encore."))
        self._verifier_le_contact(propres)
        return propres

    def _verifier_le_contact(self, propres: dict[str, Any]) -> None:
        telephone, courriel = propres.get("telephone"), propres.get("courriel")
        par_courriel = propres.get("canal") == Canal.COURRIEL
        if par_courriel and not courriel and "courriel" not in self.errors:
            self.add_error("courriel", _("Écrivez votre courriel."))
        if not par_courriel and not telephone and "telephone" not in self.errors:
            self.add_error("telephone", _("Écrivez votre numéro de téléphone."))

    def voulue(self, langue: str) -> DemandeVoulue:
        propres, canal = self.cleaned_data, self.cleaned_data["canal"]
        if canal == Canal.SMS and not recoit_des_sms(propres["telephone"]):
            # No code would arrive on a fixed line: the centre calls.
            canal = Canal.APPEL
        seule = next(iter(self.series.values())) if len(self.series) == 1 else None
        return DemandeVoulue(
            prenom=propres["prenom"],
            nom=propres["nom"],
            telephone=str(propres["telephone"] or ""),
            courriel=propres["courriel"],
            canal=canal,
            langue=langue,
            accord=accord(),
            accord_version=ACCORD_VERSION,
            serie=self.series.get(propres.get("serie", "")) or seule,
        )


def _series(atelier: Atelier) -> list[Serie]:
    """The published series of a line that still run; a permanence has slots, not days."""
    if atelier.genre not in ("atelier", "sortie"):
        return []
    series = Serie.objects.publiees().filter(atelier=atelier, au__gte=aujourdhui())
    return list(series.order_by("jour", "heure_debut", "pk"))


class AccepterForm(forms.Form):
    """In which series she is enrolled; none for a slot or an outing, where a date is chosen."""

    serie = ChoixDeSerie(
        label="L’inscrire à",
        queryset=Serie.objects.none(),
        required=False,
        empty_label="Pas encore\u00a0: sa fiche seulement",
    )

    def __init__(self, donnees: Any, *, demande: DemandePublique, utilisateur: Utilisateur) -> None:
        ouvertes = series_ouvertes(demande.centre, utilisateur, aujourdhui())
        siennes = ouvertes.filter(atelier=demande.atelier_id)
        seule = siennes.first() if siennes.count() == 1 else None
        super().__init__(donnees, initial={"serie": demande.serie_id or seule})
        self.fields["serie"].queryset = siennes  # type: ignore[attr-defined]
