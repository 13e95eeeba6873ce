"""F11–F12: what was planned, held, cancelled. Windows count, not their slots (decision 3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Case, Count, QuerySet, Value, When

from ateliers.models import Seance
from bilans.figures.perimetre import Figure, Perimetre, Periode, pourcentage

if TYPE_CHECKING:
    from ateliers.models.seances import SeanceQuerySet

ETATS = ("tenues", "annulees", "a_renseigner", "a_venir")


def seances_de(perimetre: Perimetre, periode: Periode) -> SeanceQuerySet:
    """Published séances whose present date is in the period: a moved one counts once."""
    lignes = Seance.objects.comptees().publiees().entre(*periode.bornes)
    if perimetre.atelier:
        lignes = lignes.filter(atelier=perimetre.atelier)
    return (
        lignes.filter(centre=perimetre.centre, atelier__genre__in=perimetre.genres)
        .select_related("atelier", "lieu")
        .order_by("debut", "pk")
    )


def seances_tenues(perimetre: Perimetre, periode: Periode) -> QuerySet[Seance]:
    return seances_de(perimetre, periode).filter(etat=Seance.Etat.TENUE)


def seances_a_renseigner(perimetre: Perimetre, periode: Periode) -> QuerySet[Seance]:
    """Over, with no closed sheet: out of F13 and F14, named under the table."""
    return seances_de(perimetre, periode).a_renseigner(perimetre.quand)


def etat_compte(quand: dt.datetime) -> Case:
    """The state under which a séance is counted at ``quand``."""
    return Case(
        When(etat=Seance.Etat.TENUE, then=Value("tenues")),
        When(etat=Seance.Etat.ANNULEE, then=Value("annulees")),
        When(fin__lte=quand, then=Value("a_renseigner")),
        default=Value("a_venir"),
    )


def par_etat(lignes: QuerySet[Seance], quand: dt.datetime) -> dict[int, dict[str, int]]:
    """Counts by state of each atelier id, ``prevues`` being their sum."""
    comptes: dict[int, Counter[str]] = {}
    groupes = (
        lignes.order_by()
        .annotate(compte_comme=etat_compte(quand))
        .values_list("atelier", "compte_comme")
        .annotate(n=Count("pk"))
    )
    for atelier, etat, nombre in groupes:
        comptes.setdefault(atelier, Counter())[etat] += nombre
    return {atelier: avec_total(compte) for atelier, compte in comptes.items()}


def avec_total(compte: Counter[str]) -> dict[str, int]:
    return {"prevues": compte.total(), **{etat: compte[etat] for etat in ETATS}}


def _etats(perimetre: Perimetre, periode: Periode) -> dict[str, int]:
    total: Counter[str] = Counter()
    for compte in par_etat(seances_de(perimetre, periode), perimetre.quand).values():
        total.update({etat: compte[etat] for etat in ETATS})
    return avec_total(total)


def seances(perimetre: Perimetre, periode: Periode) -> Figure:
    valeur = _etats(perimetre, periode)
    lignes = seances_de(perimetre, periode)
    return Figure("F11", valeur, valeur["tenues"], valeur["prevues"], lignes)


def taux_de_realisation(perimetre: Perimetre, periode: Periode) -> Figure:
    """Held out of what was planned and is past."""
    etats = _etats(perimetre, periode)
    tenues = etats["tenues"]
    passees = tenues + etats["annulees"] + etats["a_renseigner"]
    lignes = seances_tenues(perimetre, periode)
    return Figure("F12", pourcentage(tenues, passees), tenues, passees, lignes)
