"""A list behind a figure: who counts its lines, or adds up its column, finds the number again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet, Sum

from bilans.figures.perimetre import Nombre
from bilans.figures.presences import minutes_de, minutes_par_presence
from parcours.models import Parcours

if TYPE_CHECKING:
    from centre.models import Utilisateur

Lignes = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True)
class Liste:
    """Lines of one kind; each counts one, or what ``compte`` says, a field or a function of it.

    ``unite`` heads that column. ``lisibles`` gives the lines that a reader may see one by one,
    where their model cannot say it.
    """

    cle: str
    nom: str
    lignes: Lignes
    unite: str = ""
    compte: str | Callable[[Any], Nombre] = ""
    lisibles: Callable[[Utilisateur], Lignes] | None = None

    # What stands under the column.
    resume: ClassVar[str] = "Total"

    @property
    def annonce(self) -> tuple[Nombre, str]:
        """What its name says of it: how many, in which unit."""
        return self.total(self.lignes), self.unite

    def lues_par(self, utilisateur: Utilisateur) -> Lignes:
        """A list of a protected atelier stays with its team."""
        if self.lisibles is not None:
            return self.lisibles(utilisateur)
        if isinstance(self.lignes, QuerySet):
            return visibles(self.lignes, utilisateur)
        parcours = Parcours.objects.filter(pk__in={ligne.parcours.pk for ligne in self.lignes})
        permis = set(visibles(parcours, utilisateur).values_list("pk", flat=True))
        return [ligne for ligne in self.lignes if ligne.parcours.pk in permis]

    def total(self, lignes: Lignes) -> Nombre:
        """The number of these lines, or the sum of their column."""
        if not self.compte:
            return nombre_de(lignes)
        if isinstance(lignes, QuerySet) and isinstance(self.compte, str):
            return lignes.aggregate(n=Sum(self.compte))["n"] or 0
        return sum(map(self._lire, lignes))

    def valeurs(self, page: Sequence[Any], lignes: Lignes) -> list[Nombre]:
        """What each line of the page is worth, among all those that are read."""
        return [self._lire(ligne) or 0 for ligne in page] if self.compte else []

    def _lire(self, ligne: Any) -> Nombre:
        lire = attrgetter(self.compte) if isinstance(self.compte, str) else self.compte
        return lire(ligne)


class ListeMediane(Liste):
    """Its number is that of its lines; their column has a median."""

    resume = "Médiane"

    @property
    def annonce(self) -> tuple[Nombre, str]:
        return nombre_de(self.lignes), ""

    def total(self, lignes: Lignes) -> Nombre:
        return median(map(self._lire, lignes)) if lignes else 0


class ListeHeures(Liste):
    """Presences in minutes: an hour that a person spent in two places counts in the first."""

    def total(self, lignes: Any) -> Nombre:
        return minutes_de(lignes)

    def valeurs(self, page: Sequence[Any], lignes: Any) -> list[Nombre]:
        ajoutees = minutes_par_presence(lignes.filter(qui__in={presence.qui for presence in page}))
        return [ajoutees[presence.pk] for presence in page]


def nombre_de(lignes: Lignes) -> int:
    return lignes.count() if isinstance(lignes, QuerySet) else len(lignes)


def visibles(lignes: QuerySet[Any], utilisateur: Utilisateur) -> QuerySet[Any]:
    permises = lignes.model._default_manager.visibles_par(utilisateur)
    return lignes.filter(pk__in=permises.values("pk"))
