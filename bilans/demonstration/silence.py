"""One person has not been seen for three séances: a caring call waits for her référente."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from bilans.demonstration.monde import Monde
from parcours.models import Parcours, ReferentParcours
from presences.models import DELAI_DE_SURETE, Presence

ASSEZ = 8  # presences: somebody the team knows well


def faire_un_silence(monde: Monde) -> None:
    """Her last séances, as many as the centre counts, become absences without news.

    Somebody no partner with an account follows, so that the pages of the social workers are the
    same with or without it.
    """
    nombre = monde.centre.silence_apres
    for _, groupe in groupby(_lues(monde), key=lambda p: p.place.parcours_id):
        presences = list(groupe)
        finies = presences[-1].place.seance.fin <= monde.quand - DELAI_DE_SURETE
        if len(presences) >= ASSEZ and finies:
            _manquer(presences[-nombre:])
            return


def _lues(monde: Monde) -> list[Presence]:
    """What the signal reads (levels 0–2) of the open parcours that the référente leads."""
    menes = ReferentParcours.objects.en_vigueur(monde.jour).filter(
        professionnel=monde.pros["referent"]
    )
    ouverts = Parcours.objects.ouverts(monde.jour).filter(
        centre=monde.centre,
        pk__in=menes.values("parcours"),
        prescripteur__utilisateur__isnull=True,
        date_entree__lte=monde.jour - dt.timedelta(days=90),
    )
    return list(
        Presence.objects.filter(
            place__parcours__in=ouverts, place__seance__atelier__sensibilite__lte=2
        )
        .select_related("place__seance")
        .order_by("place__parcours", "place__seance__debut", "pk")
    )


def _manquer(presences: list[Presence]) -> None:
    for presence in presences:
        presence.statut, presence.motif = Presence.Statut.ABSENT, ""
        presence.arrivee = presence.depart = None
        presence.sieges_presents = presence.sieges_excuses = 0
    Presence.objects.bulk_update(
        presences,
        ["statut", "motif", "arrivee", "depart", "sieges_presents", "sieges_excuses"],
    )
