"""What the page of a bilan shows: key figures beside the year before, and the table by atelier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ateliers.models import Atelier
from bilans.figures import Figure, Perimetre, Periode, calculer
from bilans.figures.ateliers import LigneAtelier, par_atelier
from bilans.figures.seances import ETATS

CLES = ("F02", "F05", "F07", "F11", "F13", "F14", "F16", "F17", "F20", "F24")
TOTAL = ("F07", "F09", "F10", "F11", "F13", "F14")
# Bars are drawn in a frame of 1000 units, whatever its width on the page.
LARGEUR = 1000


@dataclass(frozen=True)
class Carte:
    """A figure, and the same one a year before."""

    figure: Figure
    avant: Figure

    @property
    def nombre(self) -> Any:
        """What stands in large: séances show those that were held."""
        return self.figure.numerateur if self.figure.code == "F11" else self.figure.valeur

    @property
    def nombre_avant(self) -> Any:
        return self.avant.numerateur if self.avant.code == "F11" else self.avant.valeur

    @property
    def ecart(self) -> str:
        """« +11,7 % » for a count; nothing where the year before has nothing to compare."""
        avant, ici = self.nombre_avant, self.nombre
        if self.figure.unite == "%" or not avant or ici is None:
            return ""
        return f"{100 * (ici - avant) / avant:+.1f} %".replace(".", ",")


@dataclass(frozen=True)
class Barre:
    """A line of the table with its bar: lengths of present, excused and missing."""

    ligne: LigneAtelier
    presents: int
    excuses: int
    absents: int

    @property
    def debut_excuses(self) -> int:
        return self.presents

    @property
    def debut_absents(self) -> int:
        return self.presents + self.excuses


def cartes(perimetre: Perimetre, periode: Periode) -> list[Carte]:
    avant = periode.un_an_avant()
    return [
        Carte(calculer(code, perimetre, periode), calculer(code, perimetre, avant)) for code in CLES
    ]


def barres(lignes: list[LigneAtelier]) -> list[Barre]:
    """All the bars share one scale: the longest fills the frame."""
    plus_long = max((ligne.attendus for ligne in lignes), default=0) or 1
    return [
        Barre(
            ligne,
            *(n * LARGEUR // plus_long for n in (ligne.presents, ligne.excuses, ligne.absents)),
        )
        for ligne in lignes
    ]


def sous_total(
    perimetre: Perimetre, periode: Periode, lignes: list[LigneAtelier]
) -> LigneAtelier | None:
    """The lines that are no sortie, without adding people up; None when there is no sortie.

    As in F10, an hour that a person spent in two ateliers at once counts once.
    """
    gardees = [x for x in lignes if x.atelier.genre != Atelier.Genre.SORTIE]
    if not gardees or len(gardees) == len(lignes):
        return None
    somme = LigneAtelier(
        Atelier(titre=f"Sans les sorties, {len(gardees)} ateliers"),
        {etat: sum(x.seances[etat] for x in gardees) for etat in ("prevues", *ETATS)},
        None,
    )
    for champ in ("participations", "presents", "excuses", "absents", "capacite"):
        setattr(somme, champ, sum(getattr(x, champ) for x in gardees))
    somme.minutes = int(calculer("F10", perimetre.sans_sorties(), periode).numerateur or 0)
    return somme


def tableau(perimetre: Perimetre, periode: Periode) -> dict[str, Any]:
    """Lines by atelier, what they make without the outings, and all together."""
    lignes = par_atelier(perimetre, periode)
    return {
        "barres": barres(lignes),
        "sous_total": sous_total(perimetre, periode, lignes),
        "total": {code: calculer(code, perimetre, periode) for code in TOTAL},
        "largeur": LARGEUR,
    }


def adresse(perimetre: Perimetre, periode: Periode, **champs: object) -> str:
    """The part of an address that asks for the same period and dispositif."""
    commun: dict[str, object] = {"du": periode.du.isoformat(), "au": periode.au.isoformat()}
    if perimetre.dispositif:
        commun["dispositif"] = perimetre.dispositif.code
    return urlencode({**commun, **champs})
