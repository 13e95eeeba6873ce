"""What the team does about a message: try again, stop it, say that somebody was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.messagerie.fil import dit_tout, est_entiere
from centre.models import Message
from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


RIEN_DE_PLUS = "Un message plus récent dit déjà tout ce que dit celui-ci."
A_RENVOYER = "Des dates ont changé depuis\u00a0: renvoyez l’invitation, elle dira tout."
# What a newer message of the thread says no more: it was taken back, or lapsed.
TUS = (Message.Etat.ANNULE, Message.Etat.PERIME)


def obstacles(messages: Iterable[Message]) -> dict[int, Refus]:
    """Why trying these again would be wrong, by id; those that may be tried are not in it.

    « remplace »: a newer one of the thread says all of it. « renvoyer »: an invitation to the
    whole that would overwrite the dates told since, and must be written again. One query.
    """
    lus = [m for m in messages if m.fil]
    if not lus:
        return {}
    plus_recents = Message.objects.filter(fil__in={m.fil for m in lus}).exclude(etat__in=TUS)
    plus_recents = plus_recents.only("pk", "fil", "methode", "recurrence_id", "graine")
    trouves: dict[int, Refus] = {}
    par_fil: dict[str, list[Message]] = defaultdict(list)
    for autre in plus_recents:
        par_fil[autre.fil].append(autre)
    for message in lus:
        suivants = [m for m in par_fil[message.fil] if m.pk > message.pk]
        if any(dit_tout(suivant, message) for suivant in suivants):
            trouves[message.pk] = Refus(RIEN_DE_PLUS, code="remplace")
        elif suivants and est_entiere(message):
            trouves[message.pk] = Refus(A_RENVOYER, code="renvoyer")
    return trouves


def _relire(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",)).get(pk=message.pk)


@transaction.atomic
def reessayer(message: Message) -> Message:
    """Put a failed message back in the queue, with the same bytes and Message-ID.

    Refuses one that is not failed, one that is too late, one that ``obstacles`` names.
    """
    message = _relire(message)
    quand = maintenant()
    if message.etat not in (Message.Etat.ECHEC, Message.Etat.A_REESSAYER):
        raise Refus("Ce message n’est pas en échec\u00a0: il n’y a rien à réessayer.", code="etat")
    if message.perime_le and message.perime_le <= quand:
        raise Refus("La séance est passée\u00a0: ce message n’a plus de sens.", code="perime")
    if message.pk in (refus := obstacles([message])):
        raise refus[message.pk]
    message.etat, message.a_partir_de, message.tente_le = Message.Etat.A_REESSAYER, quand, None
    message.tentatives, message.raison = 1, ""
    message.save(update_fields=["etat", "a_partir_de", "tente_le", "tentatives", "raison"])
    return message


@transaction.atomic
def arreter(message: Message) -> Message:
    """Stop a message that waits or failed; refuses one that has left or is leaving."""
    message = _relire(message)
    arretables = (Message.Etat.EN_ATTENTE, Message.Etat.A_REESSAYER, Message.Etat.ECHEC)
    if message.etat not in arretables:
        raise Refus("Ce message est déjà parti, ou en train de partir.", code="etat")
    message.etat, message.raison = Message.Etat.ANNULE, "Arrêté par l’équipe."
    message.save(update_fields=["etat", "raison"])
    return message


@transaction.atomic
def marquer_fait(message: Message, *, par: Utilisateur) -> Message:
    """Note that somebody was called or given her paper; twice is once.

    Also who was called because her mail or SMS did not leave. Refuses those that may still leave.
    """
    message = _relire(message)
    perdu = message.etat == Message.Etat.ECHEC
    if message.canal not in Message.CANAUX_HUMAINS and not perdu and message.fait_par_id is None:
        raise Refus("Ce message part tout seul\u00a0: il n’y a rien à cocher.", code="canal")
    if message.etat == Message.Etat.ENVOYE:
        return message
    if message.etat != Message.Etat.EN_ATTENTE and not perdu:
        raise Refus("Ce message n’est plus à faire.", code="etat")
    message.etat, message.envoye_le, message.fait_par = Message.Etat.ENVOYE, maintenant(), par
    message.save(update_fields=["etat", "envoye_le", "fait_par"])
    return message
