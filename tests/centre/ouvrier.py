"""Workers in processes of their own, for tests that kill them: ``python -m tests.centre.ouvrier``.

Django is loaded once. Each line of standard input, « port pipe options », forks the real command,
which sends to that port and speaks on that named pipe; the answer is its process id.
``--marquer-avant`` is the worker that marks first and sends next, which must lose mail.
"""

import os
import signal
import sys
import traceback
import uuid

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from centre.management.commands import messagerie  # noqa: E402
from centre.messagerie import Rendu, enregistrer_modele, travail  # noqa: E402


def essai(message):
    """Never twice the same: only kept bytes can be repeated."""
    ics = f"BEGIN:VCALENDAR\r\nUID:{message.uid}\r\nX:{uuid.uuid4()}\r\nEND:VCALENDAR\r\n"
    return Rendu("Bonjour", f"Texte {uuid.uuid4()}", ics=ics.encode())


class MarqueAvant(travail.Ouvrier):
    def traiter(self, message):
        octets = self._octets(message)
        self._regler(message, etat="envoye", envoye_le=message.cree_le)
        self.canaux.envoyer(message, octets)
        return True


def travailler(port, tube, *options):
    """In the child: never back in the loop of its parent."""
    try:
        sortie = os.open(tube, os.O_WRONLY)
        os.dup2(sortie, 1)
        os.dup2(sortie, 2)
        settings.EMAIL_PORT = int(port)
        if "--marquer-avant" in options:
            messagerie.Ouvrier = MarqueAvant
        call_command("messagerie", bail=1)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    enregistrer_modele("essai", essai)
    # The system buries those that were killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for ligne in sys.stdin:
        pid = os.fork()
        if not pid:
            travailler(*ligne.split())
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
