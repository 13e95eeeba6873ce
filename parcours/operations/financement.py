"""Shares of funders: a hundred per cent or none, for a frame and for one parcours (ASN-13)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from centre.erreurs import Refus
from parcours.models import Parcours, PartDuParcours


def exiger_cent_pour_cent(parts: Mapping[str, Decimal]) -> None:
    total = sum(parts.values(), Decimal(0))
    if parts and total != 100:
        dit = f"{total.normalize():f}".replace(".", ",")
        raise Refus(
            f"Les parts des financeurs font {dit}\u00a0%. Elles doivent faire 100\u00a0%.",
            code="parts",
        )


@transaction.atomic
def repartir(parcours: Parcours, *, parts: Mapping[str, Decimal]) -> Parcours:
    """Write who pays for this parcours, open or ended; without any part, its frame decides again.

    The parcours is locked: two people who save at once leave one whole sharing, not a mixture.
    """
    exiger_cent_pour_cent(parts)
    tenu = Parcours.objects.select_for_update(of=("self",)).get(pk=parcours.pk)
    tenu.parts.all().delete()
    PartDuParcours.objects.bulk_create(
        PartDuParcours(parcours=tenu, financeur=financeur, part=part)
        for financeur, part in parts.items()
    )
    return tenu
