"""The one door to a seat: lock the séance, read it again, write; constraints stand behind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import F, Max

from ateliers.models import Atelier, Seance
from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Inscription, Place
from inscriptions.operations import invitations, prevenir
from inscriptions.operations.agenda import agenda_change
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
    quand: dt.datetime | None = None,
) -> Place:
    """Give ``sieges`` seats of one séance to a person, or the last rank of its queue.

    A group is seated whole. While somebody waits, everybody waits: strict order (S8). Refuses
    with the codes autre_centre, brouillon, annulee, passee, fenetre, deja_inscrite, capacite,
    choisir_parcours, complet, verrou.
    """
    quand = quand or maintenant()
    with ecriture():
        [lue] = verrouiller([seance.pk])
        choisi = choisir_parcours(personne, parcours)
        _refuser_sans_raison_de_seance(lue, personne, origine=origine, quand=quand)
        if sieges < 1:
            raise Refus("Un groupe compte au moins une personne.", code="capacite")
        if Place.objects.vivantes().filter(seance=lue, personne=personne).exists():
            raise Refus("Cette personne a déjà une place à cette date.", code="deja_inscrite")
        modele = Place(
            personne=personne,
            origine=origine,
            parcours=choisi,
            sieges=sieges,
            inscription=inscription,
            faite_par=par,
            faite_le=quand,
        )
        [place] = asseoir([lue], modele)
        agenda_change([personne.pk], quand=quand)
        if origine != Place.Origine.SANS_INSCRIPTION:
            invitations.synchroniser([personne], quand=quand)
            prevenir.de_la_place(place, quand=quand)
        return place


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
    pks = [seance.pk for seance in seances]
    derniers = dict(
        Place.objects.en_attente()
        .order_by()
        .filter(seance__in=pks)
        .values_list("seance")
        .annotate(rang=Max("rang"))
    )
    places = [_asseoir(seance, modele, dernier=derniers.get(seance.pk)) for seance in seances]
    tenues = [place.seance_id for place in places if place.etat in Place.TENUES]
    Place.objects.bulk_create(places)
    # F(): whatever a lost lock lets through, the CHECK of the séance sees the true sum.
    Seance.objects.filter(pk__in=tenues).update(sieges_pris=F("sieges_pris") + modele.sieges)
    return places


def _asseoir(seance: Seance, modele: Place, *, dernier: int | None) -> Place:
    place = Place(
        seance=seance,
        personne=modele.personne,
        inscription=modele.inscription,
        parcours=modele.parcours,
        origine=modele.origine,
        sieges=modele.sieges,
        faite_par=modele.faite_par,
        faite_le=modele.faite_le,
    )
    manque = modele.sieges - seance.places_libres
    if modele.origine == Place.Origine.SANS_INSCRIPTION:
        if manque > 0:
            seance.surreservation += manque
            seance.save(update_fields=["surreservation"])
        return place
    if modele.sieges > seance.capacite + seance.surreservation:
        raise Refus(
            "Ce groupe est plus grand que la séance. "
            f"Elle a {seance.capacite + seance.surreservation} places.",
            code="capacite",
        )
    if manque > 0 or dernier is not None:
        place.etat, place.rang = Place.Etat.LISTE_ATTENTE, (dernier or 0) + 1
    return place


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
        [seance] = verrouiller([place.seance_id])
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
        agenda_change([lue.personne_id], quand=quand)
        courrier = invitations.synchroniser([lue.personne], quand=quand)
        if not par_la_personne:
            prevenir.du_changement([lue], motif="retrait", courrier=courrier)
        return lue


def liberer(places: Sequence[Place], *, etat: str, quand: dt.datetime) -> None:
    """End living places of locked séances and give their seats back; no rule, no message."""
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
