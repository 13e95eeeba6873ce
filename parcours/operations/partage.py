"""What every act of the shared space asks first: an open parcours, locked, and who walks there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from centre.erreurs import Refus
from parcours.models import Parcours, ReferentParcours
from parcours.operations.parcours import verrouiller
from parcours.queries.prealables import prealables_manquants

if TYPE_CHECKING:
    from centre.models import Utilisateur


def ouvert_et_verrouille(parcours: Parcours) -> Parcours:
    """Lock then read; a closed parcours is only read."""
    garde = verrouiller(parcours)
    if not garde.est_ouvert:
        raise Refus("Ce parcours est clos\u00a0: son espace commun se lit seulement.", code="clos")
    return garde


def exiger_les_prealables(parcours: Parcours) -> None:
    """Nothing is planned with her before what the frame asks for; the code is the step's."""
    for manque in prealables_manquants(parcours):
        raise Refus(manque.phrase, code=manque.etape)


def signer(utilisateur: Utilisateur, parcours: Parcours, jour: dt.date) -> str:
    """Her name and organisation, as the person will read them."""
    membre = (
        ReferentParcours.objects.en_vigueur(jour)
        .filter(parcours=parcours, professionnel__utilisateur=utilisateur.pk)
        .select_related("professionnel__organisme")
        .first()
    )
    organisme = membre.professionnel.organisme if membre else parcours.centre
    return f"{utilisateur}, {organisme}"[:180]
