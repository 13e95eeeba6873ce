"""The mailbox of the centres: received mails one by one, each marked once it is settled."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from imap_tools import AND, MailBox, MailBoxUnencrypted, MailMessageFlags

from centre.erreurs import Refus
from inscriptions.courrier_recu import OCTETS

journal = logging.getLogger("inscriptions.reponses")

DELAI = 10  # seconds for each answer of the server
# The next minute takes the rest.
LOT = 50


def _ouvrir(url: str) -> tuple[MailBox | MailBoxUnencrypted, str, str, str]:
    """``imaps://user:password@host:993/Folder``; ``imap`` is for a server of this machine."""
    lue = urlsplit(url)
    if lue.scheme not in ("imap", "imaps") or not lue.hostname or not lue.username:
        raise ImproperlyConfigured(
            "IMAP_URL s’écrit imaps://utilisateur:motdepasse@serveur:993/INBOX."
        )
    if lue.scheme == "imaps":
        contexte = ssl.create_default_context()
        boite: MailBox | MailBoxUnencrypted = MailBox(
            lue.hostname, lue.port or 993, timeout=DELAI, ssl_context=contexte
        )
    else:
        boite = MailBoxUnencrypted(lue.hostname, lue.port or 143, timeout=DELAI)
    dossier = unquote(lue.path.strip("/")) or "INBOX"
    return boite, unquote(lue.username), unquote(lue.password or ""), dossier


def relever(url: str, traiter: Callable[[bytes], bool]) -> int:
    """Give each unread mail to ``traiter``; return how many were settled, at most ``LOT``.

    A settled mail is marked as read; flagged too when ``traiter`` returns True, for the person who
    must find it or when it raised; one that met a busy base stays unread. None stops the others.
    """
    boite, utilisateur, secret, dossier = _ouvrir(url)
    regles = 0
    with boite.login(utilisateur, secret, initial_folder=dossier) as ouverte:
        entetes = ouverte.fetch(
            AND(seen=False), mark_seen=False, headers_only=True, limit=LOT, bulk=True
        )
        for uid, taille in [(e.uid, e.size_rfc822) for e in entetes if e.uid]:
            try:
                drapeau = traiter(_octets(ouverte, uid, taille))
            except (Refus, DatabaseError):
                # The base is busy or away: the same mail is read again in a minute.
                journal.warning("Une réponse reçue attend\u00a0: la base est occupée.")
                continue
            except Exception:
                # Whatever it is, the mails behind it must be read; a person finds this one.
                journal.exception("Une réponse reçue n’a pas pu être lue.")
                drapeau = True
            drapeaux = [MailMessageFlags.SEEN, *([MailMessageFlags.FLAGGED] if drapeau else [])]
            ouverte.flag([uid], drapeaux, True)
            regles += 1
    return regles


def _octets(boite: MailBox | MailBoxUnencrypted, uid: str, taille: int) -> bytes:
    """The mail as it came (RFC 3501 §6.4.5); of one too big only the head, made as long."""
    quoi = "(BODY.PEEK[HEADER])" if taille > OCTETS else "(BODY.PEEK[])"
    _, morceaux = boite.client.uid("FETCH", uid, quoi)
    octets = next(bytes(m[1]) for m in morceaux if isinstance(m, tuple))
    return octets[:OCTETS].ljust(OCTETS + 1, b"\n") if taille > OCTETS else octets
