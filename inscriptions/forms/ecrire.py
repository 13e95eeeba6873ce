"""A short text for everybody: nothing that a shared telephone should not show."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from ateliers.models import Seance
from centre.ecriture import pluriel
from centre.forms import ChampTexte
from centre.textes import sans_accent
from inscriptions.emails.gsm import en_gsm7
from inscriptions.emails.textos import place_pour_un_mot
from inscriptions.models import Place
from inscriptions.operations import graines
from inscriptions.operations.ecrire import est_par_sms, lecteurs

LONGUEUR = 600


class EcrireForm(forms.Form):
    """Who reads, and the words. ``cle`` travels with it, so that a double click sends once."""

    class Qui:
        SEANCE = "seance"
        ATELIER = "atelier"

    qui = forms.ChoiceField(
        label="À qui",
        choices=[
            (Qui.SEANCE, "Les personnes inscrites à cette séance"),
            (Qui.ATELIER, "Toutes les personnes inscrites à cet atelier"),
        ],
        initial=Qui.SEANCE,
        widget=forms.RadioSelect,
    )
    texte = ChampTexte(
        label="Votre message",
        max_length=LONGUEUR,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Des phrases courtes. «\u00a0Bonjour\u00a0» et le téléphone du centre s’ajoutent "
        "tout seuls. Personne ne peut répondre à un SMS.",
    )
    cle = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, seance: Seance, quand: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.seance, self.quand = seance, quand

    def clean_texte(self) -> str:
        texte = str(self.cleaned_data["texte"]).strip()
        atelier = self.seance.atelier
        titres = {sans_accent(t) for t in (atelier.titre, self.seance.titre_propre) if t}
        if atelier.sensibilite and any(titre in sans_accent(texte) for titre in titres):
            raise forms.ValidationError(
                "Votre texte nomme l’atelier, et un téléphone est parfois partagé. "
                "Écrivez plutôt «\u00a0votre rendez-vous\u00a0».",
                code="titre",
            )
        return texte

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if "texte" in donnees and "qui" in donnees:
            places = lecteurs(self.seance, a_tout_l_atelier=self.a_tous(), quand=self.quand)
            if not places:
                self.add_error(
                    "qui", "Personne n’est inscrit\u00a0: il n’y a personne à qui écrire."
                )
            elif est_par_sms(places):
                self._tient_dans_un_sms(donnees["texte"], places[0])
        return donnees

    def _tient_dans_un_sms(self, texte: str, place: Place) -> None:
        graine = graines.base(place.personne, self.seance, motif="mot")
        graine["evenements"] = [graines.evenement(self.seance)]
        trop = len(en_gsm7(" ".join(texte.split()))) - place_pour_un_mot(graine)
        if trop > 0:
            self.add_error(
                "texte",
                "Des personnes lisent un SMS de 160 caractères\u00a0: enlevez-en "
                f"{pluriel(trop, 'caractère,caractères')}.",
            )

    def voulu(self) -> dict[str, Any]:
        """What the operation takes, of a valid form."""
        return {"texte": self.cleaned_data["texte"], "a_tout_l_atelier": self.a_tous()}

    def a_tous(self) -> bool:
        return bool(self.cleaned_data["qui"] == self.Qui.ATELIER)
