"""Calendar bytes: one VEVENT per séance, a static time zone, a feed assembled from stored bytes.

Pure: rows in, bytes out, no clock and no random draw, so that the same rows give the same bytes
(RFC 5545; RFC 7986 §5.7 for REFRESH-INTERVAL). Written by hand because it is an order of
magnitude faster than a general writer; two independent readers check it in the tests.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.conf import settings

from ateliers.models import Seance
from centre.temps import JOUR, a_paris

# Rises with any change of the bytes below: part of every ETag.
FORMAT = 2
TYPE = "text/calendar; charset=utf-8"
# Subscribers keep what has just been, in days.
PASSE = 60

PRODID = "-//Centre//Agenda des ateliers//FR"

# The rules of the European Union since 1996; one multi-valued RDATE list would be misread.
VTIMEZONE = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Paris\r
BEGIN:DAYLIGHT\r
DTSTART:19810329T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
TZNAME:CEST\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
"""

_CONTROLES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def texte(valeur: str) -> str:
    """Escape a TEXT value (RFC 5545 §3.3.11); control characters other than LF disappear."""
    unies = valeur.replace("\r\n", "\n").replace("\r", "\n")
    propre = _CONTROLES.sub("", unies)
    return propre.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def ligne(nom: str, valeur: str) -> bytes:
    """One content line, folded at 75 octets without cutting a character (RFC 5545 §3.1)."""
    brut = f"{nom}:{valeur}".encode()
    if len(brut) <= 75:
        return brut + b"\r\n"
    morceaux = []
    place = 75
    while len(brut) > place:
        coupe = place
        # 0b10xxxxxx continues a character begun before.
        while brut[coupe] & 0xC0 == 0x80:
            coupe -= 1
        morceaux.append(brut[:coupe])
        brut = brut[coupe:]
        # The leading space of a continuation counts.
        place = 74
    morceaux.append(brut)
    return b"\r\n ".join(morceaux) + b"\r\n"


def local(moment: dt.datetime) -> str:
    """Wall time of Paris: « 20261026T140000 »."""
    return f"{a_paris(moment):%Y%m%dT%H%M%S}"


def utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def octets_vevent(
    seance: Seance,
    *,
    titre: str,
    lieu: str = "",
    description: str = "",
    uid: str = "",
    url: str = "",
    est_prive: bool = False,
    retrait_le: dt.datetime | None = None,
    sequence: int | None = None,
) -> bytes:
    """The VEVENT of a séance under the title and the place this audience may read.

    Without METHOD, DTSTAMP is the last change (RFC 5545 §3.8.7.2). A cancelled séance keeps its
    hours, says so in its title too and takes no time (agenda rule F12); so does one that goes on
    without its reader since ``retrait_le``, under her own ``sequence``. Empty texts are left out.
    """
    annulee = seance.etat == Seance.Etat.ANNULEE or retrait_le is not None
    change = utc(max(filter(None, (seance.modifiee_le, retrait_le))))
    lignes = [
        ("UID", texte(uid or seance.uid)),
        ("DTSTAMP", change),
        ("LAST-MODIFIED", change),
        ("SEQUENCE", str(seance.sequence if sequence is None else sequence)),
        ("DTSTART;TZID=Europe/Paris", local(seance.debut)),
        ("DTEND;TZID=Europe/Paris", local(seance.fin)),
        ("SUMMARY", texte(f"Annulé\u00a0: {titre}" if annulee else titre)),
        ("LOCATION", texte(lieu)),
        ("DESCRIPTION", texte(description)),
        ("URL", re.sub(r"[\x00-\x20\x7f]", "", url)),
        ("STATUS", "CANCELLED" if annulee else "CONFIRMED"),
        ("TRANSP", "TRANSPARENT" if annulee else "OPAQUE"),
        ("CLASS", "PRIVATE" if est_prive else ""),
    ]
    corps = b"".join(ligne(nom, valeur) for nom, valeur in lignes if valeur)
    return b"BEGIN:VEVENT\r\n" + corps + b"END:VEVENT\r\n"


def vevent_public(seance: Seance) -> bytes | None:
    """The bytes of the public feeds; None above level 1, for an entretien and for a slot.

    Reads ``atelier`` (with its centre) and ``lieu``.
    """
    atelier = seance.atelier
    if not atelier.se_partage or atelier.genre == "entretien" or seance.fenetre_id:
        return None
    centre = atelier.centre
    return octets_vevent(
        seance,
        titre=seance.titre_complet,
        lieu=", ".join(filter(None, (seance.lieu.nom, seance.lieu.adresse))),
        description=f"Renseignements\u00a0: {centre.telephone}",
        url=f"https://{settings.DOMAINE}/c/{centre.slug}/{atelier.slug}/",
    )


def vevent_equipe(seance: Seance) -> bytes:
    """The bytes of the team's feeds, which leave for the servers of Google or Outlook: above
    level 1 and for an entretien, the discreet title and the discreet address; never a person.

    Reads ``atelier`` and ``lieu``. The UID is that of the public feeds (agenda rule F4).
    """
    atelier, lieu = seance.atelier, seance.lieu
    se_nomme = atelier.se_partage and atelier.genre != "entretien"
    ouvert = se_nomme and not lieu.est_confidentiel
    return octets_vevent(
        seance,
        titre=seance.titre_complet if se_nomme else atelier.titre_discret,
        lieu=", ".join(filter(None, (lieu.nom, lieu.adresse))) if ouvert else lieu.adresse_dehors,
        url=f"https://{settings.DOMAINE}/seances/{seance.pk}/",
        est_prive=True,
    )


def assembler(vevents: Iterable[bytes], *, nom: str, description: str = "") -> bytes:
    """A whole subscription feed, without METHOD, ORGANIZER or ATTENDEE (agenda rules F2, F14)."""
    entete = [
        ("VERSION", "2.0"),
        ("PRODID", PRODID),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", texte(nom)),
        ("X-WR-CALNAME", texte(nom)),
        ("X-WR-TIMEZONE", "Europe/Paris"),
        ("X-WR-CALDESC", texte(description)),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
        ("X-PUBLISHED-TTL", "PT6H"),
    ]
    lignes = b"".join(ligne(cle, valeur) for cle, valeur in entete if valeur)
    return b"".join([b"BEGIN:VCALENDAR\r\n", lignes, VTIMEZONE, *vevents, b"END:VCALENDAR\r\n"])


def depuis(jour: dt.date) -> dt.date:
    """The first day a feed of ``jour`` still lists; computed on dates, so it moves once a day."""
    return jour - PASSE * JOUR
