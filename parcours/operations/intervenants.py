"""Those who act around the référent, each in a field, with the person's agreement (ASG-01)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import JOUR, aujourdhui
from parcours.models import Parcours, ReferentParcours
from parcours.operations.partage import ouvert_et_verrouille

if TYPE_CHECKING:
    from centre.models import Professionnel

Role = ReferentParcours.Role


@transaction.atomic
def ajouter_intervenant(
    parcours: Parcours, *, professionnel: Professionnel, domaine: str, accord_le: dt.date
) -> ReferentParcours:
    """From today she reads the shared space; without the person's dated yes she does not."""
    parcours = ouvert_et_verrouille(parcours)
    if not parcours.dispositif.est_partage:
        raise Refus("Ce dispositif n’a pas d’intervenants.", code="dispositif")
    if not parcours.referents.filter(role=Role.REFERENT_UNIQUE, fin__isnull=True).exists():
        raise Refus("Choisissez d’abord qui garantit la coordination.", code="referent")
    if accord_le > aujourdhui():
        raise Refus("Son accord a une date passée.", code="accord")
    deja = parcours.referents.filter(professionnel=professionnel, fin__isnull=True)
    if deja.exists():
        raise Refus(f"{professionnel} accompagne déjà cette personne.", code="deja")
    return ReferentParcours.objects.create(
        parcours=parcours,
        professionnel=professionnel,
        role=Role.INTERVENANT,
        domaine=domaine,
        accord_le=accord_le,
        debut=aujourdhui(),
    )


@transaction.atomic
def retirer_intervenant(intervenant: ReferentParcours) -> ReferentParcours:
    """His reading ends at once: the last day was yesterday, or today if he came today."""
    ouvert_et_verrouille(intervenant.parcours)
    garde = ReferentParcours.objects.select_for_update(of=("self",)).get(pk=intervenant.pk)
    if garde.role != Role.INTERVENANT:
        raise Refus("Un référent passe le relais, il ne se retire pas.", code="role")
    if garde.fin is None:
        garde.fin = max(garde.debut, aujourdhui() - JOUR)
        garde.save(update_fields=["fin"])
    return garde
