"""Places that are offered, asked for, given or waited for: what the person reads (S8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inscriptions.emails.morceaux import (
    Contenu,
    lieu_dit,
    lu,
    moment,
    moment_court,
    plage_dite,
    titre_dit,
)

# As many short dates as an SMS holds beside its other sentences.
DATES_D_UN_SMS = 4


def pour_vous(graine: dict[str, Any]) -> str:
    """« Il y a une place pour vous. », « Il y a 3 places pour vous. »."""
    sieges = graine.get("sieges", 1)
    if sieges > 1:
        return _("Il y a %(nombre)s places pour vous.") % {"nombre": sieges}
    return _("Il y a une place pour vous.")


def _place(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("Une place pour vous\u00a0: %(quand)s") % {"quand": moment(evenement["debut"])},
        phrases=[
            pour_vous(graine),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
            lieu_dit(evenement),
            _("Appelez avant %(quand)s.") % {"quand": moment(graine["avant_le"])},
        ],
    )


def _places(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    """Several dates of one atelier, held until the same instant."""
    libres = _("Il y a des places libres pour vous.")
    limite = _("Appelez avant %(quand)s.") % {"quand": moment(graine["avant_le"])}
    return Contenu(
        sujet=libres,
        phrases=[titre_dit(graine), limite, lieu_dit(evenement)],
        intro_dates=libres,
        dates=[plage_dite(e) for e in graine["evenements"]],
    )


def _place_obtenue(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {moment(evenement['debut'])}",
        phrases=[
            _("Votre demande est acceptée."),
            pour_vous(graine),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
            lieu_dit(evenement),
        ],
    )


def _place_en_attente(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("Liste d’attente\u00a0: %(quand)s") % {"quand": moment(evenement["debut"])},
        phrases=[
            _("Il n’y a pas de place pour le moment."),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
            _("Liste d’attente, rang %(rang)s") % {"rang": graine["rang"]} + ".",
            _("Attendez notre message pour venir."),
        ],
    )


def _demande_refusee(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=f"{graine['titre']}\u00a0: {moment(evenement['debut'])}",
        phrases=[
            _("Nous ne pouvons pas vous donner de place cette fois."),
            titre_dit(graine),
            f"{plage_dite(evenement)}.",
        ],
    )


CONTENUS = {
    "place": _place,
    "places": _places,
    "place_obtenue": _place_obtenue,
    "place_en_attente": _place_en_attente,
    "demande_refusee": _demande_refusee,
}


def sms(graine: dict[str, Any], quand: str, lieu: str, *, court: bool) -> Sequence[str]:
    """The sentences of an SMS, most needed first (M4 of the house's templates).

    ``court`` writes in figures until when an offer is held: without it she would lose her turn.
    """
    motif = graine["motif"]
    if motif in ("place", "places"):
        avant = (moment_court if court else moment)(graine["avant_le"])
        limite = _("Appelez avant %(quand)s.") % {"quand": avant}
        if motif == "places":
            dates = dates_courtes(graine["evenements"])
            return [_("Places libres pour vous\u00a0: %(dates)s.") % {"dates": dates}, limite]
        if graine.get("sieges", 1) > 1:
            return [f"{pour_vous(graine)} {capitale(quand)}.", limite]
        return [_("Une place est libre pour vous\u00a0: %(quand)s.") % {"quand": quand}, limite]
    if motif == "place_obtenue":
        return [pour_vous(graine), f"{capitale(quand)}.", lieu]
    if motif == "place_en_attente":
        attend = _("Il n’y a pas de place pour le moment.")
        return [attend, f"{capitale(quand)}.", _("Attendez notre message pour venir.")]
    return [_("Nous ne pouvons pas vous donner de place cette fois."), f"{capitale(quand)}."]


def dates_courtes(evenements: Sequence[dict[str, Any]]) -> str:
    """« 27/11, 04/12 », and how many more when an SMS has no room for them."""
    dites = ", ".join(f"{lu(e['debut']):%d/%m}" for e in evenements[:DATES_D_UN_SMS])
    autres = len(evenements) - DATES_D_UN_SMS
    return f"{dites} (+ {autres})" if autres > 0 else dites


def capitale(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
