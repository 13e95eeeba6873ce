"""Writing an agreement with its places, and ending it before its day (ASN-11)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from bilans.models import Convention
from centre.erreurs import Refus
from centre.models import Centre

if TYPE_CHECKING:
    from collections.abc import Collection


@transaction.atomic
def enregistrer(convention: Convention, *, champs: Collection[str]) -> Convention:
    """Create an agreement, or write the ``champs`` that changed.

    Refuses the same agreement twice: one signatory, one frame, one département, one first day.
    """
    Centre.objects.select_for_update(of=("self",)).get(pk=convention.centre_id)
    memes = Convention.objects.filter(
        centre=convention.centre_id,
        dispositif=convention.dispositif_id,
        signataire=convention.signataire,
        departement=convention.departement,
        debut=convention.debut,
    )
    if memes.exclude(pk=convention.pk).exists():
        raise Refus("Cette convention est déjà écrite, avec le même premier jour.", code="double")
    if convention.pk is None:
        convention.save()
    elif champs:
        convention.save(update_fields=list(champs))
    return convention


@transaction.atomic
def terminer(convention: Convention, *, jour: dt.date) -> Convention:
    """The last day becomes ``jour``; refused before the first day and after the last one."""
    tenue = Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
    if jour < tenue.debut:
        raise Refus("Cette convention n’a pas encore commencé.", code="avenir")
    if jour >= tenue.fin:
        raise Refus(f"Cette convention est déjà finie le {tenue.fin:%d/%m/%Y}.", code="finie")
    tenue.fin = jour
    tenue.save(update_fields=["fin"])
    return tenue
