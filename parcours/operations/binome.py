"""Two halves of two organisations: what a binôme is, at the entry and at each relay (AGL-03)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from centre.erreurs import Refus
from parcours.models import Frein, Parcours, ReferentParcours
from parcours.models.diagnostics import BINOME

if TYPE_CHECKING:
    from centre.models import Organisme, Professionnel

# Obstacles on the side of work; the other public themes are on the social side.
PROFESSIONNELS = {
    Frein.Theme.CHOISIR_METIER,
    Frein.Theme.ENTREPRISE,
    Frein.Theme.CANDIDATURE,
    Frein.Theme.FORMATION,
    Frein.Theme.EMPLOI,
}


def organisme_du_role(professionnel: Professionnel, role: str) -> Organisme | None:
    """What the row of a référent keeps for the database: a half acts for her organisation."""
    return professionnel.organisme if role in BINOME else None


def binome_de(parcours: Parcours) -> dict[str, ReferentParcours]:
    """The two open halves by role, with their organisations; refuses an incomplete one (AGL-03)."""
    lignes = parcours.referents.filter(role__in=BINOME, fin__isnull=True)
    moities = {ligne.role: ligne for ligne in lignes.select_related("professionnel__organisme")}
    organismes = {ligne.professionnel.organisme_id for ligne in moities.values()}
    if set(moities) != set(BINOME) or len(organismes) < len(BINOME):
        raise Refus(
            "Le binôme n’est pas complet\u00a0: un volet social et un volet emploi, "
            "de deux organismes différents.",
            code="binome",
        )
    return moities


def exiger_l_autre_organisme(parcours: Parcours, *, role: str, organisme_id: int) -> None:
    """A relay keeps the two organisations apart (AGL-03)."""
    if role not in BINOME:
        return
    autres = parcours.referents.filter(role__in=BINOME, fin__isnull=True).exclude(role=role)
    if autres.filter(professionnel__organisme=organisme_id).exists():
        raise Refus(
            "L’autre moitié du binôme est déjà de cet organisme. Choisissez-en un autre.",
            code="binome",
        )


def exiger_les_deux_freins(freins: Collection[str]) -> None:
    """An accompaniment by two halves answers a social and a professional obstacle (AGL-02)."""
    professionnels = PROFESSIONNELS & set(freins)
    if not professionnels or professionnels == set(freins):
        raise Refus(
            "Ce dispositif demande au moins un frein social et un frein professionnel.",
            code="freins",
        )
