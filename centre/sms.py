"""Ways to send a text message; ``SMS_BACKEND`` names one by its dotted path."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import TextIO

from django.conf import settings
from django.utils.module_loading import import_string

from centre.fichiers import ecrire_entier


class RefusSms(Exception):
    """The provider will never deliver to this number; ``str()`` is a French reason."""


class PasDeSms(Exception):
    """No provider is set: the message waits for somebody to set one."""


class Envoyeur(ABC):
    """A provider of text messages.

    ``envoyer`` returns when the provider has accepted the message. It raises RefusSms for a
    number refused for good; any other exception is tried again later.
    """

    @abstractmethod
    def envoyer(self, *, numero: str, texte: str, reference: str) -> None:
        """Send ``texte`` to an E.164 number; the same ``reference`` twice is the same message."""


class Fichier(Envoyeur):
    """One file per message, named by its reference: a repeat writes the same file again."""

    def envoyer(self, *, numero: str, texte: str, reference: str) -> None:
        ecrire_entier(
            settings.SMS_DOSSIER / f"{reference}.txt", f"À\u00a0: {numero}\n\n{texte}\n".encode()
        )


class Console(Envoyeur):
    """Writes on standard output: to watch what would leave."""

    def __init__(self, sortie: TextIO | None = None) -> None:
        self.sortie = sortie or sys.stdout

    def envoyer(self, *, numero: str, texte: str, reference: str) -> None:
        self.sortie.write(f"--- SMS {reference} à {numero}\n{texte}\n")
        self.sortie.flush()


def envoyeur() -> Envoyeur:
    """Return the provider of the settings; raises PasDeSms when none is set."""
    if not settings.SMS_BACKEND:
        raise PasDeSms
    choisi: Envoyeur = import_string(settings.SMS_BACKEND)()
    return choisi
