"""Tell people who have no calendar of ours: SMS, a call, a paper card, or a plain mail."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ateliers.models import Deplacement, Seance
from centre.messagerie import rappeler
from centre.models import Message
from inscriptions.models import Envoi, Place
from inscriptions.operations import graines
from inscriptions.operations.envoyer import Courrier
from inscriptions.operations.file import tours_de
from parcours.models import Personne

Canal = Personne.Canal
# Begins the key of a call made to somebody else, because nobody may write to the person.
RELAIS = "relais:"
# What several dates at once are called.
ENSEMBLE = {"annulation": "dates_annulees", "deplacement": "dates_deplacees"}


@dataclass(frozen=True)
class Chemin:
    """How news reaches a person now; ``prefixe`` marks what goes through somebody else."""

    canal: str
    adresse: str
    prefixe: str = ""


def chemin_de(personne: Personne) -> Chemin | None:
    """Her own channel; under « ne pas écrire » a call to the one named on her file, or nothing."""
    canal = personne.canal_effectif()
    if canal is None:
        relais = personne.passer_par
        return Chemin(Canal.APPEL, str(relais.telephone), RELAIS) if relais else None
    adresses = {Canal.COURRIEL: personne.courriel, Canal.PAPIER: ""}
    return Chemin(canal, adresses.get(canal, str(personne.telephone)))


def tout_le_monde(
    places: Sequence[Place], attendus: Collection[int], *, motif: str, courrier: Courrier
) -> None:
    """Tell those who are expected, and in other words those who wait for a seat there."""
    du_changement([p for p in places if p.pk in attendus], motif=motif, courrier=courrier)
    en_attente = [p for p in places if p.pk not in attendus]
    du_changement(en_attente, motif=f"attente_{motif}", courrier=courrier)


def du_changement(places: Sequence[Place], *, motif: str, courrier: Courrier) -> None:
    """Tell each person of a change once, by the channel that reaches her.

    ``courrier`` holds the calendar messages of the same change: who reads them is told already.
    Several dates of one atelier are one message. Nothing for the past; under « ne pas écrire »,
    a call to the one named on her file.
    """
    with courrier.en_lot():
        _dire_du_changement(places, motif=motif, courrier=courrier)


def _dire_du_changement(places: Sequence[Place], *, motif: str, courrier: Courrier) -> None:
    a_dire = [p for p in places if (p.personne_id, p.seance_id) not in courrier.dites]
    if motif in ENSEMBLE:
        a_dire = _dire_ensemble(a_dire, motif=motif, courrier=courrier)
    suivants = _prochains(a_dire, courrier.quand) if motif == "annulation" else {}
    for place in a_dire:
        deplacement = courrier.deplacements.get(place.seance_id)
        graine = _graine(place, motif=motif, deplacement=deplacement)
        graine["prochain"] = suivants.get((place.personne_id, place.seance.atelier_id))
        if motif == "annulation":
            graine["moment"] = graines.moment_du_jour(place.seance, courrier.quand)
        _ecrire(courrier, place, graine)


def _dire_ensemble(places: Sequence[Place], *, motif: str, courrier: Courrier) -> list[Place]:
    """Write one message for several dates of a person in an atelier; return the lone ones."""
    lots: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (p.seance.debut, p.pk)):
        if place.seance.debut > courrier.quand:
            lots[place.personne_id, place.seance.atelier_id].append(place)
    seules = []
    for lot in lots.values():
        if len(lot) == 1:
            seules += lot
        else:
            ecrire_ensemble(lot, motif=ENSEMBLE[motif], courrier=courrier)
    return seules


def ecrire_ensemble(lot: Sequence[Place], *, motif: str, courrier: Courrier) -> None:
    """One message with all the dates of ``lot``, the first to come first, for one person."""
    premiere = lot[0]
    graine = graines.base(premiere.personne, premiere.seance, motif=motif)
    graine["evenements"] = [graines.evenement(p.seance, annule=p.seance.est_annulee) for p in lot]
    deplacements = [courrier.deplacements.get(p.seance_id) for p in lot]
    graine["avants"] = [_avant(d) if d else None for d in deplacements]
    graine["seances"] = [p.seance_id for p in lot]
    # The same dates again, moved again, are other news.
    graine["cle"] = ",".join(f"{p.seance_id}.{p.seance.sequence}" for p in lot)[-60:]
    _ecrire(courrier, premiere, graine)
    courrier.dites |= {(p.personne_id, p.seance_id) for p in lot}


def _avant(deplacement: Deplacement) -> dict[str, str]:
    return {
        "debut": graines.iso(deplacement.avant_debut),
        "fin": graines.iso(deplacement.avant_fin),
        "lieu": deplacement.avant_lieu.adresse_dehors,
    }


def _graine(place: Place, *, motif: str, deplacement: Deplacement | None = None) -> dict[str, Any]:
    graine = graines.base(place.personne, place.seance, motif=motif)
    graine["evenements"] = [graines.evenement(place.seance)]
    if deplacement is not None:
        graine["avant"] = _avant(deplacement)
    return graine


def _prochains(places: Sequence[Place], quand: dt.datetime) -> dict[tuple[int, int], str]:
    """The next confirmed date of each person in the same atelier, as a seed writes it."""
    restantes = (
        Place.objects.confirmees()
        .filter(
            personne__in={p.personne_id for p in places},
            seance__atelier__in={p.seance.atelier_id for p in places},
            seance__debut__gt=quand,
            seance__etat=Seance.Etat.PREVUE,
        )
        .order_by("-seance__debut")
        .values_list("personne", "seance__atelier", "seance__debut")
    )
    return {(personne, atelier): graines.iso(debut) for personne, atelier, debut in restantes}


def _ecrire(
    courrier: Courrier,
    place: Place,
    graine: dict[str, Any],
    *,
    a_partir_de: dt.datetime | None = None,
    perime_le: dt.datetime | None = None,
) -> None:
    personne, seance = place.personne, place.seance
    chemin = chemin_de(personne)
    if chemin is None or seance.debut <= courrier.quand:
        return
    courrier.ecrire(
        personne=personne,
        seance=seance,
        graine=graine,
        canal=chemin.canal,
        adresse=chemin.adresse,
        cle=f"{chemin.prefixe}{graine['motif']}:{place.pk}:{seance.sequence}:"
        f"{graine.get('avant_le', '')}{graine.get('cle', '')}",
        place=place,
        inscription=place.inscription,
        fil=f"attente:{place.pk}" if graine["motif"].startswith("attente_") else "",
        a_partir_de=a_partir_de,
        perime_le=perime_le,
    )


def ecrire_a(
    place: Place,
    graine: dict[str, Any],
    *,
    courrier: Courrier,
    a_partir_de: dt.datetime | None = None,
    perime_le: dt.datetime | None = None,
) -> None:
    """Send one seed to a person by the channel that reaches her; nothing for the past."""
    _ecrire(courrier, place, graine, a_partir_de=a_partir_de, perime_le=perime_le)


def redire(envoi: Envoi, personne: Personne, *, courrier: Courrier) -> None:
    """Say the words of a message that was stopped by the road that reaches her now, if any.

    A plain message: calendars are brought up to date apart.
    """
    chemin, seance = chemin_de(personne), envoi.seance
    if chemin is None or seance is None:
        return
    courrier.ecrire(
        personne=personne,
        seance=seance,
        graine=envoi.message.graine,
        canal=chemin.canal,
        adresse=chemin.adresse,
        cle=f"{chemin.prefixe}redit:{envoi.message_id}",
        place=envoi.place,
        inscription=envoi.inscription,
    )


def retirer_les_rappels(places: Iterable[Place]) -> None:
    """Take back reminders that have not left, and calls to make, of dates that changed: one query.

    The news itself is told instead.
    """
    rappeler(
        Message.objects.filter(
            envoi__place__in=[p.pk for p in places], envoi__motif=Envoi.Motif.RAPPEL
        )
    )


def de_la_place(place: Place, *, quand: dt.datetime) -> None:
    """Confirm a place by SMS; mail has the invitation, who is called or given paper heard it."""
    confirmee = place.etat == Place.Etat.CONFIRMEE
    if confirmee and place.personne.canal_effectif() == Canal.SMS:
        _ecrire(Courrier(quand), place, _graine(place, motif="invitation"))


def de_l_offre(place: Place, *, quand: dt.datetime, a_partir_de: dt.datetime | None) -> None:
    """Offer places for a limited time, by any channel, the call list included (S8)."""
    graine = _graine(place, motif="place")
    assert place.offre_jusqua is not None  # noqa: S101 (an offer has an end)
    graine["avant_le"] = graines.iso(place.offre_jusqua)
    graine["sieges"] = place.sieges
    _ecrire(Courrier(quand), place, graine, a_partir_de=a_partir_de)


def des_offres(
    places: Iterable[Place], *, quand: dt.datetime, a_partir_de: dt.datetime | None
) -> None:
    """Offer each place; several dates of one atelier to one person are one message.

    The first of its limits holds for all. A group of several seats is told date by date.
    """
    lots: dict[tuple[int, int, int], list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (p.seance.debut, p.pk)):
        a_part = place.pk if place.sieges > 1 else 0
        lots[place.personne_id, place.seance.atelier_id, a_part].append(place)
    for lot in lots.values():
        if len(lot) == 1:
            de_l_offre(lot[0], quand=quand, a_partir_de=a_partir_de)
            continue
        graine = _graine(lot[0], motif="places")
        graine["evenements"] = [graines.evenement(p.seance) for p in lot]
        graine["avant_le"] = min(graines.iso(p.offre_jusqua) for p in lot if p.offre_jusqua)
        _ecrire(Courrier(quand), lot[0], graine, a_partir_de=a_partir_de)


def de_la_reponse(places: Sequence[Place], *, courrier: Courrier) -> None:
    """Answer those who asked at one séance: their places, or their turn, by the channel of each.

    Who is called or given paper is on the call list: nobody guesses the answer.
    """
    tours = tours_de(places[0].seance)
    for place in places:
        if (place.personne_id, place.seance_id) in courrier.dites:
            continue
        confirmee = place.etat == Place.Etat.CONFIRMEE
        graine = _graine(place, motif="place_obtenue" if confirmee else "place_en_attente")
        graine["sieges"], graine["rang"] = place.sieges, tours.get(place.pk)
        _ecrire(courrier, place, graine)
