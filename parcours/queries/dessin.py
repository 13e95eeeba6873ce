"""The drawing of her own marks: six paths, three moments, no sum and no mean (ASI-22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parcours.models import Repere

LARGEUR, MARGE, HAUTEUR_LIGNE, HAUT = 360, 30, 58, 26
MOMENTS = tuple(Repere.Moment.values)


@dataclass(frozen=True)
class Marque:
    """``forme`` is the moment: an empty ring, a half one, a full leaf."""

    forme: str
    nom: str
    place: int
    x: int
    y: int


@dataclass(frozen=True)
class Chemin:
    """One theme: its line at ``y`` and the marks she put on it, in the order of the moments."""

    nom: str
    y: int
    y_nom: int
    marques: tuple[Marque, ...]
    liaison: str

    def places(self) -> list[int | None]:
        lues = {m.forme: m.place for m in self.marques}
        return [lues.get(moment) for moment in MOMENTS]


@dataclass(frozen=True)
class Dessin:
    chemins: tuple[Chemin, ...]
    largeur: int
    hauteur: int
    gauche: int
    droite: int
    crans: tuple[int, ...]
    moments: tuple[str, ...]

    @property
    def a_des_marques(self) -> bool:
        return any(chemin.marques for chemin in self.chemins)


def _x(place: int) -> int:
    return MARGE + (LARGEUR - 2 * MARGE) * (place - 1) // 4


def dessin_de(reperes: Iterable[Repere]) -> Dessin:
    """Where each mark stands, for the page to draw; a theme without mark keeps its empty path."""
    poses: dict[str, dict[str, int]] = {}
    for repere in reperes:
        poses.setdefault(repere.theme, {})[repere.moment] = repere.place
    chemins = tuple(
        _chemin(str(nom), rang, poses.get(code, {}))
        for rang, (code, nom) in enumerate(Repere.Theme.choices)
    )
    return Dessin(
        chemins=chemins,
        largeur=LARGEUR,
        hauteur=HAUTEUR_LIGNE * len(chemins) + 6,
        gauche=_x(1),
        droite=_x(5),
        crans=tuple(_x(place) for place in (1, 2, 3, 4, 5)),
        moments=tuple(str(Repere.Moment(m).label) for m in MOMENTS),
    )


def _chemin(nom: str, rang: int, places: Mapping[str, int]) -> Chemin:
    """Two marks on one place stand one above the other, so that none hides another."""
    y = rang * HAUTEUR_LIGNE + HAUT + 16
    marques: list[Marque] = []
    for moment in MOMENTS:
        if moment not in places:
            continue
        place = places[moment]
        deja = sum(m.place == place for m in marques)
        libelle = f"{Repere.Moment(moment).label}\u00a0: {place}"
        marques.append(Marque(moment, libelle, place, _x(place), y - 13 * deja))
    liaison = " ".join(f"{m.x},{y}" for m in marques)
    return Chemin(nom, y, rang * HAUTEUR_LIGNE + HAUT - 6, tuple(marques), liaison)
