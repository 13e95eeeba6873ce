"""A worker in a process of its own, for tests that kill it: ``python -m tests.centre.ouvrier``.

``--marquer-avant`` runs the worker that marks first and sends next, which must lose mail.
"""

import sys
import uuid

import django

django.setup()

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


if __name__ == "__main__":
    enregistrer_modele("essai", essai)
    if "--marquer-avant" in sys.argv:
        messagerie.Ouvrier = MarqueAvant
    call_command("messagerie", bail=1)
