"""Reading the answers of a sheet: hours are wall times of Paris on the day of the séance."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from centre.erreurs import Refus
from centre.forms import ChampLigne
from centre.temps import a_paris, instant
from presences.models import Presence
from presences.operations import Reponse

if TYPE_CHECKING:
    from inscriptions.models import Place

HEURES = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh"]


class ReponseForm(forms.Form):
    """The answer of one place; its fields are prefixed by ``p-<place>``."""

    statut = forms.ChoiceField(choices=Presence.Statut.choices)
    arrivee = forms.TimeField(required=False, input_formats=HEURES)
    depart = forms.TimeField(required=False, input_formats=HEURES)
    motif = forms.ChoiceField(choices=Presence.Motif.choices, required=False)
    sieges = forms.IntegerField(required=False, min_value=1, max_value=99)
    avant = forms.CharField(required=False, max_length=16)

    ERREURS = {
        "statut": "Cette réponse n’existe pas.",
        "arrivee": "Écrivez l’heure d’arrivée comme 9:10.",
        "depart": "Écrivez l’heure de départ comme 11:30.",
        "motif": "Cette raison n’existe pas.",
        "sieges": "Écrivez le nombre de personnes présentes.",
        "avant": "Rechargez la page\u00a0: cette réponse n’est plus lisible.",
    }

    def reponse(self, place: Place) -> Reponse:
        """The answer, or a Refus that says which field is not understood."""
        if not self.is_valid():
            champ = next(iter(self.errors))
            raise Refus(self.ERREURS[champ], code="formulaire")
        lu = self.cleaned_data
        return Reponse(
            statut=lu["statut"],
            arrivee=_moment(place, lu["arrivee"]),
            depart=_moment(place, lu["depart"]),
            motif=lu["motif"] if lu["statut"] == Presence.Statut.ABSENT_EXCUSE else "",
            sieges_presents=lu["sieges"],
            avant=lu["avant"] if self.add_prefix("avant") in self.data else None,
        )


def _moment(place: Place, heure: dt.time | None) -> dt.datetime | None:
    """Whole minutes, as paper, tablet and desk all write them."""
    jour = a_paris(place.seance.debut).date()
    return instant(jour, heure.replace(second=0)) if heure is not None else None


def reponse_postee(donnees: QueryDict, place: Place) -> Reponse:
    return ReponseForm(donnees, prefix=f"p-{place.pk}").reponse(place)


def a_repondu(donnees: QueryDict, place: Place) -> bool:
    """Whether this sheet sends an answer for the place; an empty line stays « à renseigner »."""
    return bool(donnees.get(f"p-{place.pk}-statut"))


class VenueForm(forms.Form):
    """A walk-in: somebody known, or a first name and an initial."""

    prenom = ChampLigne(max_length=80, required=False)
    initiale = ChampLigne(max_length=80, required=False)
    personne = forms.UUIDField(required=False)
    reference = forms.UUIDField(required=False)
    creneau = forms.IntegerField(required=False)
    nouvelle = forms.BooleanField(required=False)
    sans_nom = forms.BooleanField(required=False)
