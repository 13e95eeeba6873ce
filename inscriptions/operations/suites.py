"""People follow from a series to the one that continues it: enrolments, places, calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from ateliers.models import Seance, Serie
from centre.models import Lieu
from centre.temps import JOUR
from inscriptions.models import Inscription, Place
from inscriptions.operations import graines, prevenir
from inscriptions.operations.annonces import annonces
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.serie_invitee import SerieInvitee
from parcours.models import Personne

Avants = Mapping[int, tuple[dt.datetime, dt.datetime, Lieu]]


def inscriptions_qui_suivent(serie: Serie, *, le: dt.date) -> list[Inscription]:
    """Living enrolments that reach ``le``, locked: those with a seat first, then the queue."""
    vivantes = serie.inscriptions.filter(
        Q(au__isnull=True) | Q(au__gte=le),
        etat__in=["confirmee", "liste_attente"],
        personne__anonymisee_le__isnull=True,
    )
    lues = vivantes.select_for_update(of=("self",)).select_related("personne", "serie", "atelier")
    return list(lues.order_by("etat", "creee_le", "pk"))


def faire_suivre(
    inscriptions: Iterable[Inscription],
    suite: Serie,
    *,
    le: dt.date,
    perdues: Collection[int],
    courrier: Courrier,
) -> None:
    """End each enrolment before ``le`` and begin another in ``suite``, with the same places.

    The old invitation is cancelled or cut at ``le`` (its own UID); the new one is written by
    ``invitations.synchroniser``, which the caller runs next. Places of lost rows stay behind.
    """
    for ancienne in inscriptions:
        futures = _places_a_venir(ancienne, courrier.quand)
        parties = [p for p in futures if p.seance.date_origine and p.seance.date_origine >= le]
        _couper_l_invitation(ancienne, futures, parties, courrier)
        nouvelle = _copier(ancienne, suite, le)
        for place in parties:
            place.annonce_debut = None
            if place.seance_id not in perdues:
                place.inscription = nouvelle
        Place.objects.bulk_update(parties, ["inscription", "annonce_debut"])
        ancienne.au = max(ancienne.du, le - JOUR)
        if len(parties) == len(futures):
            ancienne.etat = Inscription.Etat.TERMINEE
        ancienne.save(update_fields=["au", "etat"])


def _places_a_venir(inscription: Inscription, quand: dt.datetime) -> list[Place]:
    """Her places ahead, living or ended; what she was told of them is in the messages."""
    places = Place.objects.select_for_update(of=("self",)).filter(
        inscription=inscription, seance__debut__gt=quand
    )
    liees = places.select_related("personne", "seance__atelier", "seance__centre", "seance__lieu")
    return list(liees.order_by("pk"))


def _couper_l_invitation(
    inscription: Inscription, futures: list[Place], parties: list[Place], courrier: Courrier
) -> None:
    if inscription.personne.ne_pas_ecrire:
        return
    suivi = SerieInvitee(inscription, futures, annonces([inscription.uid]), courrier)
    partent = {place.pk for place in parties}
    suivi.confirmees = [p for p in suivi.confirmees if p.pk not in partent]
    suivi.motif = "suite"
    suivi.suivre()


def _copier(ancienne: Inscription, suite: Serie, le: dt.date) -> Inscription:
    """The date of enrolment stays: who came first stays before the others."""
    return Inscription.objects.create(
        personne=ancienne.personne,
        atelier=suite.atelier,
        serie=suite,
        parcours=ancienne.parcours,
        du=max(ancienne.du, le),
        au=ancienne.au,
        etat=ancienne.etat,
        creee_le=ancienne.creee_le,
        creee_par=ancienne.creee_par,
    )


def premieres(places: Iterable[Place]) -> list[Place]:
    """The first place of each person."""
    par_personne: dict[int, Place] = {}
    for place in sorted(places, key=lambda p: (p.seance.debut, p.pk)):
        par_personne.setdefault(place.personne_id, place)
    return list(par_personne.values())


def sans_agenda(places: Iterable[Place]) -> list[Place]:
    """Those whose person reads no mail: a calendar message tells her nothing."""
    return [p for p in places if p.personne.canal_effectif() != Personne.Canal.COURRIEL]


def dire_la_suite(places: Iterable[Place], avants: Avants, courrier: Courrier) -> None:
    """One message per person without mail: her first new date, and what it was.

    ``places`` are those of rows that moved, all of them in ``avants``.
    """
    for place in sans_agenda(premieres(places)):
        motif = "suite" if place.etat in Place.TENUES else "attente_deplacement"
        graine = graines.base(place.personne, place.seance, motif=motif)
        graine["evenements"] = [graines.evenement(place.seance)]
        debut, fin, lieu = avants[place.seance_id]
        instants = {"debut": graines.iso(debut), "fin": graines.iso(fin)}
        graine["avant"] = {**instants, "lieu": lieu.adresse_dehors}
        prevenir.ecrire_a(place, graine, courrier=courrier)


def dire_les_dates_annulees(places: Iterable[Place], courrier: Courrier) -> None:
    """One message per person without mail, with all the dates that she loses."""
    siennes: dict[int, list[Place]] = {}
    for place in sorted(sans_agenda(places), key=lambda p: p.seance.debut):
        siennes.setdefault(place.personne_id, []).append(place)
    for lot in siennes.values():
        prevenir.ecrire_ensemble(lot, motif="dates_annulees", courrier=courrier)


def places_vivantes(seances: Iterable[Seance]) -> list[Place]:
    """Living places of these rows, locked in the order of their ids."""
    return list(
        Place.objects.vivantes()
        .filter(seance__in=[s.pk for s in seances])
        .select_for_update(of=("self",))
        .select_related(
            "personne", "inscription", "seance__atelier", "seance__centre", "seance__lieu"
        )
        .order_by("pk")
    )
