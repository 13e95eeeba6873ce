"""Who pays for a parcours: its own shares, or those of its frame (ASN-13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from parcours.models import Parcours, PartDuParcours, PartFinanceur
from parcours.models.dispositifs import Public
from parcours.models.tarifs import RESERVES_AU_HANDICAP, Financeur

Parts = Mapping[str, Decimal]


def est_hors_public(parcours: Parcours, financeur: str) -> bool:
    """A funder of disabled people, and nothing that says so on the day of the entry."""
    return financeur in RESERVES_AU_HANDICAP and Public.HANDICAP not in parcours.publics


def hors_public(parcours: Parcours, parts: Iterable[str]) -> list[Financeur]:
    """Those of these funders who do not pay for such a person: a warning, never a refusal."""
    return [Financeur(financeur) for financeur in parts if est_hors_public(parcours, financeur)]


def parts_des_parcours(lus: Iterable[Parcours]) -> dict[int, Parts]:
    """Shares by parcours id, in two queries; empty where nobody wrote who pays."""
    tous = {parcours.pk: parcours.dispositif_id for parcours in lus}
    communes: dict[int, dict[str, Decimal]] = defaultdict(dict)
    propres: dict[int, dict[str, Decimal]] = defaultdict(dict)
    du_cadre = PartFinanceur.objects.filter(dispositif__in=set(tous.values()))
    for cadre, financeur, part in du_cadre.values_list("dispositif", "financeur", "part"):
        communes[cadre][financeur] = part
    siennes = PartDuParcours.objects.filter(parcours__dispositif__in=set(tous.values()))
    for pk, financeur, part in siennes.values_list("parcours", "financeur", "part"):
        propres[pk][financeur] = part
    return {pk: propres.get(pk) or communes.get(cadre, {}) for pk, cadre in tous.items()}
