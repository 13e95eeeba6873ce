"""The first contact: how long it took, and when a letter may follow the calls (ASI-04, ASI-05)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from centre.temps import a_paris
from parcours.models import Entretien, TentativeContact

if TYPE_CHECKING:
    from parcours.models import Orientation

Issue = TentativeContact.Issue


@dataclass(frozen=True)
class PremierContact:
    """Days from the receipt of the fiche, in civil dates of Paris; None while it has not come."""

    attend_depuis: int | None
    jusqu_a_l_appel: int | None
    jusqu_a_la_voix: int | None
    jusqu_a_l_entretien: int | None
    sans_reponse: int
    lettre_possible: bool


def _jours(orientation: Orientation, quand: dt.datetime | None) -> int | None:
    """Never negative: a fiche may be written after the call that announced it."""
    if quand is None:
        return None
    return max(0, (a_paris(quand).date() - orientation.recue_le).days)


def premier_contact(orientation: Orientation, quand: dt.datetime) -> PremierContact:
    """Two queries. A letter is offered after as many calls without answer as the centre says,
    while nobody has been reached and nothing forbids to write."""
    appels = list(orientation.tentatives.order_by("le").values_list("le", "issue"))
    joints = [le for le, issue in appels if issue == Issue.JOINT]
    premier = (
        Entretien.objects.filter(
            orientation=orientation, type=Entretien.Type.PREMIER, etat=Entretien.Etat.TENU
        )
        .order_by("debut")
        .values_list("debut", flat=True)
        .first()
    )
    attend = orientation.etat in orientation.EN_ATTENTE_D_APPEL and not joints
    sans_reponse = len(appels) - len(joints)
    seuil = orientation.centre.appels_avant_lettre
    return PremierContact(
        attend_depuis=_jours(orientation, quand) if attend else None,
        jusqu_a_l_appel=_jours(orientation, appels[0][0] if appels else None),
        jusqu_a_la_voix=_jours(orientation, joints[0] if joints else None),
        jusqu_a_l_entretien=_jours(orientation, premier),
        sans_reponse=sans_reponse,
        lettre_possible=attend
        and 0 < seuil <= sans_reponse
        and not orientation.personne.ne_pas_ecrire,
    )
