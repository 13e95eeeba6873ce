"""For whom and when a figure is counted, and what it returns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from ateliers.models import Atelier
from bilans.dictionnaire import DICTIONNAIRE, Definition
from centre.temps import ajouter_mois, bornes, maintenant

if TYPE_CHECKING:
    from centre.models import Centre, Organisme
    from parcours.models import Dispositif

# Entretiens have their own state and no presence (decision 7).
GENRES = (Atelier.Genre.ATELIER, Atelier.Genre.PERMANENCE, Atelier.Genre.SORTIE)
# An outing is one date with families: the rates of the year are read without it.
SANS_SORTIES = (Atelier.Genre.ATELIER, Atelier.Genre.PERMANENCE)
# Under this denominator a rate about people says more about one of them than about the year.
MINIMUM = 5

Nombre = int | float


@dataclass(frozen=True)
class Periode:
    """Two civil dates of Paris, both included."""

    du: dt.date
    au: dt.date

    def __post_init__(self) -> None:
        if self.au < self.du:
            raise ValueError("La fin de la période vient après son début.")

    @property
    def bornes(self) -> tuple[dt.datetime, dt.datetime]:
        """Half-open instants [du 00:00, the day after au 00:00[ in Paris."""
        return bornes(self.du, self.au)

    def un_an_avant(self) -> Periode:
        """The same dates of the year before; 29 February becomes the 28th."""
        return Periode(ajouter_mois(self.du, -12), ajouter_mois(self.au, -12))


@dataclass(frozen=True)
class Perimetre:
    """A centre, one of its dispositifs or all; ``quand`` tells past séances from those to come.

    ``genres`` restricts what is counted of séances and presences (F07–F15). ``territoire`` keeps
    the people of one commune; séances have none and are counted whole. ``atelier`` keeps the
    séances and presences of one atelier (F07–F15), ``organisme`` the orientations of one sender.
    """

    centre: Centre
    dispositif: Dispositif | None = None
    quand: dt.datetime = field(default_factory=maintenant)
    genres: tuple[str, ...] = GENRES
    territoire: str = ""
    atelier: Atelier | None = None
    organisme: Organisme | None = None

    def sans_sorties(self) -> Perimetre:
        return replace(self, genres=SANS_SORTIES)


@dataclass(frozen=True)
class Figure:
    """A number, what it is made of, and the rows behind it; None where there is nothing to say."""

    code: str
    valeur: Nombre | dict[str, int] | None
    numerateur: Nombre | None
    denominateur: Nombre | None
    lignes: QuerySet[Any]

    @property
    def definition(self) -> Definition:
        return DICTIONNAIRE[self.code]

    @property
    def unite(self) -> str:
        return self.definition.unite


def pourcentage(numerateur: int, denominateur: int, *, minimum: int = 1) -> float | None:
    """A rate in percent, one decimal, half up; None under ``minimum``."""
    if denominateur < max(1, minimum):
        return None
    return arrondi(100 * numerateur, denominateur)


def arrondi(numerateur: int, denominateur: int) -> float:
    """A quotient with one decimal, half up."""
    quotient = Decimal(numerateur) / Decimal(denominateur)
    return float(quotient.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
