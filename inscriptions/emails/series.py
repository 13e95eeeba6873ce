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


CONTENUS = {"suite": _suite, "dates_annulees": _dates_annulees}


def sms(graine: dict[str, Any], quand: str, lieu: str) -> Sequence[str]:
    if graine["motif"] == "suite":
        premier = _("Premier\u00a0: %(quand)s.") % {"quand": quand}
        return [_("Vos rendez-vous changent."), premier, lieu]
    dates = [f"{lu(e['debut']):%d/%m}" for e in graine["evenements"]]
    autres = len(dates) - DATES_D_UN_SMS
    dites = ", ".join(dates[:DATES_D_UN_SMS])
    annulees = _("Pas de rendez-vous\u00a0: %(dates)s.") % {"dates": dites}
    return [annulees, *([_("Et d’autres dates\u00a0: appelez.")] if autres > 0 else [])]
