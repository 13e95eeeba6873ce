"""From the signed paper to the sheet: one short code per line, a photo, what to print."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from centre.erreurs import Refus
from centre.forms import ChampLigne
from centre.temps import a_paris, instant
from parcours.forms.personnes import ChampDate
from presences.models import Presence
from presences.operations import Reponse

if TYPE_CHECKING:
    from inscriptions.models import Place

Statut = Presence.Statut
# What a hand types without leaving the keyboard; the first of each is the one shown again.
CODES = {
    "x": Statut.PRESENT,
    "l": Statut.PRESENT,
    "e": Statut.ABSENT_EXCUSE,
    "p": Statut.ABSENT_EXCUSE,
    "a": Statut.ABSENT,
    "0": Statut.ABSENT,
}
HEURE = r"(\d{1,2})(?:[h:.](\d{2})?)?"
HEURES = re.compile(rf"(?:{HEURE})?(?:-{HEURE})?")
INCONNU = (
    "«\u00a0{}\u00a0» n’est pas compris\u00a0: x, e, a, "
    "ou des heures comme 9:20, -11:00, 9:20-11:00."
)


def _heure(texte: str, heures: str | None, minutes: str | None) -> dt.time | None:
    if heures is None:
        return None
    try:
        return dt.time(int(heures), int(minutes or 0))
    except ValueError as erreur:
        raise Refus(INCONNU.format(texte), code="code") from erreur


def lire_code(texte: str, place: Place) -> Reponse | None:
    """The answer that a code means; None for an empty line, which stays « à renseigner ».

    Hours are wall times of Paris on the day of the séance. Raises Refus on anything else.
    """
    code = re.sub(r"\s", "", texte).lower().replace("–", "-")
    if not code:
        return None
    if code in CODES:
        return Reponse(CODES[code])
    lu = HEURES.fullmatch(code) if re.search(r"[h:.-]", code) else None
    if lu is None:
        raise Refus(INCONNU.format(texte[:20]), code="code")
    jour = a_paris(place.seance.debut).date()
    arrivee, depart = _heure(texte, lu[1], lu[2]), _heure(texte, lu[3], lu[4])
    return Reponse(
        Statut.PRESENT_PARTIEL,
        arrivee=instant(jour, arrivee) if arrivee else None,
        depart=instant(jour, depart) if depart else None,
    )


def code_de(presence: Presence | None) -> str:
    """What to type for the answer that is written: reading it back changes nothing."""
    if presence is None:
        return ""
    if presence.statut == Statut.PRESENT_PARTIEL:
        arrivee = f"{a_paris(presence.arrivee):%H:%M}" if presence.arrivee else ""
        depart = f"-{a_paris(presence.depart):%H:%M}" if presence.depart else ""
        return arrivee + depart
    return next(code for code, statut in CODES.items() if statut == presence.statut)


def code_poste(donnees: QueryDict, place: Place) -> Reponse | None:
    """The answer typed for a place, with the one that this screen knew."""
    reponse = lire_code(donnees.get(f"c-{place.pk}", "")[:40], place)
    if reponse is None:
        return None
    avant = donnees.get(f"v-{place.pk}")
    return Reponse(reponse.statut, reponse.arrivee, reponse.depart, avant=avant)


class PhotoForm(forms.Form):
    """One image or one PDF; its weight and its content are judged by the operation."""

    photo = forms.FileField(
        label="Photo ou scan",
        help_text="JPEG, PNG ou PDF de 10 pages, 10 Mo au plus.",
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}
        ),
        error_messages={
            "required": "Choisissez une photo ou un scan.",
            "empty": "Ce fichier est vide. Choisissez une photo ou un scan.",
        },
    )


class CarnetForm(forms.Form):
    """People without a name, and the team's word."""

    sans_nom = forms.IntegerField(
        label="Personnes venues sans dire leur nom", min_value=0, max_value=200, required=False
    )
    note = ChampLigne(label="Note pour l’équipe", max_length=300, required=False)


class ImpressionForm(forms.Form):
    """A day, or the month of one atelier."""

    jour = ChampDate(label="Les feuilles du", required=False)
    mois = forms.RegexField(r"^(?:19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", label="Mois", required=False)
    atelier = forms.IntegerField(label="Atelier", required=False, min_value=1, max_value=2**62)
    discret = forms.BooleanField(label="Avec les titres discrets", required=False)

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if not self.errors and not lu.get("jour") and not (lu.get("mois") and lu.get("atelier")):
            raise forms.ValidationError("Choisissez un jour, ou un mois et un atelier.")
        return lu

    def bornes(self) -> tuple[dt.date, dt.date]:
        """First day, and first day after."""
        lu = self.cleaned_data
        if lu.get("jour"):
            return lu["jour"], lu["jour"] + dt.timedelta(days=1)
        annee, mois = map(int, lu["mois"].split("-"))
        return dt.date(annee, mois, 1), dt.date(annee + mois // 12, mois % 12 + 1, 1)
