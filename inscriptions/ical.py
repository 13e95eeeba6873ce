"""Bytes of the invitations (RFC 5546 §3.2, RFC 6047) and of a person's private feed.

Written by hand like the public feeds: the same seed gives the same bytes. Two independent readers
check them in the tests.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from ateliers.ical import PRODID, VTIMEZONE, assembler, ligne, local, octets_vevent, texte, utc
from centre.models import Message
from inscriptions.models import Place

# Outlook and Google show the escapes of RFC 6868 raw: what needs one is left out.
_HORS_PARAMETRE = re.compile(r"[\x00-\x1f\x7f\";:,\\^]")


def _instant(valeur: str) -> dt.datetime:
    return dt.datetime.fromisoformat(valeur)


def _nom(valeur: str) -> str:
    """A CN between quotes, without what would end them."""
    return f'"{_HORS_PARAMETRE.sub(" ", valeur).strip()}"'


def _recurrence(regle: dict[str, Any]) -> list[tuple[str, str]]:
    """RRULE with UNTIL in UTC, EXDATE in the zone of DTSTART, one a line (agenda rule F8, F10)."""
    pas = f";INTERVAL={regle['intervalle']}" if regle["intervalle"] > 1 else ""
    jusqua = utc(_instant(regle["jusqua"]))
    lignes = [("RRULE", f"FREQ=WEEKLY{pas};UNTIL={jusqua};BYDAY={regle['jour']}")]
    lignes += [("EXDATE;TZID=Europe/Paris", local(_instant(exdate))) for exdate in regle["exdates"]]
    return lignes


def _vevent(message: Message, evenement: dict[str, Any]) -> bytes:
    graine = message.graine
    annule = evenement["annule"]
    titre = f"Annulé\u00a0: {graine['titre']}" if annule else graine["titre"]
    lignes = [
        ("UID", texte(message.uid)),
        ("DTSTAMP", utc(message.dtstamp)),
        ("SEQUENCE", str(message.sequence)),
        ("DTSTART;TZID=Europe/Paris", local(_instant(evenement["debut"]))),
        ("DTEND;TZID=Europe/Paris", local(_instant(evenement["fin"]))),
    ]
    if evenement["rid"]:
        rid = local(_instant(evenement["rid"]))
        lignes.insert(3, ("RECURRENCE-ID;TZID=Europe/Paris", rid))
    if graine["regle"] and not evenement["rid"]:
        lignes += _recurrence(graine["regle"])
    lignes += [
        ("SUMMARY", texte(titre)),
        ("LOCATION", texte(evenement["lieu"])),
        ("DESCRIPTION", texte(f"Une question\u00a0? {graine['telephone']}")),
        (f"ORGANIZER;CN={_nom(graine['centre_nom'])}", f"mailto:{graine['organisateur']}"),
        (
            f"ATTENDEE;CN={_nom(graine['prenom'])};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
            "PARTSTAT=NEEDS-ACTION;RSVP=TRUE",
            f"mailto:{message.destinataire}",
        ),
        ("STATUS", "CANCELLED" if annule else "CONFIRMED"),
        ("TRANSP", "TRANSPARENT" if annule else "OPAQUE"),
        ("CLASS", "PRIVATE"),
    ]
    corps = b"".join(ligne(nom, valeur) for nom, valeur in lignes if valeur)
    return b"BEGIN:VEVENT\r\n" + corps + b"END:VEVENT\r\n"


def invitation(message: Message) -> bytes:
    """The VCALENDAR of an iTIP message: its METHOD, one ATTENDEE, the receiver."""
    entete = [
        ("VERSION", "2.0"),
        ("PRODID", PRODID),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", message.methode),
    ]
    return b"".join(
        [
            b"BEGIN:VCALENDAR\r\n",
            *(ligne(nom, valeur) for nom, valeur in entete),
            VTIMEZONE,
            *(_vevent(message, evenement) for evenement in message.graine["evenements"]),
            b"END:VCALENDAR\r\n",
        ]
    )


def _titre(place: Place, *, titres_explicites: bool) -> str:
    titre = place.seance.atelier.titre_pour_la_personne(titres_explicites=titres_explicites)
    if place.etat == Place.Etat.LISTE_ATTENTE:
        return f"Liste d’attente\u00a0: {titre}"
    if place.etat == Place.Etat.PROPOSEE:
        return f"Place à confirmer\u00a0: {titre}"
    if place.etat == Place.Etat.DEMANDEE:
        return f"Demande envoyée\u00a0: {titre}"
    return titre


def agenda_de_la_personne(
    places: Iterable[Place], *, titres_explicites: bool, telephone: str
) -> bytes:
    """A private feed: discreet titles and places, no name, cancelled dates kept (CAL-01–05)."""
    vevents = [
        octets_vevent(
            place.seance,
            titre=_titre(place, titres_explicites=titres_explicites),
            lieu=place.seance.lieu.adresse_dehors,
            description=f"Infos\u00a0: {telephone}",
            est_prive=True,
        )
        for place in places
    ]
    return assembler(vevents, nom="Mon agenda")


def agenda_des_creneaux(places: Iterable[Place], *, nom: str, telephone: str) -> bytes:
    """A partner's feed: « RDV » and where, nobody's name nor initials (CAL-06).

    The UID is the place's: given back and taken again, a slot is two entries. SEQUENCE counts by
    two, so that giving back a place, which leaves the séance as it is, rises too (CAL-04).
    """
    vevents = [
        octets_vevent(
            place.seance,
            titre="RDV",
            lieu=place.seance.lieu.adresse_dehors,
            description=f"Infos\u00a0: {telephone}",
            uid=place.uid,
            est_prive=True,
            retrait_le=place.annulee_le,
            sequence=2 * place.seance.sequence + (place.annulee_le is not None),
        )
        for place in places
    ]
    return assembler(vevents, nom=nom)
