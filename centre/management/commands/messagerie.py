"""The worker's process: what leaves the house, and what is due each minute."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from centre.ecriture import pluriel
from centre.messagerie.taches import executer
from centre.messagerie.travail import BAIL, Ouvrier
from centre.temps import maintenant

journal = logging.getLogger("centre.messagerie")

PAUSE = 1.0  # seconds between two looks at an empty queue
MINUTE = 60.0


class Command(BaseCommand):
    help = "Envoie les messages en attente, et fait chaque minute ce qui est dû."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--une-fois",
            action="store_true",
            help="faire ce qui est dû, envoyer ce qui attend, puis s’arrêter",
        )
        parser.add_argument(
            "--bail",
            type=int,
            default=int(BAIL.total_seconds()),
            metavar="SECONDES",
            help="temps après lequel un envoi interrompu est repris (300)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ouvrier = Ouvrier(bail=dt.timedelta(seconds=options["bail"]))
        if options["une_fois"]:
            executer(maintenant())
            self.stdout.write(f"{pluriel(ouvrier.vider(), 'message parti,messages partis')}.")
            return
        self._boucler(ouvrier)

    def _boucler(self, ouvrier: Ouvrier) -> None:
        """Work until SIGINT or SIGTERM; the message in hand is finished first."""
        fin = threading.Event()

        def arreter(numero: int, trame: FrameType | None) -> None:
            fin.set()

        for numero in (signal.SIGINT, signal.SIGTERM):
            signal.signal(numero, arreter)
        self.stdout.write("Messagerie en marche.")
        self.stdout.flush()
        prochaine = 0.0
        while not fin.is_set():
            close_old_connections()
            if time.monotonic() >= prochaine:
                prochaine = time.monotonic() + MINUTE
                executer(maintenant())
            try:
                ouvrier.vider(continuer=lambda: not fin.is_set())
            except OperationalError:
                journal.exception("La base ne répond pas, la messagerie attend.")
            fin.wait(PAUSE)
        self.stdout.write("Messagerie arrêtée.")
