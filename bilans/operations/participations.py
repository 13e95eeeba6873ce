"""Writing what a participant answered to the European fund, once per operation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from bilans.models import OrdreFSE, ParticipationFSE
from centre import fusion
from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import Operation, Personne

if TYPE_CHECKING:
    from collections.abc import Iterable


@transaction.atomic
def ecrire(
    operation: Operation, personne: Personne, *, reponses: Mapping[str, str]
) -> ParticipationFSE:
    """Create or change the one row of this person; the last words written stay.

    Refuses a person of another centre, and one whose name is gone.
    """
    tenue = Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if tenue.centre_id != operation.centre_id:
        raise Refus("Cette personne n’est pas de votre centre.", code="centre")
    if tenue.anonymisee_le is not None:
        raise Refus("Ce dossier a été effacé.", code="efface")
    return ParticipationFSE.objects.update_or_create(
        operation=operation,
        personne=tenue,
        defaults={**reponses, "modifiee_le": maintenant()},
    )[0]


@transaction.atomic
def ranger_les_colonnes(operation: Operation, colonnes: Sequence[str]) -> None:
    """Keep the columns of its list, in this order; Refus when none is left."""
    if not colonnes:
        raise Refus("Gardez au moins une colonne.", code="colonnes")
    tenue = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    OrdreFSE.objects.update_or_create(operation=tenue, defaults={"colonnes": list(colonnes)})


def _reunir(garde: uuid.UUID, doublon: uuid.UUID, quand: dt.datetime) -> None:
    """Both files answered for one operation: the file that stays keeps its own answers."""
    siennes: Iterable[int] = ParticipationFSE.objects.filter(personne__reference=garde).values_list(
        "operation", flat=True
    )
    en_plus = ParticipationFSE.objects.filter(personne__reference=doublon)
    en_plus.filter(operation__in=list(siennes)).delete()
    en_plus.update(personne=Personne.objects.get(reference=garde))


PART = fusion.Part(app="bilans", liens=("bilans.ParticipationFSE.personne",), deplacer=_reunir)
