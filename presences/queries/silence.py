"""Who has not been seen for a while: a reason to call, never a sanction, never told outside.

Only what a référent of the team may read counts: levels 0–2. An absence without news adds one; a
presence, an absence that was announced, or a call that reached the person brings it to zero.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from centre.permissions import COORDINATION, REFERENT
from centre.temps import a_paris
from parcours.models import Parcours, ReferentParcours
from presences.models import DELAI_DE_SURETE, Presence, PriseDeNouvelles

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

# What is older says nothing of today.
FENETRE = dt.timedelta(days=120)
# Nobody was reached: the call is proposed again.
REPRISE = dt.timedelta(days=7)


@dataclass(frozen=True)
class Silence:
    """``absences`` in a row without news, the last one at ``depuis``."""

    parcours: Parcours
    absences: int
    depuis: dt.datetime


def seuil_de(parcours: Parcours) -> int:
    """The frame's own number, else the centre's; 0 never proposes a call."""
    propre = parcours.dispositif.silence_apres
    return parcours.centre.silence_apres if propre is None else propre


def parcours_a_appeler(
    utilisateur: Utilisateur, centre: Centre, jour: dt.date
) -> QuerySet[Parcours]:
    """Open parcours whose call falls to this reader.

    Her own as a référent of the team; for the coordination, also those that no référent with an
    account in the team leads.
    """
    ouverts = Parcours.objects.ouverts(jour).filter(centre=centre)
    suivis = ReferentParcours.objects.en_vigueur(jour)
    siens = ouverts.filter(
        pk__in=suivis.filter(professionnel__utilisateur=utilisateur.pk).values("parcours")
    )
    if not utilisateur.a_role(centre.pk, COORDINATION):
        return siens if utilisateur.a_role(centre.pk, REFERENT) else ouverts.none()
    menes_ici = suivis.filter(
        professionnel__utilisateur__affectations__centre=centre,
        professionnel__utilisateur__affectations__role__in=(REFERENT, COORDINATION),
    )
    return ouverts.filter(Q(pk__in=siens.values("pk")) | ~Q(pk__in=menes_ici.values("parcours")))


def silences(utilisateur: Utilisateur, centre: Centre, quand: dt.datetime) -> list[Silence]:
    """The calls to propose now, the longest silence first: three queries."""
    jour = a_paris(quand).date()
    candidats = parcours_a_appeler(utilisateur, centre, jour)
    parcours = {
        p.pk: p for p in candidats.select_related("personne", "dispositif", "centre") if seuil_de(p)
    }
    if not parcours:
        return []
    trouves = [
        silence
        for pk, absences in _absences_de_suite(parcours, quand).items()
        if (silence := _silence(parcours[pk], absences))
    ]
    return sorted(trouves, key=lambda s: (-s.absences, s.depuis, s.parcours.pk))


def silence_de(parcours: Parcours, quand: dt.datetime) -> Silence | None:
    """What the page of the call says of one parcours."""
    absences = _absences_de_suite({parcours.pk: parcours}, quand).get(parcours.pk, [])
    return _silence(parcours, absences)


def _silence(parcours: Parcours, absences: list[dt.datetime]) -> Silence | None:
    seuil = seuil_de(parcours)
    if not seuil or len(absences) < seuil:
        return None
    return Silence(parcours, len(absences), max(absences))


def _absences_de_suite(parcours: Iterable[int], quand: dt.datetime) -> dict[int, list[dt.datetime]]:
    """Starts of the missed séances since the last news, by parcours."""
    nouvelles = _nouvelles(parcours, quand)
    lues = (
        Presence.objects.comptees()
        .filter(
            place__parcours__in=list(parcours),
            place__seance__atelier__sensibilite__lte=2,
            place__seance__debut__gte=quand - FENETRE,
            place__seance__debut__lte=quand,
        )
        .order_by("place__seance__debut", "pk")
        .values_list("place__parcours", "statut", "place__seance__debut", "place__seance__fin")
    )
    absences: dict[int, list[dt.datetime]] = defaultdict(list)
    for pk, statut, debut, fin in lues:
        if statut != Presence.Statut.ABSENT:
            absences[pk].clear()
        # A slip of the finger has a day to be mended before anybody is called about it.
        elif debut > nouvelles.get(pk, quand - FENETRE) and fin <= quand - DELAI_DE_SURETE:
            absences[pk].append(debut)
    return {pk: debuts for pk, debuts in absences.items() if debuts}


def _nouvelles(parcours: Iterable[int], quand: dt.datetime) -> dict[int, dt.datetime]:
    """Until when each silence is answered: a call that reached her, or one tried lately."""
    reponses: dict[int, dt.datetime] = {}
    appels = PriseDeNouvelles.objects.filter(
        parcours__in=list(parcours), le__gte=quand - FENETRE
    ).values_list("parcours", "issue", "le")
    for pk, issue, le in appels:
        if issue not in PriseDeNouvelles.A_REPRENDRE:
            reponses[pk] = max(le, reponses.get(pk, le))
        elif le > quand - REPRISE:
            # Tried lately: nothing is proposed for now, and every absence still counts afterwards.
            reponses[pk] = quand
    return reponses
