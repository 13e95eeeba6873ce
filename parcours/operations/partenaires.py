"""Proposing a partner: she decides, and « not now » changes nothing else (ASI-15)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import aujourdhui
from parcours.models import OrientationPartenaire, Parcours
from parcours.operations.notes import ecrire, exiger_une_date, verrouiller

if TYPE_CHECKING:
    from centre.models import Organisme, Utilisateur


def orienter_vers(
    parcours: Parcours, *, organisme: Organisme, etat: str, le: dt.date, auteur: Utilisateur
) -> OrientationPartenaire:
    """To an organisation of the centre's own directory (LIE-13)."""
    if organisme.centre_id != parcours.centre_id:
        raise Refus("Ce partenaire n’est pas dans l’annuaire du centre.", code="annuaire")
    champs = {"organisme": organisme, "etat": etat, "le": le, "change_le": le}
    return ecrire(OrientationPartenaire, parcours, champs=champs, auteur=auteur)


@transaction.atomic
def changer_etat_partenaire(
    orientation: OrientationPartenaire, *, etat: str, le: dt.date | None = None
) -> OrientationPartenaire:
    """Write where it stands. Nothing else is read nor written here, whatever the answer."""
    le = le or aujourdhui()
    parcours = verrouiller(orientation.parcours)
    exiger_une_date(parcours, le)
    garde = OrientationPartenaire.objects.select_for_update(of=("self",)).get(pk=orientation.pk)
    garde.etat, garde.change_le = etat, max(le, garde.le)
    garde.save(update_fields=["etat", "change_le"])
    return garde
