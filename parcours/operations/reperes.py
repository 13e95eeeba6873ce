"""The marks that she puts herself; they are kept as she puts them and nothing is computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from parcours.models import Parcours, Repere
from parcours.operations.notes import exiger_une_date, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur


@transaction.atomic
def poser_reperes(
    parcours: Parcours,
    *,
    moment: str,
    places: Mapping[str, int],
    le: dt.date,
    auteur: Utilisateur,
) -> None:
    """Write the themes she answered; one left out keeps what she said before at this moment."""
    garde = verrouiller(parcours)
    exiger_une_date(garde, le)
    for theme, place in places.items():
        Repere.objects.update_or_create(
            parcours=garde,
            moment=moment,
            theme=theme,
            defaults={"place": place, "le": le, "auteur": auteur},
        )
