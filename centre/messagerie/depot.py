"""Write messages in the transaction of the change that causes them, and take them back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from centre.messagerie.fil import a_pu_arriver, cle_de_fil, dit_tout
from centre.models import Centre, Message
from centre.temps import maintenant

# Long enough to undo, short enough to be news.
DELAI = dt.timedelta(minutes=10)
VEILLE = dt.timedelta(hours=24)
REMPLACE = "Remplacé par un message plus récent."
SANS_OBJET = "Sans objet\u00a0: ce qu’il annonçait est annulé."
# What a newer message can void; a failure that it says again needs nobody any more.
REMPLACABLES = (Message.Etat.EN_ATTENTE, Message.Etat.A_REESSAYER, Message.Etat.ECHEC)


def quand_partir(debut_seance: dt.datetime, *, quand: dt.datetime) -> dt.datetime:
    """Return when news of a séance leaves: in 10 min if it is more than 24 h away, else now."""
    return quand + DELAI if debut_seance - quand > VEILLE else quand


@dataclass(frozen=True)
class ADeposer:
    """One message to write; ``cle`` makes it idempotent, ``fil`` defaults to its UID's thread."""

    centre: Centre
    canal: str
    langue: str
    destinataire: str
    modele: str
    graine: dict[str, Any]
    cle: str
    fil: str = ""
    methode: str = ""
    uid: str = ""
    sequence: int | None = None
    recurrence_id: dt.datetime | None = None
    dtstamp: dt.datetime | None = None
    a_partir_de: dt.datetime | None = None
    perime_le: dt.datetime | None = None
    est_sensible: bool = False

    @property
    def son_fil(self) -> str:
        return self.fil or (cle_de_fil(self.uid, self.destinataire) if self.uid else "")

    @property
    def annule_tout(self) -> bool:
        return self.methode == "CANCEL" and self.recurrence_id is None


def deposer(**valeurs: Any) -> Message | None:
    """Write one message to one address; the worker renders its seed and sends it.

    Takes the fields of ``ADeposer``. A second call with its key gives the row of the first. In its
    thread it takes the place of an older one about the same dates that has not left. A CANCEL of
    something whose invitation has not left takes the invitation away with it: nothing is written,
    None is given. Raises RuntimeError outside a transaction.
    """
    return deposer_lot([ADeposer(**valeurs)])[0]


def deposer_lot(lot: Sequence[ADeposer]) -> list[Message | None]:
    """Write many messages in their order, in as many queries for one as for a hundred."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A message is written in the transaction that causes it.")
    depot = _Depot(lot)
    ecrits = [depot.prendre(demande) for demande in lot]
    depot.ecrire()
    return [m if m is not None and m.pk else None for m in ecrits]


class _Depot:
    """The threads of a lot as they are, then as the lot leaves them."""

    def __init__(self, lot: Sequence[ADeposer]) -> None:
        cles = [demande.cle for demande in lot]
        self.connus = {m.cle: m for m in Message.objects.filter(cle__in=cles)}
        self.fils: dict[str, list[Message]] = defaultdict(list)
        fils = {demande.son_fil for demande in lot} - {""}
        anciens = Message.objects.select_for_update(of=("self",)).filter(fil__in=fils)
        for message in anciens.order_by("pk") if fils else ():
            self.fils[message.fil].append(message)
        self.nouveaux: list[Message] = []
        self.retires: set[int] = set()
        self.annules: dict[str, set[int]] = defaultdict(set)

    def prendre(self, demande: ADeposer) -> Message | None:
        if demande.cle in self.connus:
            return self.connus[demande.cle]
        du_fil = self.fils[demande.son_fil] if demande.son_fil else []
        if not self._faire_place(demande, du_fil):
            return None
        quand = maintenant()
        valeurs = {champ.name: getattr(demande, champ.name) for champ in fields(ADeposer)}
        message = Message(
            **valeurs
            | {
                "fil": demande.son_fil,
                "message_id": f"<{uuid.uuid4()}@{settings.DOMAINE}>",
                "dtstamp": demande.dtstamp or quand,
                "a_partir_de": demande.a_partir_de or quand,
            }
        )
        self.connus[demande.cle] = message
        self.nouveaux.append(message)
        du_fil.append(message)
        return message

    def _faire_place(self, demande: ADeposer, du_fil: list[Message]) -> bool:
        """Take back what the new message makes void; False when the new one is void too.

        A lone date never voids the invitation to the series, nor news of more dates than those
        it tells: both leave, in order. A message about the whole voids everything that waits. What
        may have been received (leased, or tried without an answer) is never taken back.
        """
        demandes = [m for m in du_fil if m.methode == "REQUEST"]
        if demande.annule_tout and demandes and not any(map(a_pu_arriver, demandes)):
            for message in list(du_fil):
                if message.tentatives:
                    self._annuler(message, SANS_OBJET)
                else:
                    self._retirer(message, du_fil)
            return False
        for message in du_fil:
            if dit_tout(demande, message):
                self._annuler(message, REMPLACE)
        return True

    def _annuler(self, message: Message, raison: str) -> None:
        if message.etat in REMPLACABLES:
            message.etat, message.raison = Message.Etat.ANNULE, raison
            if message.pk:
                self.annules[raison].add(message.pk)

    def _retirer(self, message: Message, du_fil: list[Message]) -> None:
        du_fil.remove(message)
        self.connus.pop(message.cle, None)
        if message.pk:
            self.retires.add(message.pk)
        else:
            self.nouveaux.remove(message)

    def ecrire(self) -> None:
        if self.retires:
            Message.objects.filter(pk__in=self.retires).delete()
        for raison, annules in self.annules.items():
            Message.objects.filter(pk__in=annules, etat__in=REMPLACABLES).update(
                etat=Message.Etat.ANNULE, raison=raison
            )
        Message.objects.bulk_create(self.nouveaux, batch_size=100)


def rappeler(messages: QuerySet[Message]) -> int:
    """Take back those of ``messages`` that have not left; return how many.

    One that a worker holds, or has tried once, may have been received: it is not taken back.
    """
    with transaction.atomic():
        pks = [m.pk for m in messages.select_for_update(of=("self",)).order_by("pk")]
        return Message.objects.filter(
            pk__in=pks, etat=Message.Etat.EN_ATTENTE, tentatives=0
        ).update(etat=Message.Etat.ANNULE, raison="Retiré avant l’envoi.")
