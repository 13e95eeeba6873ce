"""Bytes of a received mail → what it answers; nothing here touches the base.

Everything is measured before anything is parsed (agenda rule R7), and whatever a stranger sends
ends in one of the ``Nature`` values, never in an exception.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Courriel
from email.utils import getaddresses
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from centre.temps import PARIS

# Agenda rule R7.
OCTETS = 2_000_000
TETE = 64_000
PARTIES = 200
PROFONDEUR = 20
OCTETS_AGENDA = 500_000
EVENEMENTS = 50
# A folded line counts as one: long comments cost a reader more than their size.
LIGNES_AGENDA = 5_000
LONGUEUR_COMMENTAIRE = 500

_DATE = re.compile(r"^(\d{8})(?:T(\d{6})(Z?))?$")
_INVISIBLES = re.compile(r"[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
# What broken input makes the readers raise, seen or documented: a date of the year 1 overflows,
# a zone named like a folder of zones is one that the system opens.
_ILLISIBLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError)


class Nature(Enum):
    """What kind of mail it is, whoever it comes from."""

    REPONSE = "reponse"
    CONTRE_PROPOSITION = "contre_proposition"
    AUTRE_METHODE = "methode"
    REFUS_DU_SERVEUR = "adresse_refusee"
    RETARD_DU_SERVEUR = "retard"
    ABSENCE = "absence"
    ECRIT = "message_ecrit"
    ILLISIBLE = "illisible"
    TROP_GROS = "trop_gros"


@dataclass(frozen=True)
class Evenement:
    """One VEVENT of a REPLY: what rules R2–R5 need, and no name, title or hour of theirs (R8)."""

    uid: str
    participants: tuple[str, ...]
    organisateur: str
    partstat: str
    sequence: int
    dtstamp: dt.datetime | None
    # An aware instant, or a civil date when the program keeps no hour.
    date_visee: dt.datetime | dt.date | None
    commentaire: str


@dataclass(frozen=True)
class CourrielRecu:
    cle: str
    nature: Nature
    expediteurs: tuple[str, ...] = ()
    destinataires: tuple[str, ...] = ()
    evenements: tuple[Evenement, ...] = ()
    # Of a delivery report: the Message-ID of ours, and the address that refused it.
    message_id: str = ""
    refusee: str = ""


@dataclass
class _Parties:
    """The parts of a mail that matter, found in one walk."""

    agendas: list[Courriel] = field(default_factory=list)
    rapport: Courriel | None = None
    entete_rendue: Courriel | None = None


def lire(octets: bytes) -> CourrielRecu:
    """Tell what a mail is; ``cle`` is the same for the same mail read twice (rule R6).

    PostgreSQL keeps no NUL, and no word of a mail needs one.
    """
    octets = octets.replace(b"\x00", b"")
    trop = (
        len(octets) > OCTETS
        # One Content-Type a part, one boundary a level: counted before the parser sees them.
        or len(re.findall(rb"(?im)^content-type\s*:", octets)) > PARTIES
        or len(re.findall(rb"(?m)^--", octets)) > 2 * PARTIES
        or len(re.findall(rb"(?i)boundary\s*=", octets)) > PROFONDEUR
    )
    commun = _enveloppe(octets)
    if trop:
        return CourrielRecu(nature=Nature.TROP_GROS, **commun)
    try:
        return _lire(message_from_bytes(octets), commun)
    except (*_ILLISIBLE, RecursionError):
        return CourrielRecu(nature=Nature.ILLISIBLE, **commun)


def _enveloppe(octets: bytes) -> dict[str, Any]:
    """Who writes to whom, from the head alone: known even of a mail that is not opened."""
    tete = re.split(rb"\r?\n\r?\n", octets[:TETE], maxsplit=1)[0]
    try:
        courriel = message_from_bytes(tete)
        expediteurs = _adresses(courriel, "From")
        identite = str(courriel.get("Message-ID", "")).strip()[:400]
        destinataires = _adresses(courriel, "To", "Cc", "Delivered-To")
    except (*_ILLISIBLE, RecursionError):
        return {"cle": _cle(octets)}
    cle = _cle(octets, identite, *expediteurs) if identite else _cle(octets)
    return {"cle": cle, "expediteurs": expediteurs, "destinataires": destinataires}


def _cle(octets: bytes, *morceaux: str) -> str:
    graine = "\n".join(morceaux).encode(errors="replace") if any(morceaux) else octets
    return hashlib.sha256(graine).hexdigest()


def _adresses(courriel: Courriel, *entetes: str) -> tuple[str, ...]:
    valeurs = [str(v)[:2_000] for entete in entetes for v in courriel.get_all(entete, [])]
    return tuple(a.strip().lower() for _, a in getaddresses(valeurs) if "@" in a)


def _lire(courriel: Courriel, commun: dict[str, Any]) -> CourrielRecu:
    parties = _parcourir(courriel)
    if parties.rapport is not None:
        return _rapport(parties, commun)
    if not parties.agendas:
        automatique = str(courriel.get("Auto-Submitted", "no")).strip().lower()
        est_absence = automatique.startswith("auto-replied") or courriel.get("X-Autoreply")
        return CourrielRecu(nature=Nature.ABSENCE if est_absence else Nature.ECRIT, **commun)
    return _agenda(parties.agendas, commun)


def _parcourir(courriel: Courriel) -> _Parties:
    trouvees = _Parties()
    for partie in courriel.walk():
        genre = partie.get_content_type()
        if genre in ("text/calendar", "application/ics") and not partie.is_multipart():
            trouvees.agendas.append(partie)
        elif genre == "message/delivery-status":
            trouvees.rapport = partie
        elif genre in ("message/rfc822", "text/rfc822-headers"):
            trouvees.entete_rendue = partie
    return trouvees


def _rapport(parties: _Parties, commun: dict[str, Any]) -> CourrielRecu:
    """A delivery report (RFC 3464): the enclosed mail is read for its Message-ID alone (R9)."""
    rapport = parties.rapport
    blocs = rapport.get_payload() if rapport is not None else []
    refusee, est_definitif = "", False
    for bloc in blocs if isinstance(blocs, list) else []:
        if not isinstance(bloc, Courriel):
            continue
        adresse = str(bloc.get("Final-Recipient", bloc.get("Original-Recipient", "")))
        if not adresse:
            continue
        refusee = adresse.rpartition(";")[2].strip().lower()[:254]
        statut = str(bloc.get("Status", "")).strip()
        echec = str(bloc.get("Action", "")).strip().lower() == "failed"
        est_definitif = echec and statut.startswith("5")
        break
    nature = Nature.REFUS_DU_SERVEUR if est_definitif else Nature.RETARD_DU_SERVEUR
    return CourrielRecu(
        nature=nature, message_id=_rendu(parties.entete_rendue), refusee=refusee, **commun
    )


def _rendu(partie: Courriel | None) -> str:
    if partie is None:
        return ""
    contenu = partie.get_payload()
    rendu = contenu[0] if isinstance(contenu, list) and contenu else None
    if isinstance(rendu, Courriel):
        return str(rendu.get("Message-ID", "")).strip()[:400]
    trouve = re.search(rb"(?im)^message-id:\s*(<[^>\s]{1,300}>)", _octets_de(partie))
    return trouve[1].decode("ascii", "replace") if trouve else ""


def _octets_de(partie: Courriel) -> bytes:
    contenu = partie.get_payload(decode=True)
    return contenu.replace(b"\x00", b"") if isinstance(contenu, bytes) else b""


def _agenda(parties: list[Courriel], commun: dict[str, Any]) -> CourrielRecu:
    """The calendar part; two different ones in one mail are nobody's answer."""
    octets = [_octets_de(p) for p in parties]
    if len({re.sub(rb"\s+", b"", o) for o in octets}) > 1:
        return CourrielRecu(nature=Nature.ILLISIBLE, **commun)
    methode_entete = str(parties[0].get_param("method", "REPLY")).upper()
    corps = octets[0]
    if len(corps) > OCTETS_AGENDA or corps.count(b"\n") > LIGNES_AGENDA:
        return CourrielRecu(nature=Nature.TROP_GROS, **commun)
    if len(re.findall(rb"(?i)BEGIN:VEVENT", corps)) > EVENEMENTS:
        return CourrielRecu(nature=Nature.TROP_GROS, **commun)
    agenda = icalendar.Calendar.from_ical(_decoder(corps))
    methode = str(agenda.get("METHOD", "")).upper()
    if methode == "COUNTER":
        return CourrielRecu(nature=Nature.CONTRE_PROPOSITION, **commun)
    if methode != "REPLY" or methode_entete != "REPLY":
        return CourrielRecu(nature=Nature.AUTRE_METHODE, **commun)
    evenements = tuple(_evenement(e) for e in agenda.walk("VEVENT"))
    nature = Nature.REPONSE if evenements else Nature.ILLISIBLE
    return CourrielRecu(nature=nature, evenements=evenements, **commun)


def _decoder(corps: bytes) -> str:
    """UTF-8, or what old programs send instead; a byte-order mark is no letter."""
    try:
        return corps.decode("utf-8-sig")
    except UnicodeDecodeError:
        return corps.decode("cp1252", "replace")


def _evenement(vevent: icalendar.Component) -> Evenement:
    participants = vevent.get("ATTENDEE", [])
    participants = participants if isinstance(participants, list) else [participants]
    partstat = str(participants[0].params.get("PARTSTAT", "")) if participants else ""
    return Evenement(
        uid=str(vevent.get("UID", ""))[:120],
        participants=tuple(_mailto(p) for p in participants),
        organisateur=_mailto(vevent.get("ORGANIZER", "")),
        partstat=partstat.upper()[:20],
        sequence=_entier(vevent.get("SEQUENCE", 0)),
        dtstamp=_instant(vevent.get("DTSTAMP")),
        date_visee=_date_visee(vevent.get("RECURRENCE-ID")),
        commentaire=_commentaire(vevent.get("COMMENT", "")),
    )


def _mailto(valeur: Any) -> str:
    adresse = str(valeur).strip()
    return adresse[7:].strip().lower() if adresse[:7].lower() == "mailto:" else adresse.lower()


def _entier(valeur: Any) -> int:
    nombre = int(valeur)
    return nombre if 0 <= nombre <= 2_000_000_000 else 0


def _commentaire(valeur: Any) -> str:
    texte = " ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur)
    return " ".join(_INVISIBLES.sub(" ", texte).split())[:LONGUEUR_COMMENTAIRE]


def _brut(propriete: Any) -> str:
    octets = propriete.to_ical()
    return octets.decode("ascii", "replace") if isinstance(octets, bytes) else str(octets)


def _instant(propriete: Any) -> dt.datetime | None:
    """DTSTAMP in UTC; one that is missing or odd is nobody's order."""
    lu = _lire_date(_brut(propriete), dt.UTC) if propriete else None
    return lu if isinstance(lu, dt.datetime) else None


def _date_visee(propriete: Any) -> dt.datetime | dt.date | None:
    if not propriete:
        return None
    nom = str(propriete.params.get("TZID", ""))
    return _lire_date(_brut(propriete), _zone(nom))


def _zone(nom: str) -> dt.tzinfo:
    """The zone of a TZID, Windows names too; unknown ones and none mean Paris (rule R3)."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(nom, nom)) if nom else PARIS
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return PARIS


def _lire_date(texte: str, zone: dt.tzinfo) -> dt.datetime | dt.date | None:
    trouve = _DATE.match(texte.strip())
    if not trouve:
        return None
    if trouve[2] is None:
        return dt.datetime.strptime(trouve[1], "%Y%m%d").date()  # noqa: DTZ007 (a civil date)
    naif = dt.datetime.strptime(trouve[1] + trouve[2], "%Y%m%d%H%M%S")  # noqa: DTZ007
    return naif.replace(tzinfo=dt.UTC if trouve[3] else zone).astimezone(dt.UTC)
