"""Territorial committees where others look for them: the week of the team, her own page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from ateliers.queries.evenements import Evenement
from centre.permissions import COORDINATION, REFERENT
from centre.temps import instant
from parcours.models import Comite, SituationComite

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur
    from parcours.models import Personne
    from parcours.models.comites import SituationQuerySet

# As long as she finds there what was decided.
APRES = dt.timedelta(days=30)


def comites_des_jours(
    utilisateur: Utilisateur, centre: Centre, du: dt.date, au: dt.date
) -> list[Evenement]:
    """For the référents and the coordination: « Comité », its hours, its place, no name."""
    if not centre.tient_des_comites or not utilisateur.a_role(centre.pk, REFERENT, COORDINATION):
        return []
    lus = Comite.objects.visibles_par(utilisateur).filter(centre=centre, jour__range=(du, au))
    return [
        Evenement(
            comite.jour,
            "Comité",
            comite.lieu,
            reverse("parcours:comite-detail", args=[comite.pk]),
            _heures(comite),
        )
        for comite in lus.order_by("jour", "heure", "pk")
    ]


def _heures(comite: Comite) -> tuple[dt.datetime, dt.datetime] | None:
    if comite.heure is None:
        return None
    debut = instant(comite.jour, comite.heure)
    return debut, debut + dt.timedelta(minutes=comite.duree_minutes)


def situations_dites_avec_son_accord(personne: Personne, jour: dt.date) -> SituationQuerySet:
    """Where she is spoken of by name, her agreement standing today, and what came of it."""
    dites = SituationComite.objects.dites_avec_son_nom().filter(
        parcours__personne=personne, comite__jour__gte=jour - APRES
    )
    return dites.select_related("comite").order_by("comite__jour", "pk")
