"""One cofinanced operation, so that the sheets of some ateliers carry what its funder asks."""

from __future__ import annotations

from bilans.demonstration.monde import Monde
from parcours.models import Operation

ATELIERS = ("CUI", "FRA")


def cofinancer(monde: Monde) -> None:
    """All the year of the load."""
    operation = Operation.objects.create(
        centre=monde.centre,
        numero=f"{monde.jour.year}-0000",
        intitule="Reprendre pied, pas à pas",
        debut=monde.jour.replace(month=1, day=1),
        fin=monde.jour.replace(month=12, day=31),
        autres_financeurs="Département de la Moselle",
    )
    operation.ateliers.set([monde.ateliers[code] for code in ATELIERS])
