"""One cofinanced operation, so that the sheets of some ateliers carry what its funder asks."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from bilans.demonstration.monde import Monde
from parcours.models import Operation
from presences.operations.cofinancement import poser_un_logo, recrire_un_logo

ATELIERS = ("CUI", "FRA")


def cofinancer(monde: Monde) -> None:
    """All the year of the load."""
    operation = Operation.objects.create(
        centre=monde.centre,
        numero=f"{monde.jour.year}-0000",
        intitule="Reprendre pied, pas à pas",
        debut=monde.jour.replace(month=1, day=1),
        fin=monde.jour.replace(month=12, day=31),
        autres_financeurs="Département de la Moselle, Fondation du Rempart",
    )
    operation.ateliers.set([monde.ateliers[code] for code in ATELIERS])
    poser_un_logo(operation, financeur="Fondation du Rempart", image=recrire_un_logo(_logo()))


def _logo() -> io.BytesIO:
    """A sign that is nobody's: a wall and its gate."""
    dessin = Image.new("RGB", (480, 144), "white")
    crayon = ImageDraw.Draw(dessin)
    for colonne in range(4):
        crayon.rectangle((20 + 120 * colonne, 20, 90 + 120 * colonne, 60), fill="#7a2e39")
    crayon.rectangle((20, 60, 450, 124), fill="#7a2e39")
    crayon.rectangle((205, 84, 265, 124), fill="white")
    octets = io.BytesIO()
    dessin.save(octets, "PNG")
    octets.seek(0)
    return octets
