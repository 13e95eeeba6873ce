"""What the page of a bilan shows: key figures beside the year before, and the table by atelier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from ateliers.models import Atelier
from bilans.documents import Cellule
from bilans.figures import Figure, Perimetre, Periode, calculer
from bilans.figures.ateliers import LigneAtelier, par_atelier
from bilans.figures.perimetre import SANS_SORTIES
from bilans.figures.seances import ETATS
from centre.ecriture import pluriel

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
class Case:
    """A number of the table, and the address of the list behind it."""

    nom: str
    valeur: Cellule
    unite: str
    adresse: str


# Heading, unit, figure and list of each column.
COLONNES = (
    ("Prévues", "", "F11", "prevues"), ("Tenues", "", "F11", "tenues"),
    ("Annulées", "", "F11", "annulees"), ("Inscrits", "", "", ""), ("Venus", "", "F07", ""),
    ("Présences", "", "F09", ""), ("Heures", "heures", "F10", ""),
    ("Taux de présence", "%", "F13", ""), ("Taux d’assiduité", "%", "F14", ""),
)  # fmt: skip


def cases(valeurs: Sequence[Cellule], perimetre: Perimetre, periode: Periode) -> list[Case]:
    """``valeurs`` in the order of ``COLONNES``, counted in ``perimetre``."""
    return [
        Case(nom, valeur, unite, _liste(code, perimetre, periode, cle) if code else "")
        for (nom, unite, code, cle), valeur in zip(COLONNES, valeurs, strict=True)
    ]


def _liste(code: str, perimetre: Perimetre, periode: Periode, cle: str) -> str:
    champs = {"liste": cle} if cle else {}
    return f"{reverse('bilans:figure', args=[code])}?{adresse(perimetre, periode, **champs)}"


def valeurs_de(x: LigneAtelier) -> list[Cellule]:
    etats = [x.seances[etat] for etat in ("prevues", "tenues", "annulees")]
    gens = [x.inscrits, x.participants, x.participations, x.minutes]
    return [*etats, *gens, x.taux_de_presence, x.taux_d_assiduite]


@dataclass(frozen=True)
class Barre:
    """A line of the table with its bar: lengths of present, excused and missing."""

    ligne: LigneAtelier
    cases: list[Case]
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


def barres(perimetre: Perimetre, periode: Periode, lignes: list[LigneAtelier]) -> list[Barre]:
    """All the bars share one scale: the longest fills the frame."""
    plus_long = max((ligne.attendus for ligne in lignes), default=0) or 1
    return [
        Barre(
            ligne,
            cases(valeurs_de(ligne), replace(perimetre, atelier=ligne.atelier), periode),
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
        Atelier(titre=f"Sans les sorties, {pluriel(len(gardees), 'atelier')}"),
        {etat: sum(x.seances[etat] for x in gardees) for etat in ("prevues", *ETATS)},
        None,
    )
    for champ in ("participations", "presents", "excuses", "absents", "capacite"):
        setattr(somme, champ, sum(getattr(x, champ) for x in gardees))
    somme.minutes = int(calculer("F10", perimetre.sans_sorties(), periode).numerateur or 0)
    return somme


def _sans_les_sorties(
    perimetre: Perimetre, periode: Periode, lignes: list[LigneAtelier]
) -> dict[str, Any] | None:
    somme = sous_total(perimetre, periode, lignes)
    if somme is None:
        return None
    valeurs = valeurs_de(somme)
    valeurs[3:5] = [None, None]
    return {
        "titre": somme.atelier.titre,
        "cases": cases(valeurs, perimetre.sans_sorties(), periode),
    }


def _ensemble(total: dict[str, Figure]) -> list[Cellule]:
    etats: Any = total["F11"].valeur
    comptes = [etats[etat] for etat in ("prevues", "tenues", "annulees")]
    venus, presences, minutes = (total[code].numerateur for code in ("F07", "F09", "F10"))
    taux: list[Any] = [total[code].valeur for code in ("F13", "F14")]
    return [*comptes, None, venus, presences, minutes, *taux]


def tableau(perimetre: Perimetre, periode: Periode) -> dict[str, Any]:
    """Lines by atelier, what they make without the outings, and all together."""
    lignes = par_atelier(perimetre, periode)
    total = {code: calculer(code, perimetre, periode) for code in TOTAL}
    return {
        "barres": barres(perimetre, periode, lignes),
        "colonnes": [nom for nom, *_ in COLONNES],
        "sous_total": _sans_les_sorties(perimetre, periode, lignes),
        "total": total,
        "ensemble": cases(_ensemble(total), perimetre, periode),
        "largeur": LARGEUR,
    }


def adresse(perimetre: Perimetre, periode: Periode, **champs: object) -> str:
    """The part of an address that asks for the same period and scope."""
    commun: dict[str, object] = {"du": periode.du.isoformat(), "au": periode.au.isoformat()}
    if perimetre.dispositif:
        commun["dispositif"] = perimetre.dispositif.code
    if perimetre.atelier:
        commun["atelier"] = perimetre.atelier.code
    if perimetre.genres == SANS_SORTIES:
        commun["sorties"] = "non"
    if perimetre.organisme:
        commun["organisme"] = perimetre.organisme.pk
    return urlencode({**commun, **champs})
