"""Figures are functions: a scope and a period in, a number with the rows behind it out.

Each is exactly its line of ``bilans.dictionnaire``.
"""

from __future__ import annotations

from collections.abc import Callable

from bilans.figures.argent import cout
from bilans.figures.echeances import points
from bilans.figures.europe import completude
from bilans.figures.insertion import (
    acces_a_l_insertion,
    renouvellements,
    reprise_d_activite,
)
from bilans.figures.lecture import une_fois
from bilans.figures.perimetre import Figure, Perimetre, Periode
from bilans.figures.personnes import (
    entrees,
    file_active,
    orientations_recues,
    personnes_accompagnees,
    personnes_contactees,
    personnes_orientees,
)
from bilans.figures.presences import (
    accompagnants,
    heures,
    participants,
    participations,
    taux_d_assiduite,
    taux_de_presence,
    taux_de_remplissage,
)
from bilans.figures.seances import seances, taux_de_realisation
from bilans.figures.suites import (
    delai_de_premier_contact,
    duree_moyenne,
    part_qpv,
    sorties,
    sorties_dynamiques,
)

FIGURES: dict[str, Callable[[Perimetre, Periode], Figure]] = {
    "F01": orientations_recues,
    "F02": personnes_orientees,
    "F03": personnes_contactees,
    "F04": entrees,
    "F05": personnes_accompagnees,
    "F06": file_active,
    "F07": participants,
    "F08": accompagnants,
    "F09": participations,
    "F10": heures,
    "F11": seances,
    "F12": taux_de_realisation,
    "F13": taux_de_presence,
    "F14": taux_d_assiduite,
    "F15": taux_de_remplissage,
    "F16": delai_de_premier_contact,
    "F17": duree_moyenne,
    "F18": renouvellements,
    "F19": sorties,
    "F20": sorties_dynamiques,
    "F21": acces_a_l_insertion,
    "F22": reprise_d_activite,
    "F23": points,
    "F24": part_qpv,
    "F25": cout,
    "F26": completude,
}


@une_fois
def calculer(code: str, perimetre: Perimetre, periode: Periode) -> Figure:
    """One figure by its code; KeyError when the dictionary does not know it."""
    return FIGURES[code](perimetre, periode)


def toutes(perimetre: Perimetre, periode: Periode) -> dict[str, Figure]:
    return {code: fonction(perimetre, periode) for code, fonction in FIGURES.items()}


__all__ = ["FIGURES", "Figure", "Perimetre", "Periode", "calculer", "toutes"]
