"""The two channels a worker serves: mail and SMS. Paper and calls are people's work."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.core.mail import get_connection

from centre.fichiers import ecrire_entier
from centre.journal import masquer
from centre.messagerie.fil import ADRESSE_REFUSEE
from centre.models import Message
from centre.sms import PasDeSms, RefusSms, envoyeur
from centre.temps import a_paris

DELAI_RESEAU = 30  # seconds; far below the lease, so that a slow server cannot outlast it
PERMANENT = 500
TROP_GROS = 552


class RefusDefinitif(Exception):
    """The message will never be accepted; ``str()`` is a French reason."""


class Injoignable(Exception):
    """The relay itself does not answer: nothing was handed over, every message waits."""


class Ajourne(Exception):
    """Not now, perhaps later; the message may have been received all the same."""


@dataclass
class CourrielPret:
    """Bytes already made, in the shape Django's mail backends send."""

    octets: bytes
    from_email: str
    destinataire: str
    encoding: str | None = None

    def recipients(self) -> list[str]:
        return [self.destinataire]

    def message(self, **_: Any) -> Self:
        return self

    def get_charset(self) -> None:
        """Let the console write UTF-8."""

    def as_bytes(self, **_: Any) -> bytes:
        """Give the stored bytes, whose lines already end with CRLF."""
        return self.octets


class Canaux:
    """Holds one connection to the relay for a whole round; ``fermer`` lets it go."""

    def __init__(self) -> None:
        self._relais: Any = None

    def envoyer(self, message: Message, octets: bytes) -> None:
        """Hand over the exact bytes; returns once the other side has accepted them.

        Raises RefusDefinitif, Injoignable or Ajourne; other exceptions are the message's own fault.
        """
        if message.canal == Message.Canal.SMS:
            _envoyer_sms(message, octets)
        else:
            self._envoyer_courriel(message, octets)

    def fermer(self) -> None:
        relais, self._relais = self._relais, None
        if relais is not None:
            try:
                relais.close()
            except (smtplib.SMTPException, OSError):
                # The other side left first: nothing more to close.
                return

    def _envoyer_courriel(self, message: Message, octets: bytes) -> None:
        if settings.DEMONSTRATION:
            ecrire_entier(settings.COURRIELS_DOSSIER / nom_de_fichier(message), octets)
            if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
                return
        relais = self._ouvrir()
        pret = CourrielPret(octets, message.centre.courriel, message.destinataire)
        try:
            relais.send_messages([pret])
        except smtplib.SMTPException as erreur:
            self.fermer()
            raise _traduire(erreur) from erreur
        except OSError as erreur:
            self.fermer()
            raise Ajourne("Le serveur de courriel a coupé la communication.") from erreur

    def _ouvrir(self) -> Any:
        if self._relais is None:
            relais = get_connection(timeout=DELAI_RESEAU)
            try:
                relais.open()
            except (smtplib.SMTPException, OSError) as erreur:
                raise Injoignable("Le serveur de courriel ne répond pas.") from erreur
            self._relais = relais
        return self._relais


def nom_de_fichier(message: Message) -> str:
    """Name the file of a mail: a repeat writes the same one again."""
    return f"{a_paris(message.cree_le):%Y%m%d-%H%M%S}-{message.pk:06d}.eml"


def _envoyer_sms(message: Message, octets: bytes) -> None:
    try:
        envoyeur().envoyer(
            numero=message.destinataire,
            texte=octets.decode(),
            reference=f"{a_paris(message.cree_le):%Y%m%d-%H%M%S}-{message.pk:06d}",
        )
    except RefusSms as refus:
        raise RefusDefinitif(str(refus)) from refus
    except PasDeSms as absence:
        raise RefusDefinitif(
            "Aucun service de SMS n’est réglé\u00a0: appelez la personne."
        ) from absence
    except OSError as erreur:
        raise Ajourne("Le service de SMS ne répond pas.") from erreur


def _traduire(erreur: smtplib.SMTPException) -> Exception:
    """Tell a refusal for good (5xx about the address or the text) from what may pass later."""
    if isinstance(erreur, smtplib.SMTPRecipientsRefused):
        code, texte = next(iter(erreur.recipients.values()))
        return _selon_code(code, texte, ADRESSE_REFUSEE)
    if isinstance(erreur, smtplib.SMTPSenderRefused) and erreur.smtp_code == TROP_GROS:
        # Announced with MAIL FROM (RFC 1870): the message's own fault, the others leave.
        return RefusDefinitif("Message trop gros pour le serveur de courriel (552).")
    if isinstance(erreur, smtplib.SMTPSenderRefused):
        # Our own address or our own settings: the team must look, the message is not lost.
        return Injoignable(f"Le serveur refuse l’adresse du centre ({erreur.smtp_code}).")
    if isinstance(erreur, smtplib.SMTPDataError):
        return _selon_code(erreur.smtp_code, erreur.smtp_error, "Message refusé")
    return Ajourne("Le serveur de courriel a interrompu l’envoi.")


def _selon_code(code: int, texte: bytes | str, quoi: str) -> Exception:
    lu = texte.decode(errors="replace") if isinstance(texte, bytes) else texte
    if code >= PERMANENT:
        return RefusDefinitif(f"{quoi} par le serveur ({code}) : {masquer(lu)[:160]}")
    return Ajourne(f"{quoi} pour le moment ({code}).")
