"""The period of an attestation and the lines kept; what a person says is not right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parcours.forms.personnes import ChampDate
from presences.models import DemandeCorrection
from presences.queries.personnelles import LigneAttestee

HEURES = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh"]
JOURS_MAX = 800


class PeriodeAttesteeForm(forms.Form):
    """Two dates, both included, at most two years and a bit."""

    du = ChampDate(label=_("Du"))
    au = ChampDate(label=_("Au"))

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        du, au = lu.get("du"), lu.get("au")
        if du and au and au < du:
            self.add_error("au", _("La fin vient après le début."))
        if du and au and (au - du).days > JOURS_MAX:
            self.add_error("au", _("Choisissez deux ans au plus."))
        return lu

    @classmethod
    def lire(cls, donnees: Any, jour: dt.date) -> tuple[PeriodeAttesteeForm, dt.date, dt.date]:
        """The form and a period; from the first of last month to today by default."""
        fin_d_avant = jour.replace(day=1) - dt.timedelta(days=1)
        defaut = (fin_d_avant.replace(day=1), jour)
        if not (donnees.get("du") or donnees.get("au")):
            return cls(initial={"du": defaut[0], "au": defaut[1]}), *defaut
        form = cls(donnees)
        if not form.is_valid():
            return form, *defaut
        return form, form.cleaned_data["du"], form.cleaned_data["au"]


def gardees(donnees: Any, lignes: Sequence[LigneAttestee]) -> list[LigneAttestee]:
    """The lines whose box was left ticked."""
    cochees = set(donnees.getlist("ligne"))
    return [ligne for ligne in lignes if str(ligne.presence.pk) in cochees]


class DemandeForm(forms.Form):
    """One sentence among four, and hours for one of them; nothing to write freely."""

    objet = forms.ChoiceField(
        choices=DemandeCorrection.Objet.choices, widget=forms.RadioSelect, label=_("Votre phrase")
    )
    arrivee = forms.TimeField(label=_("Arrivée"), required=False, input_formats=HEURES)
    depart = forms.TimeField(label=_("Départ"), required=False, input_formats=HEURES)
