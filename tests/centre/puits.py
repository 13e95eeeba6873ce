"""An SMTP server that keeps what it receives, as slow and as moody as a test wants."""

import asyncio
import socket
import threading
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller


@dataclass
class Puits:
    """``recus`` holds (recipient, bytes) of each accepted mail, in order.

    ``humeur(adresse, rang)`` gives an SMTP answer instead of « 250 OK » for the nth RCPT, or None;
    the answer « coupe » hangs up without one. ``doute(rang)`` keeps the nth mail, then hangs up
    instead of saying so: its sender cannot know.
    ``etapes`` counts what began; a thread may wait for the next one with ``attendre``.
    """

    lenteur: float = 0.0
    humeur: object = lambda adresse, rang: None
    doute: object = lambda rang: False
    doutes: int = 0
    recus: list = field(default_factory=list)
    connexions: int = 0
    rang: int = 0
    etapes: dict = field(default_factory=lambda: {"RCPT": 0, "DATA": 0})
    condition: threading.Condition = field(default_factory=threading.Condition)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connexions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.rang += 1
        reponse = self.humeur(address, self.rang)
        await self._etape("RCPT")
        if reponse == "coupe":
            server.transport.abort()
        if reponse:
            return reponse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.recus.append((envelope.rcpt_tos[0], envelope.original_content))
        await self._etape("DATA")
        if self.doute(len(self.recus)):
            self.doutes += 1
            server.transport.abort()
        return "250 OK"

    async def _etape(self, nom):
        with self.condition:
            self.etapes[nom] += 1
            self.condition.notify_all()
        if self.lenteur:
            await asyncio.sleep(self.lenteur)

    def attendre(self, nom, delai=30):
        """Wait until one more step of this name begins; False when none came in time."""
        with self.condition:
            cible = self.etapes[nom] + 1
            return self.condition.wait_for(lambda: self.etapes[nom] >= cible, timeout=delai)


class Serveur:
    """``with Serveur(puits) as port``: listens on a free local port."""

    def __init__(self, puits, **reglages):
        with socket.create_server(("127.0.0.1", 0)) as essai:
            port = essai.getsockname()[1]
        self.controleur = Controller(puits, hostname="127.0.0.1", port=port, **reglages)

    def __enter__(self):
        self.controleur.start()
        return self.controleur.port

    def __exit__(self, *exc):
        self.controleur.stop()
