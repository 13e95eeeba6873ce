"""What each address has been told, read from the messages that left or are about to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from centre.messagerie.depot import SANS_OBJET
from centre.messagerie.fil import est_adresse_refusee
from centre.models import Message
from parcours.models import Personne


@dataclass
class Annonce:
    """The calendar of one receiver for one UID, as our messages made it.

    ``dates`` maps the original start to what she was told; ``entiere`` is the seed of the last
    REQUEST of the whole; ``retirables`` are the messages that have certainly not left;
    ``derniere`` is what became of the last one.
    """

    dates: dict[str, str] = field(default_factory=dict)
    entiere: dict[str, Any] | None = None
    retirables: list[Message] = field(default_factory=list)
    derniere: str = ""

    def appliquer(self, message: Message) -> None:
        graine = message.graine
        if message.methode == "CANCEL":
            for rid in graine.get("rids") or list(self.dates):
                self.dates.pop(rid, None)
        elif message.recurrence_id is None:
            self.dates, self.entiere = dict(graine.get("dates", {})), graine
        else:
            self.dates.update(graine.get("dates", {}))
        self.derniere = message.etat
        if message.etat == Message.Etat.EN_ATTENTE and message.tentatives == 0:
            self.retirables.append(message)

    def revient(self, invitee: str, adresse: str) -> bool:
        """Whether she comes back to an address left without a CANCEL, or that lost the last mail:
        nothing says what that calendar holds. ``invitee`` is the address that holds the invitation.
        """
        perdue = self.derniere in (Message.Etat.ECHEC, Message.Etat.ANNULE, Message.Etat.PERIME)
        return invitee != adresse and (bool(invitee) or perdue)

    @property
    def entiere_retirable(self) -> bool:
        """Whether the invitation to the whole is still in the outbox."""
        return any(m.methode == "REQUEST" and m.recurrence_id is None for m in self.retirables)


def adresse_de(personne: Personne) -> str:
    """The mail address that may be written to now, or nothing."""
    return personne.courriel if personne.canal_effectif() == Personne.Canal.COURRIEL else ""


def refuse_le_courrier(personne: Personne, adresse: str) -> bool:
    """Whether this address is marked as refused, or refused the last mail that settled there."""
    if personne.courriel_en_erreur and adresse == personne.courriel:
        return True
    regles = Message.objects.filter(
        envoi__personne=personne,
        canal=Message.Canal.COURRIEL,
        destinataire=adresse,
        etat__in=[Message.Etat.ENVOYE, Message.Etat.ECHEC],
    )
    dernier = regles.order_by("-pk").first()
    return dernier is not None and est_adresse_refusee(dernier)


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

    A message taken back, or too late, before any attempt told nobody anything; nor did one that
    was refused, then cancelled.
    """
    jamais_parti = Q(etat__in=[Message.Etat.ANNULE, Message.Etat.PERIME], tentatives=0)
    jamais_parti |= Q(etat=Message.Etat.ANNULE, raison=SANS_OBJET)
    messages = Message.objects.filter(uid__in=list(uids)).exclude(jamais_parti).order_by("pk")
    connues: dict[tuple[str, str], Annonce] = {}
    for message in messages:
        cle = (message.uid, message.destinataire)
        connues.setdefault(cle, Annonce()).appliquer(message)
    return connues
