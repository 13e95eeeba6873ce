"""The one door to a seat: lock the séance, read it again, write; constraints stand behind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import F

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
from inscriptions.operations.offres import suivre_la_file
from inscriptions.operations.permanences import refuser_hors_regles
from inscriptions.operations.salle import lire_les_salles, placer
from inscriptions.operations.verrou import ecriture, verrouiller
from parcours.models import Parcours, Personne

if TYPE_CHECKING:
    from centre.models import Utilisateur


class Choix:
    """The type of ``PAR_DEFAUT``: take the person's only open parcours, ask when there are two."""


PAR_DEFAUT = Choix()


def parcours_par_defaut(personne: Personne) -> Parcours | None:
    """Return her only open parcours; None when she has none, or several to choose from."""
    ouverts = list(Parcours.objects.ouverts().filter(personne=personne)[:2])
    return ouverts[0] if len(ouverts) == 1 else None


def choisir_parcours(personne: Personne, parcours: Parcours | Choix | None) -> Parcours | None:
    """Return the parcours that the attendance will belong to (decision 5).

    Refuses with the code ``choisir_parcours`` when several are open and none was chosen.
    """
    if isinstance(parcours, Choix):
        ouverts = list(Parcours.objects.ouverts().filter(personne=personne)[:2])
        if len(ouverts) > 1:
            raise Refus(
                "Cette personne a plusieurs parcours. Choisissez celui de cette inscription.",
                code="choisir_parcours",
            )
        return ouverts[0] if ouverts else None
    if parcours is not None and parcours.personne_id != personne.pk:
        raise Refus("Ce parcours est celui d’une autre personne.", code="parcours")
    return parcours


def prendre_place(
    *,
    seance: Seance,
    personne: Personne,
    sieges: int = 1,
    origine: str = Place.Origine.PONCTUELLE,
    parcours: Parcours | Choix | None = PAR_DEFAUT,
    par: Utilisateur | None,
    inscription: Inscription | None = None,
    sur_place_gardee: bool = False,
    raison: str = "",
    par_la_personne: bool = False,
    quand: dt.datetime | None = None,
) -> Place:
    """Give ``sieges`` seats of one séance to a person, or the last rank of its queue.

    A group is seated whole. While somebody waits, everybody waits: strict order (S8), unless the
    atelier lets the first group that fits pass. ``sur_place_gardee`` takes seats kept for the
    team; a ``raison`` adds seats to the room for her, the queue keeps what it could take. Refuses
    with the codes autre_centre, brouillon, annulee, passee, fenetre, deja_inscrite, capacite,
    gardees, choisir_parcours, complet, verrou, and those of ``permanences`` for a slot, whose
    rules are not the same when she books it herself (``par_la_personne``).
    """
    quand = quand or maintenant()
    with ecriture():
        lue = _verrouiller_avec_sa_fenetre(seance)
        choisi = choisir_parcours(personne, parcours)
        verifier_la_date(lue, personne, origine=origine, sieges=sieges, quand=quand)
        if lue.fenetre_id and origine != Place.Origine.SANS_INSCRIPTION:
            refuser_hors_regles(lue, par=par, par_la_personne=par_la_personne, quand=quand)
        modele = Place(
            personne=personne,
            origine=origine,
            parcours=choisi,
            sieges=sieges,
            inscription=inscription,
            sur_place_gardee=sur_place_gardee,
            raison=raison,
            faite_par=par,
            faite_le=quand,
        )
        [place] = asseoir([lue], modele)
        agenda_change([personne.pk], quand=quand)
        if origine != Place.Origine.SANS_INSCRIPTION:
            invitations.synchroniser([personne], quand=quand)
            prevenir.de_la_place(place, quand=quand)
        return place


def _verrouiller_avec_sa_fenetre(seance: Seance) -> Seance:
    """Lock a séance; with the window of a slot, whose other slots its rules count."""
    lues = verrouiller({pk for pk in (seance.pk, seance.fenetre_id) if pk})
    return next(lue for lue in lues if lue.pk == seance.pk)


def verifier_la_date(
    seance: Seance, personne: Personne, *, origine: str, sieges: int, quand: dt.datetime
) -> None:
    """Refuse what a locked séance, or her own place there, forbids."""
    _refuser_sans_raison_de_seance(seance, personne, origine=origine, quand=quand)
    if sieges < 1:
        raise Refus("Un groupe compte au moins une personne.", code="capacite")
    if Place.objects.vivantes().filter(seance=seance, personne=personne).exists():
        raise Refus("Cette personne a déjà une place à cette date.", code="deja_inscrite")


def _refuser_sans_raison_de_seance(
    seance: Seance, personne: Personne, *, origine: str, quand: dt.datetime
) -> None:
    """Refuse what the state of the séance forbids; walk-ins come when it has begun."""
    if personne.centre_id != seance.centre_id:
        raise Refus("Cette personne est connue d’un autre centre.", code="autre_centre")
    if seance.etat == Seance.Etat.BROUILLON:
        raise Refus("Cette séance n’est pas encore publiée.", code="brouillon")
    if seance.etat == Seance.Etat.ANNULEE:
        raise Refus("Cette séance est annulée.", code="annulee")
    if seance.atelier.genre == Atelier.Genre.PERMANENCE and seance.fenetre_id is None:
        raise Refus(
            "Une permanence se réserve par créneau\u00a0: choisissez une heure.", code="fenetre"
        )
    if origine != Place.Origine.SANS_INSCRIPTION and (
        seance.fin <= quand or seance.etat == Seance.Etat.TENUE
    ):
        raise Refus("Cette séance est passée.", code="passee")


def asseoir(seances: Sequence[Seance], modele: Place) -> list[Place]:
    """Write one place like ``modele`` in each locked séance: confirmed, or waiting with a rank.

    The same number of queries for one séance and for a year of them. A walk-in is in the room:
    she takes no rank, and the centre's margin follows when the room was full.
    """
    salles = lire_les_salles(seances, quand=modele.faite_le)
    places = []
    for seance in seances:
        place = Place(
            seance=seance,
            personne=modele.personne,
            inscription=modele.inscription,
            parcours=modele.parcours,
            origine=modele.origine,
            sieges=modele.sieges,
            sur_place_gardee=modele.sur_place_gardee,
            raison=modele.raison,
            faite_par=modele.faite_par,
            faite_le=modele.faite_le,
        )
        placer(place, seance, salles[seance.pk])
        places.append(place)
    Place.objects.bulk_create(places)
    tenir([place.seance_id for place in places if place.etat in Place.TENUES], modele.sieges)
    return places


def tenir(seances: Sequence[int], sieges: int) -> None:
    """Count seats as taken. F(): whatever a lost lock lets through, the CHECK sees the true sum."""
    Seance.objects.filter(pk__in=seances).update(sieges_pris=F("sieges_pris") + sieges)


def annuler_place(
    place: Place,
    *,
    par: Utilisateur | None,
    par_la_personne: bool = False,
    quand: dt.datetime | None = None,
) -> Place:
    """Free a place before the séance begins; a second call changes nothing (double click).

    Refuses with the code ``passee`` once it has begun: an absence is noted on the sheet.
    """
    quand = quand or maintenant()
    with ecriture():
        # Read again: the queue of a permanence moves a waiting place to the slot it offers.
        ici = Seance.objects.get(places=place.pk)
        seance = _verrouiller_avec_sa_fenetre(ici)
        lue = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        lue.seance = seance
        if lue.etat not in Place.VIVANTES:
            return lue
        if seance.debut <= quand:
            raise Refus(
                "La séance a commencé\u00a0: l’absence se note sur la feuille de présence.",
                code="passee",
            )
        etat = Place.Etat.ANNULEE_PERSONNE if par_la_personne else Place.Etat.ANNULEE_CENTRE
        liberer([lue], etat=etat, quand=quand)
        reprendre_les_places_ajoutees(lue)
        agenda_change([lue.personne_id], quand=quand)
        courrier = invitations.synchroniser([lue.personne], quand=quand)
        if not par_la_personne:
            prevenir.du_changement([lue], motif="retrait", courrier=courrier)
        seance.refresh_from_db(fields=["sieges_pris", "surreservation"])
        suivre_la_file(seance, quand=quand)
        return lue


def reprendre_les_places_ajoutees(place: Place) -> None:
    """Seats added for one group leave with it."""
    if place.sieges_en_plus:
        Seance.objects.filter(pk=place.seance_id).update(
            surreservation=F("surreservation") - place.sieges_en_plus
        )
        place.sieges_en_plus = 0
        place.save(update_fields=["sieges_en_plus"])


def liberer(places: Sequence[Place], *, etat: str, quand: dt.datetime) -> None:
    """End living places of locked séances and give their seats back; no rule, no message.

    A reminder that has not left, or a call to make about them, goes too."""
    rendus: Counter[int] = Counter()
    for place in places:
        rendus[place.seance_id] += place.sieges if place.etat in Place.TENUES else 0
    for nombre in set(rendus.values()) - {0}:
        pks = [pk for pk, rendu in rendus.items() if rendu == nombre]
        Seance.objects.filter(pk__in=pks).update(sieges_pris=F("sieges_pris") - nombre)
    for place in places:
        place.etat, place.offre_jusqua, place.annulee_le = etat, None, quand
    # The rank stays: a séance put back gives it back.
    Place.objects.bulk_update(places, ["etat", "offre_jusqua", "annulee_le"])
    prevenir.retirer_les_rappels(places)
