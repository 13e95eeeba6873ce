"""What the team does about a message: try again, stop it, say that somebody was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.models import Message
from centre.temps import maintenant

if TYPE_CHECKING:
    from centre.models import Utilisateur


def _relire(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",)).get(pk=message.pk)


@transaction.atomic
def reessayer(message: Message) -> Message:
    """Put a failed message back in the queue, with the same bytes and Message-ID.

    Refuses one that is not failed, one that is too late, one that a newer message replaced.
    """
    message = _relire(message)
    quand = maintenant()
    if message.etat not in (Message.Etat.ECHEC, Message.Etat.A_REESSAYER):
        raise Refus("Ce message n’est pas en échec : il n’y a rien à réessayer.", code="etat")
    if message.perime_le and message.perime_le <= quand:
        raise Refus("La séance est passée : ce message n’a plus de sens.", code="perime")
    if message.fil and Message.objects.filter(fil=message.fil, pk__gt=message.pk).exists():
        raise Refus("Un message plus récent a remplacé celui-ci.", code="remplace")
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
        raise Refus("Ce message part tout seul : il n’y a rien à cocher.", code="canal")
    if message.etat == Message.Etat.ENVOYE:
        return message
    if message.etat != Message.Etat.EN_ATTENTE and not perdu:
        raise Refus("Ce message n’est plus à faire.", code="etat")
    message.etat, message.envoye_le, message.fait_par = Message.Etat.ENVOYE, maintenant(), par
    message.save(update_fields=["etat", "envoye_le", "fait_par"])
    return message
