"""Enrol a person in a series, and end it: places per séance, one invitation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ateliers.models import Atelier, Seance, Serie
from centre.erreurs import Refus
from centre.temps import a_paris, maintenant
from inscriptions.models import Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.offres import suivre_les_files
from inscriptions.operations.places import (
    PAR_DEFAUT,
    Choix,
    asseoir,
    choisir_parcours,
    liberer,
)
from inscriptions.operations.verrou import ecriture, verrouiller
from inscriptions.queries import seances_a_venir
from parcours.models import Parcours, Personne

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centre.models import Utilisateur


def inscrire(
    *,
    personne: Personne,
    serie: Serie,
    du: dt.date | None = None,
    parcours: Parcours | Choix | None = PAR_DEFAUT,
    par: Utilisateur | None,
    quand: dt.datetime | None = None,
) -> Inscription:
    """Fill a place at every published séance of the series to come, from ``du`` (today).

    Full dates take a rank in their queue; a date she holds already stays as it is. Refuses with
    the codes autre_centre, serie, fenetre, deja_inscrite, sans_date, choisir_parcours, verrou.
    """
    quand = quand or maintenant()
    with ecriture():
        choisi = choisir_parcours(personne, parcours)
        _refuser_sans_raison_de_serie(serie, personne)
        seances = _seances(personne, seances_a_venir(serie, du=du, quand=quand))
        inscription = Inscription.objects.create(
            personne=personne,
            atelier=serie.atelier,
            serie=serie,
            parcours=choisi,
            du=du or a_paris(quand).date(),
            creee_par=par,
            creee_le=quand,
        )
        modele = Place(
            personne=personne,
            origine=Place.Origine.INSCRIPTION,
            parcours=choisi,
            inscription=inscription,
            faite_par=par,
            faite_le=quand,
        )
        places = asseoir(seances, modele)
        if not any(place.etat == Place.Etat.CONFIRMEE for place in places):
            inscription.etat = Inscription.Etat.LISTE_ATTENTE
            inscription.save(update_fields=["etat"])
        _annoncer(personne, places, quand)
        return inscription


def _refuser_sans_raison_de_serie(serie: Serie, personne: Personne) -> None:
    if serie.atelier.centre_id != personne.centre_id:
        raise Refus("Cette personne est connue d’un autre centre.", code="autre_centre")
    if serie.etat != Serie.Etat.PUBLIEE:
        raise Refus(
            "Cette série n’est pas publiée\u00a0: personne ne peut s’y inscrire.", code="serie"
        )
    if serie.atelier.genre == Atelier.Genre.PERMANENCE:
        raise Refus(
            "Une permanence se réserve par créneau\u00a0: choisissez une date et une heure.",
            code="fenetre",
        )
    vivante = Inscription.objects.filter(
        personne=personne, serie=serie, etat__in=["demandee", "confirmee", "liste_attente"]
    )
    if vivante.exists():
        raise Refus("Cette personne est déjà inscrite à cet atelier.", code="deja_inscrite")


def _seances(personne: Personne, a_venir: QuerySet[Seance]) -> list[Seance]:
    """Lock the séances where she has no place yet."""
    lues = verrouiller(a_venir.values_list("pk", flat=True))
    deja = set(
        Place.objects.vivantes()
        .filter(personne=personne, seance__in=[s.pk for s in lues])
        .values_list("seance", flat=True)
    )
    if not lues:
        raise Refus("Cette série n’a plus de date à venir.", code="sans_date")
    return [s for s in lues if s.pk not in deja and s.etat == Seance.Etat.PREVUE]


def _annoncer(personne: Personne, places: list[Place], quand: dt.datetime) -> None:
    agenda_change([personne.pk], quand=quand)
    invitations.synchroniser([personne], quand=quand)
    confirmees = [p for p in places if p.etat == Place.Etat.CONFIRMEE]
    if confirmees:
        prevenir.de_la_place(min(confirmees, key=lambda p: p.seance.debut), quand=quand)


def desinscrire(
    inscription: Inscription,
    *,
    par: Utilisateur | None,
    a_partir_de: dt.datetime | None = None,
    par_la_personne: bool = True,
    quand: dt.datetime | None = None,
) -> Inscription:
    """End an enrolment: places not begun at ``a_partir_de`` (now) are freed, the past stays.

    A second call changes nothing. Coming back is a new enrolment. She is told what the centre
    ends, by the channel that reaches her; what she ended herself leaves her calendar alone.
    """
    quand = quand or maintenant()
    depuis = max(quand, a_partir_de or quand)
    with ecriture():
        lue = Inscription.objects.get(pk=inscription.pk)
        futures = Place.objects.vivantes().filter(inscription=lue, seance__debut__gt=depuis)
        seances = {s.pk: s for s in verrouiller(futures.values_list("seance", flat=True))}
        lue = Inscription.objects.select_for_update(of=("self",)).get(pk=inscription.pk)
        if lue.etat not in ("demandee", "confirmee", "liste_attente"):
            return lue
        places = list(futures.select_for_update(of=("self",)).filter(seance__in=seances))
        perdues = _a_dire(places, lue.personne, seances)
        par_elle = par_la_personne
        lue.etat = (
            Inscription.Etat.ANNULEE_PERSONNE if par_elle else Inscription.Etat.ANNULEE_CENTRE
        )
        lue.au = a_paris(depuis).date()
        lue.save(update_fields=["etat", "au"])
        etat = Place.Etat.ANNULEE_PERSONNE if par_elle else Place.Etat.ANNULEE_CENTRE
        liberer(places, etat=etat, quand=quand)
        agenda_change([lue.personne_id], quand=quand)
        courrier = invitations.synchroniser([lue.personne], quand=quand)
        if perdues and not par_elle and not courrier.envois:
            prevenir.ecrire_ensemble(perdues, motif="dates_annulees", courrier=courrier)
        suivre_les_files(seances, quand=quand)
        return lue


def _a_dire(places: list[Place], personne: Personne, seances: dict[int, Seance]) -> list[Place]:
    """The dates she was expected at, the first one first; those she waits for when there is none.

    Read before they are freed: their state says which.
    """
    for place in places:
        place.personne, place.seance = personne, seances[place.seance_id]
    places = sorted(places, key=lambda p: (p.seance.debut, p.pk))
    return [p for p in places if p.etat in Place.TENUES] or places
