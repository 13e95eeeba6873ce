"""Absences of those who lead séances: written once, ended or removed; séances do not move here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Absence
from centre.erreurs import Refus
from centre.models import Centre

if TYPE_CHECKING:
    from centre.models import Utilisateur


@transaction.atomic
def noter_absence(absence: Absence, *, par: Utilisateur | None) -> Absence:
    """Write a new absence. Raises Refus (code deja) when one of hers shares a day with it."""
    Centre.objects.select_for_update(of=("self",)).get(pk=absence.centre_id)
    siennes = Absence.objects.filter(professionnel=absence.professionnel_id)
    if siennes.entre(absence.du, absence.au).exists():
        raise Refus(
            "Une absence de cette personne est déjà écrite sur ces jours. Retirez-la d’abord.",
            code="deja",
        )
    absence.ecrite_par = par
    absence.save()
    return absence


def retirer_absence(absence: Absence) -> None:
    """Forget an absence; what was decided for its séances stays."""
    absence.delete()
