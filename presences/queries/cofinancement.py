"""Operations that pay for ateliers: those of one centre, and what a sheet must carry of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from ateliers.models import Seance
from centre.temps import a_paris
from parcours.models import LogoFinanceur, Operation

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur


def operations_du_centre(utilisateur: Utilisateur, centre: Centre) -> QuerySet[Operation]:
    return (
        Operation.objects.visibles_par(utilisateur)
        .filter(centre=centre)
        .prefetch_related("ateliers", "logos")
    )


def dites_sur_les_feuilles(
    seances: Sequence[Seance],
) -> tuple[dict[int, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """What a funder asks above each sheet, by séance, and the logos by key of operation.

    Of two operations on one day the latest begun is written. Two queries.
    """
    liens = (
        Operation.ateliers.through.objects.filter(atelier__in={s.atelier_id for s in seances})
        .select_related("operation")
        .order_by("operation__debut", "operation__numero")
    )
    dites: dict[int, dict[str, Any]] = {}
    for lien in liens:
        for seance in seances:
            if seance.atelier_id == lien.atelier_id and lien.operation.couvre(
                a_paris(seance.debut).date()
            ):
                dites[seance.pk] = _dite(lien.operation)
    return dites, _logos({int(dite["cle"]) for dite in dites.values()})


def _dite(operation: Operation) -> dict[str, Any]:
    return {
        "cle": str(operation.pk),
        "numero": operation.numero,
        "titre": operation.intitule,
        "europe": operation.est_europeenne,
        "autres": operation.autres_financeurs,
    }


def _logos(operations: set[int]) -> dict[str, list[dict[str, Any]]]:
    """The bytes as numbers: what the template of the paper can turn into an image."""
    logos: dict[str, list[dict[str, Any]]] = {}
    for logo in LogoFinanceur.objects.filter(operation__in=operations):
        dit = {"financeur": logo.financeur, "image": list(bytes(logo.image))}
        logos.setdefault(str(logo.operation_id), []).append(dit)
    return logos
