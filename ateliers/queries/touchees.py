"""Séances to come that an absence or a new period of the calendar touches."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from ateliers.models import Absence, Seance, Serie
from centre.models import Centre, Organisme, PeriodeCalendrier, Professionnel
from centre.temps import bornes

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ateliers.models.seances import SeanceQuerySet

Genre = PeriodeCalendrier.Genre


def _a_venir(centre: int, du: dt.date, au: dt.date, quand: dt.datetime) -> SeanceQuerySet:
    """Published séances of these days that have not begun, ready to be shown in a list."""
    return (
        Seance.objects.comptees()
        .filter(centre=centre, etat=Seance.Etat.PREVUE, debut__gt=quand)
        .entre(*bornes(du, au))
        .select_related("atelier", "lieu", "centre", "serie")
        .prefetch_related("animateurs")
        .order_by("debut", "pk")
    )


def touchees_par_l_absence(absence: Absence, quand: dt.datetime) -> list[Seance]:
    """What she leads on these days."""
    lignes = _a_venir(absence.centre_id, absence.du, absence.au, quand)
    return list(lignes.filter(animateurs=absence.professionnel_id))


def touchees_par_la_periode(periode: PeriodeCalendrier, quand: dt.datetime) -> list[Seance]:
    """What is planned on days that close; days kept by hand were decided already.

    Holidays and bridges stop the series that pause then, and nothing else.
    """
    if periode.reste_ouvert:
        return []
    lignes = _a_venir(periode.centre_id, periode.debut, periode.fin, quand)
    if periode.genre in (Genre.VACANCES, Genre.PONT):
        lignes = lignes.filter(serie__regle=Serie.Regle.HORS_VACANCES)
    return [s for s in lignes if not _gardee(s)]


def _gardee(seance: Seance) -> bool:
    jour, serie = seance.date_origine, seance.serie
    return bool(serie and jour and jour.isoformat() in serie.dates_gardees)


def animateurs_possibles(centre: Centre) -> QuerySet[Professionnel]:
    """Those who work in the house or have led something here: who may replace somebody."""
    menees = Seance.animateurs.through.objects.filter(professionnel=OuterRef("pk"))
    return (
        Professionnel.objects.filter(centre=centre)
        .filter(Q(organisme__type=Organisme.Type.CENTRE) | Exists(menees))
        .order_by("nom", "prenom", "pk")
    )
