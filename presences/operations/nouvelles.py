"""Writing what a caring call gave: the silence it answers goes back to zero."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import Parcours
from presences.models import PriseDeNouvelles

if TYPE_CHECKING:
    from centre.models import Utilisateur

# Two clicks on one button are one call.
DOUBLE_CLIC = dt.timedelta(seconds=30)


@transaction.atomic
def noter_des_nouvelles(
    parcours: Parcours, *, issue: str, par: Utilisateur, quand: dt.datetime | None = None
) -> PriseDeNouvelles:
    """Write the outcome, by category; nothing is sent, to anybody."""
    quand = quand or maintenant()
    garde = Parcours.objects.select_for_update(of=("self",)).get(pk=parcours.pk)
    if issue not in PriseDeNouvelles.Issue.values:
        raise Refus("Choisissez ce que l’appel a donné.", code="issue")
    if not garde.est_ouvert:
        raise Refus("Ce parcours est clos.", code="clos")
    deja = garde.prises_de_nouvelles.filter(
        issue=issue, par=par, le__gt=quand - DOUBLE_CLIC
    ).first()
    return deja or PriseDeNouvelles.objects.create(parcours=garde, issue=issue, par=par, le=quand)
