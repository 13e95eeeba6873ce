"""One person at two places at one time (A2): one tap splits the hours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from presences.models import Correction, Presence
from presences.operations.reponses import Statut, ecrite
from presences.queries.feuilles import intervalle

if TYPE_CHECKING:
    from centre.models import Utilisateur


def _relire(pks: list[int]) -> list[Presence]:
    """Lock both séances in the order of their ids, then read both presences again."""
    seances = Presence.objects.filter(pk__in=pks).values("place__seance")
    list(Seance.objects.select_for_update(of=("self",)).filter(pk__in=seances).order_by("pk"))
    lues = Presence.objects.positives().filter(pk__in=pks)
    return list(lues.select_related("place__seance__atelier", "place__personne"))


def _ecrire(
    presence: Presence, *, par: Utilisateur, quand: dt.datetime, **heures: dt.datetime
) -> None:
    avant = ecrite(presence)
    presence.statut = Statut.PRESENT_PARTIEL
    for champ, moment in heures.items():
        setattr(presence, champ, moment)
    presence.save(update_fields=["statut", *heures])
    Correction.objects.create(
        presence=presence, avant=avant, apres=ecrite(presence), par=par, le=quand
    )


def _se_partage(presence: Presence) -> bool:
    return presence.place.seance.atelier.se_partage


def _couper_la_reservee(
    premiere: Presence, seconde: Presence, *, par: Utilisateur, quand: dt.datetime
) -> None:
    """Cut the séance of level 2–3, never the other: a partner would read the hour that lacks."""
    (debut, fin), (debut_2, fin_2) = intervalle(premiere), intervalle(seconde)
    if _se_partage(seconde) and debut < debut_2:
        _ecrire(premiere, par=par, quand=quand, depart=debut_2)
    elif _se_partage(premiere) and fin < fin_2:
        _ecrire(seconde, par=par, quand=quand, arrivee=fin)
    else:
        raise Refus(
            "Ces heures restent entières\u00a0: les couper dirait à un partenaire que la personne "
            "était ailleurs. Les bilans les comptent une seule fois.",
            code="heures_reservees",
        )


@transaction.atomic
def partager_les_heures(
    une: Presence, autre: Presence, *, par: Utilisateur, quand: dt.datetime | None = None
) -> None:
    """The person leaves the first séance when the second begins; each hour is counted once.

    When both begin together she arrives at the longer one at the end of the shorter. Both at the
    very same hours is a Refus: she was in one place. Nothing to split changes nothing. Every
    change is a Correction, so that a closed sheet stays closed. Between a séance that may be
    shared and one of level 2–3, only the second is cut, or nothing is (decision 14).
    """
    quand = quand or maintenant()
    lues = _relire([une.pk, autre.pk])
    if len(lues) != 2 or lues[0].place.personne_id != lues[1].place.personne_id:
        raise Refus("Ces deux présences ont changé. Relisez la feuille.", code="conflit")
    premiere, seconde = sorted(lues, key=intervalle)
    (debut, fin), (debut_2, fin_2) = intervalle(premiere), intervalle(seconde)
    if debut_2 >= fin:
        return
    if _se_partage(premiere) != _se_partage(seconde):
        _couper_la_reservee(premiere, seconde, par=par, quand=quand)
    elif debut < debut_2:
        _ecrire(premiere, par=par, quand=quand, depart=debut_2)
    elif fin < fin_2:
        _ecrire(seconde, par=par, quand=quand, arrivee=fin)
    else:
        raise Refus(
            "Les deux séances ont les mêmes heures\u00a0: gardez la présence là où la personne "
            "était.",
            code="memes_heures",
        )
