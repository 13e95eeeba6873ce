"""A point of attention is set aside by whoever wants it so, and taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import PointEcarte
from ateliers.queries.points import Vu
from centre.erreurs import Refus
from centre.models import Centre
from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


@transaction.atomic
def ecarter(
    centre: Centre,
    *,
    cle: str,
    empreinte: str,
    vus: Iterable[Vu],
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> PointEcarte:
    """Write « c’est voulu » for a point as it is now, among ``vus``; twice is once.

    Raises Refus (code change) when its facts are no longer those of the page.
    """
    Centre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
    if not any((vu.point.cle, vu.point.empreinte) == (cle, empreinte) for vu in vus):
        raise Refus("Ce point a changé, ou il est réglé. Relisez la page.", code="change")
    point, _ = PointEcarte.objects.update_or_create(
        centre=centre,
        cle=cle,
        defaults={"empreinte": empreinte, "par": par, "le": quand or maintenant()},
    )
    return point


def reprendre(point: PointEcarte) -> None:
    """Show the point again."""
    point.delete()
