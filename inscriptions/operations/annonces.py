"""What each address has been told, read from the messages that left or are about to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from centre.models import Message


@dataclass
class Annonce:
    """The calendar of one receiver for one UID, as our messages made it.

    ``dates`` maps the original start to what she was told; ``entiere`` is the seed of the last
    REQUEST of the whole; ``retirables`` are the messages that have certainly not left.
    """

    dates: dict[str, str] = field(default_factory=dict)
    entiere: dict[str, Any] | None = None
    retirables: list[Message] = field(default_factory=list)

    def appliquer(self, message: Message) -> None:
        graine = message.graine
        if message.methode == "CANCEL":
            for rid in graine.get("rids") or list(self.dates):
                self.dates.pop(rid, None)
        elif message.recurrence_id is None:
            self.dates, self.entiere = dict(graine.get("dates", {})), graine
        else:
            self.dates.update(graine.get("dates", {}))
        if message.etat == Message.Etat.EN_ATTENTE and message.tentatives == 0:
            self.retirables.append(message)

    @property
    def entiere_retirable(self) -> bool:
        """Whether the invitation to the whole is still in the outbox."""
        return any(m.methode == "REQUEST" and m.recurrence_id is None for m in self.retirables)


def est_depassee(message: Message, vraies: Mapping[str, str | None]) -> bool:
    """Whether news of some dates, not of the whole, says another thing than the base by now.

    ``vraies`` is what the base says of each original start; None: she has no place there.
    """
    if message.recurrence_id is None:
        return False
    dites = message.graine.get("dates", {})
    rids = [*dites, *message.graine.get("rids", ())]
    return any(rid in vraies and dites.get(rid) != vraies[rid] for rid in rids)


def annonces(uids: Iterable[str]) -> dict[tuple[str, str], Annonce]:
    """Replay the messages of these UIDs, by UID and address: one query.

    A message that was taken back or came too late before any attempt told nobody anything.
    """
    jamais_parti = Q(etat__in=[Message.Etat.ANNULE, Message.Etat.PERIME], tentatives=0)
    messages = Message.objects.filter(uid__in=list(uids)).exclude(jamais_parti).order_by("pk")
    connues: dict[tuple[str, str], Annonce] = {}
    for message in messages:
        cle = (message.uid, message.destinataire)
        connues.setdefault(cle, Annonce()).appliquer(message)
    return connues
