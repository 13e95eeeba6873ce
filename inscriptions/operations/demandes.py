"""Two steps: somebody asks for a place, then the team says yes or no (or shares them out)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Accompagnant, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.places import (
    PAR_DEFAUT,
    Choix,
    choisir_parcours,
    liberer,
    parcours_par_defaut,
    tenir,
    verifier_la_date,
)
from inscriptions.operations.salle import lire_les_salles, placer
from inscriptions.operations.verrou import ecriture, verrouiller

if TYPE_CHECKING:
    from centre.models import Utilisateur
    from parcours.models import Parcours, Personne


@dataclass(frozen=True)
class Proche:
    """Somebody who comes with her: first name, age if it is known, the authorisation of a minor."""

    prenom: str
    age: int | None = None
    autorisation_le: dt.date | None = None


def se_demande(seance: Seance, quand: dt.datetime) -> bool:
    """Whether a place is asked for here, rather than taken: by rule of the atelier, or an outing
    whose first step is open."""
    sortie = getattr(seance, "sortie", None)
    return seance.atelier.sur_demande or (sortie is not None and sortie.prend_les_souhaits(quand))


def demander_place(
    *,
    seance: Seance,
    personne: Personne,
    sieges: int = 1,
    parcours: Parcours | Choix | None = PAR_DEFAUT,
    par: Utilisateur | None,
    quand: dt.datetime | None = None,
) -> Place:
    """Write that she would like to come: no seat is held, no message leaves.

    ``par`` is None when she asks from her own page. Refuses as ``prendre_place`` does, and with
    the code ``fermee`` where the first step is over.
    """
    quand = quand or maintenant()
    with ecriture():
        [lue] = verrouiller([seance.pk])
        if not se_demande(lue, quand):
            raise Refus("Les demandes sont finies pour cette date.", code="fermee")
        verifier_la_date(
            lue, personne, origine=Place.Origine.PONCTUELLE, sieges=sieges, quand=quand
        )
        if sieges > lue.capacite + lue.surreservation:
            raise Refus("Ce groupe est plus grand que la séance.", code="capacite")
        place = Place.objects.create(
            seance=lue,
            personne=personne,
            parcours=_parcours(personne, parcours, par),
            etat=Place.Etat.DEMANDEE,
            sieges=sieges,
            faite_par=par,
            faite_le=quand,
        )
        agenda_change([personne.pk], quand=quand)
        return place


def _parcours(
    personne: Personne, parcours: Parcours | Choix | None, par: Utilisateur | None
) -> Parcours | None:
    """From her own page nobody asks her which of two parcours: the team chooses later."""
    return parcours_par_defaut(personne) if par is None else choisir_parcours(personne, parcours)


def lire_la_demande(place: Place, quand: dt.datetime) -> Place:
    """Read a request again under the lock of its séance; refuse what is answered or too late."""
    lue = Place.objects.select_for_update(of=("self",)).select_related("personne").get(pk=place.pk)
    if lue.etat != Place.Etat.DEMANDEE:
        raise Refus("Cette demande a déjà une réponse.", code="etat")
    [lue.seance] = verrouiller([lue.seance_id])
    if lue.seance.est_annulee or lue.seance.debut <= quand:
        raise Refus("Cette séance est annulée ou passée.", code="passee")
    return lue


def accepter_demande(
    place: Place, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Place:
    """Say yes: her places are taken, or she waits at the end of the queue; she is told."""
    quand = quand or maintenant()
    with ecriture():
        verrouiller([place.seance_id])
        lue = lire_la_demande(place, quand)
        lue.faite_par = par
        asseoir_les_demandes([lue], quand=quand)
        return lue


def asseoir_les_demandes(places: Sequence[Place], *, quand: dt.datetime) -> None:
    """Turn requests of one locked séance into places or ranks, in this order, and say so."""
    seance = places[0].seance
    for place in places:
        placer(place, seance, lire_les_salles([seance], quand=quand)[seance.pk])
        place.save(update_fields=["etat", "rang", "faite_par"])
        if place.etat in Place.TENUES:
            tenir([seance.pk], place.sieges)
            seance.sieges_pris += place.sieges
    agenda_change([p.personne_id for p in places], quand=quand)
    courrier = invitations.synchroniser([p.personne for p in places], quand=quand)
    prevenir.de_la_reponse(places, courrier=courrier)


def refuser_demande(
    place: Place, *, par: Utilisateur | None, quand: dt.datetime | None = None
) -> Place:
    """Say no, kindly and at once."""
    quand = quand or maintenant()
    with ecriture():
        verrouiller([place.seance_id])
        lue = lire_la_demande(place, quand)
        liberer([lue], etat=Place.Etat.ANNULEE_CENTRE, quand=quand)
        agenda_change([lue.personne_id], quand=quand)
        prevenir.du_changement([lue], motif="demande_refusee", courrier=prevenir.Courrier(quand))
        return lue


def ecrire_la_famille(place: Place, proches: Sequence[Proche]) -> None:
    """Replace who comes with her; refuses more people than the seats she has."""
    with ecriture():
        [seance] = verrouiller([place.seance_id])
        lue = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        if lue.etat not in Place.VIVANTES:
            raise Refus("Cette place est annulée.", code="etat")
        if len(proches) > lue.sieges - 1:
            raise Refus(
                f"Ce groupe a {lue.sieges} places, elle comprise. Prenez d’abord une autre place.",
                code="capacite",
            )
        if proches and not (seance.atelier.accepte_enfants or _est_une_sortie(seance)):
            raise Refus("On vient seul à cet atelier.", code="seul")
        lue.accompagnants.all().delete()
        Accompagnant.objects.bulk_create(
            Accompagnant(place=lue, prenom=p.prenom, age=p.age, autorisation_le=p.autorisation_le)
            for p in proches
        )


def _est_une_sortie(seance: Seance) -> bool:
    return seance.atelier.genre == Atelier.Genre.SORTIE
