"""An obstacle enters, moves, leaves; what helped is kept for the next time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centre.erreurs import Refus
from parcours.models import Frein, Parcours
from parcours.operations.notes import exiger_une_date, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur


@transaction.atomic
def declarer_frein(parcours: Parcours, *, champs: Mapping[str, Any], auteur: Utilisateur) -> Frein:
    """``champs`` names the theme and ``declare_le``; the finer word brings its own theme."""
    garde = verrouiller(parcours)
    exiger_une_date(garde, champs["declare_le"])
    valeurs = dict(champs)
    if valeurs.get("detail"):
        valeurs["theme"] = valeurs["detail"].partition("--")[0]
    return Frein.objects.create(parcours=garde, auteur=auteur, **valeurs)


@transaction.atomic
def suivre_frein(
    frein: Frein,
    *,
    point_actuel: str,
    avance: bool,
    leve_le: dt.date | None = None,
    ce_qui_a_aide: str = "",
) -> Frein:
    """Where it is today; with ``leve_le`` it is settled, and without it what helped waits."""
    parcours = verrouiller(frein.parcours)
    garde = Frein.objects.select_for_update(of=("self",)).get(pk=frein.pk)
    if leve_le:
        exiger_une_date(parcours, leve_le)
        if leve_le < garde.declare_le:
            raise Refus(f"Ce frein est noté depuis le {garde.declare_le:%d/%m/%Y}.", code="avant")
    garde.point_actuel, garde.avance, garde.leve_le = point_actuel, avance, leve_le
    garde.ce_qui_a_aide = ce_qui_a_aide if leve_le else ""
    garde.save(update_fields=["point_actuel", "avance", "leve_le", "ce_qui_a_aide"])
    return garde
