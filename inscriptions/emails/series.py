"""A whole series changes, or loses dates: one message per person, never one per date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inscriptions.emails.morceaux import Contenu, lieu_dit, lu, plage_dite, titre_dit

# As many short dates as an SMS holds beside its other sentences.
DATES_D_UN_SMS = 9


def _suite(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    """Her dates leave her calendar; the new ones come by the invitation that follows."""
    avant = graine["avant"]
    maintenant = [] if evenement["annule"] else [_("Maintenant\u00a0: %(quand)s.")]
    quand = {"quand": plage_dite(evenement)}
    return Contenu(
        sujet=_("%(titre)s\u00a0: vos rendez-vous changent") % {"titre": graine["titre"]},
        phrases=[
            _("Vos rendez-vous changent."),
            titre_dit(graine),
            *([_("Avant\u00a0: %(quand)s.") % {"quand": plage_dite(avant)}] if avant else []),
            *(phrase % quand for phrase in maintenant),
            *([] if evenement["annule"] else [lieu_dit(evenement)]),
            *([_("Vous recevez aussi vos nouvelles dates.")] if evenement["annule"] else []),
        ],
    )


def _dates_annulees(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    return Contenu(
        sujet=_("%(titre)s\u00a0: des rendez-vous annulés") % {"titre": graine["titre"]},
        phrases=[_("Le centre annule des rendez-vous."), titre_dit(graine)],
        intro_dates=_("Ces rendez-vous sont annulés\u00a0:"),
        dates=[plage_dite(e) for e in graine["evenements"]],
    )


def _dates_deplacees(graine: dict[str, Any], evenement: dict[str, Any]) -> Contenu:
    """Each date with what it was; the place follows each, since it may be what changes."""
    lignes = []
    for avant, apres in zip(graine["avants"], graine["evenements"], strict=True):
        dits = [_("Maintenant\u00a0: %(quand)s.") % {"quand": plage_dite(apres)}, lieu_dit(apres)]
        if avant:
            dits.insert(0, _("Avant\u00a0: %(quand)s.") % {"quand": plage_dite(avant)})
        lignes.append(" ".join(dits))
    return Contenu(
        sujet=_("%(titre)s\u00a0: vos rendez-vous changent") % {"titre": graine["titre"]},
        phrases=[titre_dit(graine)],
        intro_dates=_("Vos rendez-vous changent."),
        dates=lignes,
    )


CONTENUS = {
    "suite": _suite,
    "dates_annulees": _dates_annulees,
    "dates_deplacees": _dates_deplacees,
}


def sms(graine: dict[str, Any], quand: str, lieu: str) -> Sequence[str]:
    if graine["motif"] in ("suite", "dates_deplacees"):
        premier = _("Premier\u00a0: %(quand)s.") % {"quand": quand}
        fin = lieu if graine["motif"] == "suite" else _("Et d’autres dates\u00a0: appelez.")
        return [_("Vos rendez-vous changent."), premier, fin]
    dates = [f"{lu(e['debut']):%d/%m}" for e in graine["evenements"]]
    autres = len(dates) - DATES_D_UN_SMS
    dites = ", ".join(dates[:DATES_D_UN_SMS])
    annulees = _("Pas de rendez-vous\u00a0: %(dates)s.") % {"dates": dites}
    return [annulees, *([_("Et d’autres dates\u00a0: appelez.")] if autres > 0 else [])]
