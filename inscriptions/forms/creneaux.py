"""Who a social worker takes a slot for, and that this person agrees."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from phonenumber_field.formfields import PhoneNumberField

from centre.forms import ChampLigne
from centre.temps import a_paris, aujourdhui, instant, maintenant
from inscriptions.operations.reservations import Identite
from parcours.forms.personnes import (
    TELEPHONE_INVALIDE,
    ChampDate,
    date_de_naissance,
    verifier_naissance,
)


class ReservationForm(forms.Form):
    prenom = ChampLigne(label="Prénom", max_length=80)
    nom = ChampLigne(label="Nom", max_length=80)
    date_naissance = date_de_naissance(required=True)
    telephone = PhoneNumberField(
        label="Téléphone",
        region="FR",
        help_text="Un SMS discret confirme le rendez-vous sur un mobile.",
        error_messages={"invalid": TELEPHONE_INVALIDE},
    )
    accord = forms.BooleanField(
        label="La personne est d’accord pour donner au centre son nom, sa date de naissance et "
        "son téléphone",
        error_messages={"required": "Sans son accord, le rendez-vous ne peut pas être pris ici."},
    )
    accord_le = ChampDate(label="Accord donné le", initial=aujourdhui)
    langue = forms.ChoiceField(label="Phrase lue en", choices=settings.LANGUAGES, initial="fr")
    choix = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def clean_date_naissance(self) -> Any:
        return verifier_naissance(self)

    def clean_accord_le(self) -> dt.date:
        jour: dt.date = self.cleaned_data["accord_le"]
        if not aujourdhui() - dt.timedelta(days=366) <= jour <= aujourdhui():
            raise forms.ValidationError("Choisissez un jour passé, de moins d’un an.")
        return jour

    def identite(self) -> Identite:
        noms = ("prenom", "nom", "date_naissance", "telephone")
        return Identite(**{nom: self.cleaned_data[nom] for nom in noms})

    def accord_donne(self) -> dt.datetime:
        """The instant of the agreement: now, or noon of an earlier day."""
        jour = self.cleaned_data["accord_le"]
        if jour == a_paris(maintenant()).date():
            return maintenant()
        return instant(jour, dt.time(12))
