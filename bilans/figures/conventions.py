"""Places agreed and places taken, year by year and frame by frame (ASN-11)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from bilans.figures.perimetre import Perimetre, Periode
from bilans.figures.personnes import parcours_de
from bilans.models import Convention


@dataclass(frozen=True)
class PlacesDeLAnnee:
    """A convention over two years offers its places in each; a person takes one, once a year."""

    annee: int
    dispositif: str
    departements: list[str]
    prevues: int
    prises: int

    @property
    def libres(self) -> int:
        """Below zero when more people came than was agreed."""
        return self.prevues - self.prises


def conventions_de(perimetre: Perimetre, periode: Periode) -> list[Convention]:
    """Those in force at least one day of the period."""
    lignes = Convention.objects.filter(
        centre=perimetre.centre, debut__lte=periode.au, fin__gte=periode.du
    ).select_related("dispositif")
    if perimetre.dispositif:
        lignes = lignes.filter(dispositif=perimetre.dispositif)
    return list(lignes.order_by("debut", "departement", "signataire", "pk"))


def places(perimetre: Perimetre, periode: Periode) -> list[PlacesDeLAnnee]:
    """Rows of the years that a convention covers; a file has no département, so people are not
    split by it. Two queries.
    """
    lots: dict[tuple[int, int], list[Convention]] = defaultdict(list)
    for convention in conventions_de(perimetre, periode):
        premiere = max(convention.debut, periode.du).year
        for annee in range(premiere, min(convention.fin, periode.au).year + 1):
            lots[annee, convention.dispositif_id].append(convention)
    gens = _gens(perimetre, periode)
    return [
        PlacesDeLAnnee(
            annee,
            siennes[0].dispositif.nom,
            sorted({c.departement for c in siennes}),
            sum(c.places for c in siennes),
            len(_prises(gens[dispositif], annee, siennes, periode)),
        )
        for (annee, dispositif), siennes in sorted(lots.items())
    ]


_Gens = list[tuple[int, dt.date, dt.date | None]]


def _gens(perimetre: Perimetre, periode: Periode) -> dict[int, _Gens]:
    ouverts = parcours_de(perimetre).ouverts_entre(periode.du, periode.au).order_by()
    gens: dict[int, _Gens] = defaultdict(list)
    champs = ("dispositif", "personne", "personne__fusionnee_dans", "date_entree")
    for dispositif, pk, racine, entree, fin in ouverts.values_list(*champs, "date_fin_reelle"):
        gens[dispositif].append((racine or pk, entree, fin))
    return gens


def _prises(gens: _Gens, annee: int, conventions: list[Convention], periode: Periode) -> set[int]:
    """People of the frame followed at least one day of the year that a convention covers."""
    debut, fin = dt.date(annee, 1, 1), dt.date(annee, 12, 31)
    portees = [(max(debut, periode.du, c.debut), min(fin, periode.au, c.fin)) for c in conventions]
    return {
        qui
        for qui, entree, sortie in gens
        if any(entree <= au and (sortie is None or sortie >= du) for du, au in portees)
    }
