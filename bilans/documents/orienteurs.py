"""R1: which organisations sent people, and which of these people entered since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bilans.documents import Colonne, Ligne, Table
from bilans.documents.repartitions import PART
from bilans.figures import Perimetre, Periode
from bilans.figures.perimetre import pourcentage
from bilans.figures.personnes import orientations_de, parcours_de
from centre.models import Organisme


def _lignes_des_orienteurs(
    gens: dict[tuple[str, str, str], set[int]],
    venus: dict[tuple[str, str, str], set[int]],
    tous: int,
) -> list[Ligne]:
    """The largest first."""
    return [
        Ligne(
            nom,
            [
                libelle_type(genre),
                len(qui),
                len(venus[pk, nom, genre]),
                pourcentage(len(qui), tous),
            ],
            pk,
        )
        for (pk, nom, genre), qui in sorted(gens.items(), key=lambda x: (-len(x[1]), x[0][1]))
    ]


def orienteurs(perimetre: Perimetre, periode: Periode, *, externe: bool) -> Table:
    """By organisation: distinct people sent, and those of them who entered since.

    Outside, a sensitive organisation of fewer than five people is told with « Autre » (§4.2).
    """
    fiches = orientations_de(perimetre, periode).values_list(
        "prescripteur__organisme",
        "prescripteur__organisme__nom",
        "prescripteur__organisme__type",
        "prescripteur__organisme__est_sensible",
        "personne__fusionnee_dans",
        "personne",
    )
    entres = set(
        parcours_de(perimetre)
        .filter(date_entree__lte=periode.au)
        .values_list("personne", flat=True)
    )
    gens: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    venus: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    sensibles: dict[tuple[str, str, str], bool] = {}
    for pk, nom, genre, sensible, racine, personne in fiches:
        cle = str(pk), nom or "Sans organisme", genre or ""
        sensibles[cle] = bool(sensible) or genre in Organisme.TYPES_SENSIBLES
        gens[cle].add(racine or personne)
        if personne in entres:
            venus[cle].add(racine or personne)
    if externe:
        gens, venus = _fondre(gens, venus, sensibles)
    tous = {pk for lot in gens.values() for pk in lot}
    entrees = {pk for lot in venus.values() for pk in lot}
    lignes = _lignes_des_orienteurs(gens, venus, len(tous))
    total = [None, len(tous), len(entrees), None]
    lignes.append(Ligne("Chaque personne une fois", list(total), "total", est_total=True))
    colonnes = [
        Colonne("Type", "texte"), Colonne("Orientées", "personnes"),
        Colonne("Entrées", "personnes"), PART,
    ]  # fmt: skip
    return Table(
        "orienteurs", "Qui a orienté", colonnes, lignes, "Organisme", dessin="barres:1",
        notes=["Une personne orientée par deux organismes compte dans chacun, une fois en tout."],
    )  # fmt: skip


def est_sensible(organisme: Organisme) -> bool:
    return organisme.est_sensible or organisme.type in Organisme.TYPES_SENSIBLES


def libelle_type(code: str) -> str:
    return str(dict(Organisme.Type.choices).get(code, "Autre"))


def _fondre(gens: Any, venus: Any, sensibles: dict[Any, bool]) -> tuple[Any, Any]:
    autre = ("autre", "Autre", "")
    sortie: dict[Any, set[int]] = defaultdict(set)
    entrees: dict[Any, set[int]] = defaultdict(set)
    for cle, qui in gens.items():
        vers = autre if sensibles[cle] and len(qui) < 5 else cle
        sortie[vers] |= qui
        entrees[vers] |= venus[cle]
    return sortie, entrees
