"""The same blocks by room, animateur or atelier: a day in columns, a week in rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ateliers.views.grille import Bloc, poser_les_voies
from ateliers.views.jours import Jour

SANS = {"lieu": "Sans lieu", "animateur": "Sans animateur", "atelier": "Autres"}


@dataclass
class Colonne:
    """One room, animateur or atelier of a day; ``cle`` is the room's id when columns are rooms."""

    nom: str
    cle: str = ""
    blocs: list[Bloc] = field(default_factory=list)
    voies: int = 1

    @property
    def classes(self) -> str:
        return f"colonne voies-{self.voies}" if self.voies > 1 else "colonne"


@dataclass
class Ligne:
    """One room, animateur or atelier of a week: a cell for each day."""

    nom: str
    cases: list[tuple[Jour, list[Bloc]]]


def _occupants(blocs: Iterable[Bloc]) -> list[Bloc]:
    return [bloc for bloc in blocs if bloc.etat != "partie"]


def colonnes(blocs: Iterable[Bloc], par: str) -> list[Colonne]:
    """A block led by two people stands in both columns; one that nobody leads has its own.

    The place that a moved séance left is nobody's any more: it is not drawn.
    """
    trouvees: dict[str, Colonne] = {}
    for bloc in _occupants(blocs):
        for cle, nom in bloc.rangs.get(par) or [("", SANS[par])]:
            colonne = trouvees.setdefault(cle, Colonne(nom, cle))
            colonne.blocs.append(replace(bloc, voie=0))
    rangees = sorted(trouvees.values(), key=lambda colonne: (not colonne.cle, colonne.nom))
    for colonne in rangees:
        colonne.voies = poser_les_voies(colonne.blocs)
    return rangees


def grouper_la_semaine(jours: Sequence[Jour], par: str) -> list[Ligne]:
    """Rows by name, those without one last; each with the days in their order."""
    noms: dict[str, str] = {}
    cases: dict[str, dict[int, list[Bloc]]] = {}
    for rang, jour in enumerate(jours):
        for bloc in _occupants(jour.blocs):
            for cle, nom in bloc.rangs.get(par) or [("", SANS[par])]:
                noms[cle] = nom
                cases.setdefault(cle, {}).setdefault(rang, []).append(bloc)
    return [
        Ligne(noms[cle], [(jour, cases[cle].get(rang, [])) for rang, jour in enumerate(jours)])
        for cle in sorted(noms, key=lambda cle: (not cle, noms[cle]))
    ]
