"""Answers: one place, the whole sheet at once, « tout le monde est là sauf… », back to empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from presences.operations.feuille import (
    marquer_changee,
    place_tenue,
    verifier_ouverte,
    verrouiller,
)
from presences.operations.reponses import (
    Conflit,
    Reponse,
    Statut,
    appliquer,
    verifier_le_moment,
)
from presences.queries.feuilles import places_de_la_feuille, reponse_de

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Utilisateur
    from inscriptions.models import Place
    from presences.models import Presence


@dataclass(frozen=True)
class Remplissage:
    """What a whole sheet sent at once has written, and the sentences for what it has not."""

    ecrites: int
    par_place: Mapping[int, str] = field(default_factory=dict)

    @property
    def refusees(self) -> tuple[str, ...]:
        return tuple(self.par_place.values())


@transaction.atomic
def pointer(
    place: Place,
    *,
    statut: str,
    par: Utilisateur,
    arrivee: dt.datetime | None = None,
    depart: dt.datetime | None = None,
    motif: str = "",
    sieges_presents: int | None = None,
    avant: str | None = None,
    quand: dt.datetime | None = None,
) -> Presence:
    """Write the answer of one place; the same answer twice writes once.

    Raises Refus: sheet closed, séance cancelled or not begun (except « a prévenu »), more than
    7 days ago without coordination, hour outside the séance; Conflit when ``avant`` is no longer
    what is written. A change, and any writing after the delay, leaves a Correction.
    """
    quand = quand or maintenant()
    feuille = verrouiller(place.seance)
    verifier_ouverte(feuille)
    relue = place_tenue(feuille.seance, place.pk)
    reponse = Reponse(statut, arrivee, depart, motif, sieges_presents, avant)
    presence, a_change = appliquer(relue, reponse, par=par, quand=quand)
    if a_change:
        marquer_changee(feuille)
    return presence


@transaction.atomic
def remplir(
    seance: Seance,
    reponses: Mapping[int, Reponse],
    *,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Remplissage:
    """Write the answers of a whole sheet; one that is refused stops none of the others."""
    quand = quand or maintenant()
    feuille = verrouiller(seance)
    verifier_ouverte(feuille)
    ecrites, refusees = 0, dict[int, str]()
    for place in places_de_la_feuille(feuille.seance).select_related("seance__atelier"):
        if place.pk not in reponses:
            continue
        try:
            _, a_change = appliquer(place, reponses[place.pk], par=par, quand=quand)
            ecrites += a_change
        except Conflit as conflit:
            refusees[place.pk] = str(conflit)
        except Refus as refus:
            refusees[place.pk] = f"{place.personne.nom_court}\u00a0: {refus}"
    if ecrites:
        marquer_changee(feuille)
    return Remplissage(ecrites, refusees)


@transaction.atomic
def tout_le_monde_sauf(
    seance: Seance,
    *,
    absents: Collection[int] = (),
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> int:
    """Everybody without an answer is there, except the places ``absents``: they did not come.

    Answers already written stay. Slots of a permanence that have not begun are left alone.
    """
    quand = quand or maintenant()
    feuille = verrouiller(seance)
    verifier_ouverte(feuille)
    if quand < feuille.seance.debut:
        raise Refus("La séance n’a pas commencé.", code="avant")
    ecrites = 0
    for place in places_de_la_feuille(feuille.seance).select_related("seance__atelier"):
        if reponse_de(place) is None and place.seance.debut <= quand:
            statut = Statut.ABSENT if place.pk in absents else Statut.PRESENT
            appliquer(place, Reponse(statut), par=par, quand=quand)
            ecrites += 1
    if ecrites:
        marquer_changee(feuille)
    return ecrites


@transaction.atomic
def effacer_pointage(place: Place, *, par: Utilisateur, quand: dt.datetime | None = None) -> None:
    """Back to « à renseigner ». What a closed sheet has told may be corrected, never erased."""
    quand = quand or maintenant()
    feuille = verrouiller(place.seance)
    verifier_ouverte(feuille)
    presence = reponse_de(place_tenue(feuille.seance, place.pk))
    if presence is None:
        return
    verifier_le_moment(place.seance, statut=Statut.ABSENT_EXCUSE, par=par, quand=quand)
    if feuille.reouvertures.filter(le__gte=presence.saisie_le).exists():
        raise Refus(
            "Cette réponse a déjà été validée\u00a0: changez-la, elle ne s’efface pas.",
            code="validee",
        )
    presence.delete()
    marquer_changee(feuille)
