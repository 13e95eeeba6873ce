"""What a note for the prescriber starts from: columns that may be shared, and no other (ASI-12).

Each source below reads named columns. The confidential text, sensitive obstacles and attendance
have no column here: whatever is written there cannot reach a point or a bilan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from centre.ecriture import date_courte, pluriel
from centre.temps import a_paris, bornes
from parcours.models import Entretien, Frein, Parcours

Source = Callable[[Parcours, dt.date, dt.date], list[str]]


def _entretiens(parcours: Parcours, du: dt.date, au: dt.date) -> list[str]:
    debut, fin = bornes(du, au)
    lus = list(
        Entretien.objects.tenus()
        .filter(parcours=parcours, debut__gte=debut, debut__lt=fin)
        .order_by("debut", "pk")
        .values_list("debut", "partageable")
    )
    if not lus:
        return []
    lignes = [f"{pluriel(len(lus), 'entretien,entretiens')} depuis le {date_courte(du)}."]
    return lignes + [
        f"Le {date_courte(a_paris(quand))}\u00a0: {texte.strip()}"
        for quand, texte in lus
        if texte.strip()
    ]


def _freins_leves(parcours: Parcours, du: dt.date, au: dt.date) -> list[str]:
    """Those the prescriber wrote himself and that are over: he knows them already (§3.7)."""
    leves = (
        Frein.objects.filter(
            parcours=parcours,
            est_sensible=False,
            declare_par=Frein.DeclarePar.ORIENTEUR,
            leve_le__range=(du, au),
        )
        .order_by("leve_le", "pk")
        .values_list("theme", flat=True)
    )
    return [f"{Frein.Theme(theme).label}\u00a0: c’est réglé." for theme in leves]


SOURCES: tuple[Source, ...] = (_entretiens, _freins_leves)


def lignes_generales(parcours: Parcours, du: dt.date, au: dt.date) -> str:
    """The first text of a note over [du, au]; somebody then rewrites it in general lines."""
    entree = (
        f"En parcours depuis le {date_courte(parcours.date_entree)} {parcours.date_entree.year}, "
        f"dans le cadre «\u00a0{parcours.dispositif}\u00a0»."
    )
    lignes = [entree]
    for source in SOURCES:
        lignes += source(parcours, du, au)
    return "\n".join(lignes)
