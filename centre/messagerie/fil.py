"""The messages of one thread: what each says of a calendar, and what a later one makes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from centre.models import Message

Etat = Message.Etat
# How the reason of a failure begins when the address itself is refused, at once or by a report.
ADRESSE_REFUSEE = "Adresse refusée"


class Dit(Protocol):
    """A message of the outbox, or one about to be written."""

    @property
    def methode(self) -> str: ...

    @property
    def graine(self) -> dict[str, Any]: ...

    @property
    def recurrence_id(self) -> dt.datetime | None: ...


def cle_de_fil(uid: str, destinataire: str) -> str:
    """Name the thread of one calendar object at one address: its messages leave in order."""
    return f"{uid} {destinataire.lower()}"[:300]


def est_entiere(message: Dit) -> bool:
    """Whether it is the invitation to the whole: a series, or a lone date."""
    return message.methode == "REQUEST" and message.recurrence_id is None


def dates_dites(message: Dit) -> set[str]:
    """The original starts that news of some dates speaks of, those that it takes away included."""
    dites = {*message.graine.get("dates", ()), *message.graine.get("rids", ())}
    if message.recurrence_id is not None:
        dites.add(message.recurrence_id.astimezone(dt.UTC).isoformat(timespec="seconds"))
    return dites


def dit_tout(nouveau: Dit, ancien: Dit) -> bool:
    """Whether a newer message of the thread leaves nothing unsaid of an older one.

    The whole says everything; news of some dates says those dates, never the whole.
    """
    if nouveau.recurrence_id is None:
        return True
    return ancien.recurrence_id is not None and dates_dites(nouveau) >= dates_dites(ancien)


def est_adresse_refusee(message: Message) -> bool:
    """Whether it did not leave because nobody reads mail at that address."""
    return message.etat == Etat.ECHEC and message.raison.startswith(ADRESSE_REFUSEE)


def a_pu_arriver(message: Message) -> bool:
    """Whether the other side may hold it: it left, or one of its tries ended without an answer.

    Refused for good at its first try, it reached nobody.
    """
    refusee = 1 if message.etat == Etat.ECHEC else 0
    return message.etat == Etat.ENVOYE or message.tentatives > refusee
