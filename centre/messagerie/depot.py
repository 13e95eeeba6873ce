"""Write messages in the transaction of the change that causes them, and take them back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from centre.models import Centre, Message
from centre.temps import maintenant

# Long enough to undo, short enough to be news.
DELAI = dt.timedelta(minutes=10)
VEILLE = dt.timedelta(hours=24)
RAPPELABLES = (Message.Etat.EN_ATTENTE, Message.Etat.A_REESSAYER)


def cle_de_fil(uid: str, destinataire: str) -> str:
    """Name the thread of one calendar object at one address: its messages leave in order."""
    return f"{uid} {destinataire.lower()}"[:300]


def quand_partir(debut_seance: dt.datetime, *, quand: dt.datetime) -> dt.datetime:
    """Return when news of a séance leaves: in 10 min if it is more than 24 h away, else now."""
    return quand + DELAI if debut_seance - quand > VEILLE else quand


def deposer(
    *,
    centre: Centre,
    canal: str,
    langue: str,
    destinataire: str,
    modele: str,
    graine: dict[str, Any],
    cle: str,
    fil: str = "",
    methode: str = "",
    uid: str = "",
    sequence: int | None = None,
    recurrence_id: dt.datetime | None = None,
    dtstamp: dt.datetime | None = None,
    a_partir_de: dt.datetime | None = None,
    perime_le: dt.datetime | None = None,
    est_sensible: bool = False,
) -> Message | None:
    """Write one message to one address; the worker renders ``graine`` and sends it.

    ``cle`` makes it idempotent: a second call gives the row of the first. In its thread it takes
    the place of an older one about the same date that has not left. A CANCEL of something whose
    invitation has not left takes the invitation away with it: nothing is written, None is given.
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A message is written in the transaction that causes it.")
    deja = Message.objects.filter(cle=cle).first()
    if deja is not None:
        return deja
    if uid and not fil:
        fil = cle_de_fil(uid, destinataire)
    dites = {*graine.get("dates", ()), *graine.get("rids", ())}
    if fil and not _faire_place(fil=fil, methode=methode, recurrence_id=recurrence_id, dites=dites):
        return None
    quand = maintenant()
    return Message.objects.create(
        centre=centre,
        canal=canal,
        langue=langue,
        destinataire=destinataire,
        modele=modele,
        graine=graine,
        cle=cle,
        fil=fil,
        methode=methode,
        uid=uid,
        sequence=sequence,
        recurrence_id=recurrence_id,
        message_id=f"<{uuid.uuid4()}@{settings.DOMAINE}>",
        dtstamp=dtstamp or quand,
        a_partir_de=a_partir_de or quand,
        perime_le=perime_le,
        est_sensible=est_sensible,
    )


def _faire_place(
    *, fil: str, methode: str, recurrence_id: dt.datetime | None, dites: set[str]
) -> bool:
    """Take back what the new message makes void; False when the new one is void too.

    A lone date never voids the invitation to the series, nor news of more dates than those it
    tells (``dites``): both leave, in order. A CANCEL of the whole voids everything that waits.
    What may have been received (leased or tried once) is never taken back.
    """
    du_fil = list(Message.objects.select_for_update(of=("self",)).filter(fil=fil))
    annule_tout = methode == "CANCEL" and recurrence_id is None
    demandes = [m for m in du_fil if m.methode == "REQUEST"]
    if annule_tout and demandes and not any(map(_a_pu_arriver, demandes)):
        Message.objects.filter(pk__in=[m.pk for m in du_fil if not _a_pu_arriver(m)]).delete()
        return False
    remplacees = [
        m.pk
        for m in du_fil
        if annule_tout
        or (
            m.recurrence_id == recurrence_id
            and (recurrence_id is None or dites >= set(m.graine.get("dates", ())))
        )
    ]
    Message.objects.filter(pk__in=remplacees, etat__in=RAPPELABLES).update(
        etat=Message.Etat.ANNULE, raison="Remplacé par un message plus récent."
    )
    return True


def _a_pu_arriver(message: Message) -> bool:
    return message.etat == Message.Etat.ENVOYE or message.tentatives > 0


def rappeler(messages: QuerySet[Message]) -> int:
    """Take back those of ``messages`` that have not left; return how many.

    One that a worker holds, or has tried once, may have been received: it is not taken back.
    """
    with transaction.atomic():
        pks = [m.pk for m in messages.select_for_update(of=("self",)).order_by("pk")]
        return Message.objects.filter(
            pk__in=pks, etat=Message.Etat.EN_ATTENTE, tentatives=0
        ).update(etat=Message.Etat.ANNULE, raison="Retiré avant l’envoi.")
