"""What the address keeps of a planning page: its moment, its filters, how it is grouped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from ateliers.models import Seance, Serie
from centre.temps import JOUR, ecrire_semaine, lundi_de, semaine_iso

# Years a planning may show: an address typed by hand must not leave the calendar.
ANNEES = range(2000, 2100)
GROUPES = {"lieu": "Par lieu", "animateur": "Par animateur", "atelier": "Par atelier"}
VUES = (
    ("semaine", "Semaine"),
    ("jour", "Jour"),
    ("mois", "Mois"),
    ("annee", "Année"),
    ("liste", "Liste"),
)


@dataclass(frozen=True)
class Filtres:
    """``moment`` is what places the page in time, as written in the address."""

    moment: dict[str, str] = field(default_factory=dict)
    lieu: str = ""
    animateur: str = ""
    atelier: str = ""
    annulees: bool = True
    par: str = ""

    def garde(self, seance: Seance) -> bool:
        return (
            self.lieu in ("", seance.lieu.slug)
            and self.atelier in ("", seance.atelier.slug)
            and (not self.animateur or self.animateur in _animateurs(seance))
            and (self.annulees or not seance.est_annulee)
        )

    def garde_la_serie(self, serie: Serie) -> bool:
        """Whether the greyed line of a series belongs here; nobody leads what does not happen."""
        return (
            not self.animateur
            and self.lieu in ("", serie.lieu.slug)
            and self.atelier in ("", serie.atelier.slug)
        )

    @property
    def est_vide(self) -> bool:
        return not (self.lieu or self.animateur or self.atelier)

    def adresse(self, **changements: Any) -> str:
        """The same page with something else chosen; empty values leave the address."""
        valeurs: dict[str, Any] = {
            **self.moment,
            "lieu": self.lieu,
            "animateur": self.animateur,
            "atelier": self.atelier,
            "annulees": "" if self.annulees else "non",
            "par": self.par,
            **changements,
        }
        return f"?{urlencode({cle: valeur for cle, valeur in valeurs.items() if valeur})}"

    def criteres(self) -> dict[str, Any]:
        """What ``queries.vues.filtrees`` takes."""
        return {
            "lieu": self.lieu,
            "animateur": self.animateur,
            "atelier": self.atelier,
            "annulees": self.annulees,
        }

    def champs(self) -> list[tuple[str, str]]:
        """The filters as hidden fields of a form that asks for another moment."""
        valeurs = {
            "lieu": self.lieu,
            "animateur": self.animateur,
            "atelier": self.atelier,
            "annulees": "" if self.annulees else "non",
        }
        return [(cle, valeur) for cle, valeur in valeurs.items() if valeur]

    def vers(self, vue: str, **moment: str) -> str:
        """The address of another view with the same filters, at another moment."""
        sans = dict.fromkeys(self.moment, "")
        par = self.par if vue in ("semaine", "jour") else ""
        return _chemin(vue) + self.adresse(**{**sans, "par": par, **moment})


@cache
def _chemin(vue: str) -> str:
    """Resolved once: a page of seven days asks it a dozen times."""
    return reverse(f"ateliers:planning-{vue}")


def _animateurs(seance: Seance) -> set[str]:
    return {str(animateur.pk) for animateur in seance.meneurs}


def lire_filtres(donnees: QueryDict, **moment: str) -> Filtres:
    par = donnees.get("par", "")
    return Filtres(
        moment=moment,
        lieu=donnees.get("lieu", ""),
        animateur=donnees.get("animateur", ""),
        atelier=donnees.get("atelier", ""),
        annulees=donnees.get("annulees") != "non",
        par=par if par in GROUPES else "",
    )


def lire_semaine(texte: str, *, jour: dt.date) -> dt.date:
    """The Monday of « 2026-W47 »; the week of ``jour`` for any other text."""
    try:
        lundi = semaine_iso(texte)
    except ValueError:
        return lundi_de(jour)
    return lundi if lundi.year in ANNEES else lundi_de(jour)


def semaine_utile(jour: dt.date) -> dt.date:
    """The day whose week a page opens on: on a Sunday one prepares the coming week."""
    return jour + JOUR if jour.weekday() == 6 else jour


def lire_jour(texte: str, *, defaut: dt.date) -> dt.date:
    """« 2026-11-19 »; ``defaut`` for any other text."""
    try:
        jour = dt.date.fromisoformat(texte) if len(texte) == 10 else defaut
    except ValueError:
        return defaut
    return jour if jour.year in ANNEES else defaut


def vues(filtres: Filtres, actuelle: str, jour: dt.date) -> list[dict[str, Any]]:
    """The five views of the same moment, with the same filters."""
    moments = {
        "semaine": {"semaine": ecrire_semaine(jour)},
        "jour": {"jour": f"{jour}"},
        "mois": {"mois": f"{jour:%Y-%m}"},
        "annee": {"annee": f"{jour.year}"},
        "liste": {"du": f"{jour}"},
    }
    return [
        {"nom": nom, "url": filtres.vers(code, **moments[code]), "actuelle": code == actuelle}
        for code, nom in VUES
    ]


def groupes(filtres: Filtres, *, aucun: str) -> dict[str, Any]:
    """The menu of how a grid is cut; ``aucun`` names the grid that is not."""
    choix = {"": aucun, **GROUPES}
    return {
        "choix": choix[filtres.par],
        "options": [
            {"nom": nom, "url": filtres.adresse(par=code), "actuel": code == filtres.par}
            for code, nom in choix.items()
        ],
    }


def menus_des_seances(seances: Iterable[Seance], filtres: Filtres) -> list[dict[str, Any]]:
    """The three menus, filled from what is read: what is not there cannot be chosen."""
    lieux: dict[str, str] = {}
    ateliers: dict[str, str] = {}
    animateurs: dict[str, str] = {}
    for seance in seances:
        lieux[seance.lieu.slug] = seance.lieu.nom
        ateliers[seance.atelier.slug] = seance.atelier.titre.split(",")[0]
        for animateur in seance.meneurs:
            animateurs[str(animateur.pk)] = animateur.nom_court
    return menus(filtres, lieux=lieux, animateurs=animateurs, ateliers=ateliers)


def menus(
    filtres: Filtres,
    *,
    lieux: dict[str, str],
    animateurs: dict[str, str],
    ateliers: dict[str, str],
) -> list[dict[str, Any]]:
    return [
        _menu("lieu", "Lieux", "lieu", lieux, filtres),
        _menu("animateur", "Animateurs", "personne", animateurs, filtres),
        _menu("atelier", "Ateliers", "palette", ateliers, filtres),
    ]


def _menu(
    cle: str, nom: str, icone: str, choix: dict[str, str], filtres: Filtres
) -> dict[str, Any]:
    actuel = getattr(filtres, cle)
    options = [{"nom": "tous", "url": filtres.adresse(**{cle: ""}), "actuel": not actuel}]
    for valeur, texte in sorted(choix.items(), key=lambda paire: paire[1]):
        url = filtres.adresse(**{cle: valeur})
        options.append({"nom": texte, "url": url, "actuel": valeur == actuel})
    affiche = choix.get(actuel, "aucun ici") if actuel else "tous"
    return {"nom": nom, "icone": icone, "choix": affiche, "options": options}
