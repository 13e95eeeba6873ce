"""What the coordination writes of its funders, as the sheets to sign will show it."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from centre.erreurs import Refus
from centre.images import decoder
from centre.models import Centre
from parcours.models import LogoFinanceur, Operation

if TYPE_CHECKING:
    from ateliers.models import Atelier

OCTETS_MAX = 2 * 2**20
PIXELS_MAX = 20_000_000
# Printed nine millimetres high: legible at 400 points per inch.
TAILLE = (480, 144)
LOGOS_MAX = 6


@transaction.atomic
def enregistrer_operation(
    operation: Operation, *, champs: Collection[str], ateliers: Collection[Atelier]
) -> Operation:
    """Create an operation, or write the ``champs`` that changed, and the ateliers that it pays.

    Refuses a number that another operation of the centre took meanwhile.
    """
    Centre.objects.select_for_update(of=("self",)).get(pk=operation.centre_id)
    memes = Operation.objects.filter(centre=operation.centre_id, numero=operation.numero)
    if memes.exclude(pk=operation.pk).exists():
        raise Refus("Une opération de votre centre porte déjà ce numéro.", code="numero")
    if operation.pk is None:
        operation.save()
    elif ecrits := [champ for champ in champs if champ != "ateliers"]:
        operation.save(update_fields=ecrits)
    operation.ateliers.set(ateliers)
    return operation


def recrire_un_logo(fichier: BinaryIO) -> bytes:
    """A small PNG made of the pixels alone, transparent where it was."""
    octets = fichier.read(OCTETS_MAX + 1)
    if len(octets) > OCTETS_MAX:
        raise Refus("Ce logo dépasse 2 Mo. Envoyez une image plus petite.", code="poids")
    image = decoder(octets, pixels_max=PIXELS_MAX)
    image.thumbnail(TAILLE)
    ecrite = io.BytesIO()
    image.save(ecrite, "PNG", optimize=True)
    return ecrite.getvalue()


@transaction.atomic
def poser_un_logo(operation: Operation, *, financeur: str, image: bytes) -> LogoFinanceur:
    """Give a funder its sign on the sheets; sent again, it replaces the one before."""
    tenue = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    autres = tenue.logos.exclude(financeur=financeur)
    if autres.count() >= LOGOS_MAX:
        raise Refus(f"Une feuille porte {LOGOS_MAX} logos au plus.", code="nombre")
    logo, _ = LogoFinanceur.objects.update_or_create(
        operation=tenue, financeur=financeur, defaults={"image": image}
    )
    return logo


@transaction.atomic
def ecrire_le_siret(centre: Centre, *, siret: str) -> None:
    tenu = Centre.objects.select_for_update(of=("self",)).get(pk=centre.pk)
    tenu.siret = siret
    tenu.save(update_fields=["siret"])
