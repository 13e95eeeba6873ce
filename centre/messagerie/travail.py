"""The worker: lease, send, then mark. A crash between the last two repeats, never loses."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import uuid
from collections.abc import Callable

from django.db import OperationalError
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from centre.messagerie.canaux import Ajourne, Canaux, Injoignable, RefusDefinitif
from centre.messagerie.rendu import octets_de
from centre.models import Message
from centre.temps import maintenant

journal = logging.getLogger("centre.messagerie")

BAIL = dt.timedelta(minutes=5)
ABANDON = dt.timedelta(hours=48)
# After the nth try; the last one repeats until ABANDON.
REPRISES = [dt.timedelta(minutes=n) for n in (1, 5, 10, 20, 40, 80, 160, 240)]
ESSAIS_D_UN_DEFAUT = 5
RELAIS_MUET = dt.timedelta(minutes=2)
CANDIDATS = 20
Etat = Message.Etat


class Ouvrier:
    """One worker. ``bail`` is how long a message it holds stays its own after a crash."""

    def __init__(self, *, bail: dt.timedelta = BAIL) -> None:
        self.nom = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.bail = bail
        self.canaux = Canaux()
        self.relais_muet_jusqua: dt.datetime | None = None

    def vider(self, *, continuer: Callable[[], bool] = lambda: True) -> int:
        """Send what is due until nothing is; return how many left.

        ``continuer`` is a function asked before each message: False stops, the rest waits.
        """
        partis = 0
        perimer(maintenant())
        try:
            while continuer():
                message = self.reserver(maintenant())
                if message is None:
                    break
                partis += self.traiter(message)
        finally:
            self.canaux.fermer()
        return partis

    def reserver(self, quand: dt.datetime) -> Message | None:
        """Lease one message: the update says again all that made it free, and one worker wins."""
        libres = a_prendre(quand)
        if self.relais_muet_jusqua and quand < self.relais_muet_jusqua:
            libres = libres.exclude(canal=Message.Canal.COURRIEL)
        for pk in libres.values_list("pk", flat=True)[:CANDIDATS]:
            pris = (
                Message.objects.echus(quand)
                .filter(pk=pk)
                .update(
                    etat=Etat.EN_COURS,
                    bail_jusqua=quand + self.bail,
                    bail_par=self.nom,
                    tentatives=F("tentatives") + 1,
                )
            )
            if pris:
                return Message.objects.select_related("centre").get(pk=pk)
        return None

    def traiter(self, message: Message) -> bool:
        """Render once, send, mark; True when it left. No message stops the others.

        A database that does not answer is nobody's fault: OperationalError passes through, and
        the lease runs out by itself.
        """
        try:
            self.canaux.envoyer(message, self._octets(message))
        except RefusDefinitif as refus:
            self._regler(message, etat=Etat.ECHEC, raison=str(refus))
        except Injoignable as silence:
            self._attendre_le_relais(message, str(silence))
        except Ajourne as delai:
            self._remettre(message, str(delai))
        except OperationalError:
            raise
        except Exception as defaut:
            self._ecarter(message, defaut)
        else:
            return self._regler(message, etat=Etat.ENVOYE, envoye_le=maintenant(), raison="")
        return False

    def _octets(self, message: Message) -> bytes:
        """Return the bytes of the first lease; make and keep them if this is it."""
        if message.octets is not None:
            return bytes(message.octets)
        octets = octets_de(message)
        self._mien(message).update(octets=octets)
        return octets

    def _mien(self, message: Message) -> QuerySet[Message]:
        return Message.objects.filter(pk=message.pk, etat=Etat.EN_COURS, bail_par=self.nom)

    def _regler(self, message: Message, **valeurs: object) -> bool:
        """Settle a message that is still ours; another worker's is left alone."""
        return bool(self._mien(message).update(bail_jusqua=None, bail_par="", **valeurs))

    def _remettre(self, message: Message, raison: str) -> None:
        """Try again later; give up 48 hours after the first try."""
        quand = maintenant()
        premier = message.tente_le or quand
        if quand - premier >= ABANDON:
            self._regler(message, etat=Etat.ECHEC, raison=f"{raison} Arrêté après 48 heures.")
            return
        reprise = REPRISES[min(message.tentatives, len(REPRISES)) - 1]
        self._regler(
            message,
            etat=Etat.A_REESSAYER,
            a_partir_de=quand + reprise,
            tente_le=premier,
            raison=raison,
        )

    def _attendre_le_relais(self, message: Message, raison: str) -> None:
        """Nothing was handed over: the try does not count, and all the mails wait together.

        They wait as long as the relay is silent: what no longer makes sense lapses by itself.
        """
        self.relais_muet_jusqua = maintenant() + RELAIS_MUET
        self._regler(
            message,
            etat=Etat.EN_ATTENTE if message.tentatives == 1 else Etat.A_REESSAYER,
            raison=raison,
            tentatives=F("tentatives") - 1,
        )

    def _ecarter(self, message: Message, defaut: Exception) -> None:
        """Set apart, after five tries, what cannot be made or sent."""
        journal.error("Message %s : %s", message.pk, type(defaut).__name__, exc_info=defaut)
        raison = f"Ce message ne peut pas être préparé ({type(defaut).__name__})."
        if message.tentatives >= ESSAIS_D_UN_DEFAUT:
            self._regler(message, etat=Etat.ECHEC, raison=raison)
        else:
            self._remettre(message, raison)


def a_prendre(quand: dt.datetime) -> QuerySet[Message]:
    """Due messages whose thread holds no older one that is unsettled, oldest first."""
    par_machine = ~Q(canal__in=Message.CANAUX_HUMAINS)
    plus_ancien = Message.objects.a_traiter().filter(
        par_machine, fil=OuterRef("fil"), pk__lt=OuterRef("pk")
    )
    return (
        Message.objects.echus(quand)
        .filter(par_machine)
        .filter(Q(fil="") | ~Exists(plus_ancien))
        .order_by("a_partir_de", "pk")
    )


def perimer(quand: dt.datetime) -> int:
    """Settle what no longer makes sense: nothing leaves after its séance. Return how many."""
    libre = Q(etat__in=[Etat.EN_ATTENTE, Etat.A_REESSAYER])
    abandonne = Q(etat=Etat.EN_COURS, bail_jusqua__lt=quand)
    return Message.objects.filter(libre | abandonne, perime_le__lte=quand).update(
        etat=Etat.PERIME,
        bail_jusqua=None,
        bail_par="",
        raison="La séance a commencé avant que le message parte.",
    )
