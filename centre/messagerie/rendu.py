"""From the seed of a message to the exact bytes that leave (RFC 5322, RFC 6047)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from centre.models import Message
from centre.temps import maintenant


@dataclass(frozen=True)
class Rendu:
    """What a message says. ``ics`` is a whole VCALENDAR whose METHOD is the message's."""

    sujet: str
    texte: str
    html: str = ""
    ics: bytes | None = None


Modele = Callable[[Message], Rendu]
Nom = Callable[[Message], str]
Suites = Callable[[Sequence[Message]], dict[int, str]]
_modeles: dict[str, Modele] = {}
_noms: dict[str, Nom] = {}
_suites: dict[str, Suites] = {}


def enregistrer_modele(
    nom: str, fonction: Modele, *, nommer: Nom | None = None, suites: Suites | None = None
) -> None:
    """Declare a template, « app.message »; filled by each app's ``ready()``.

    ``nommer`` says in a few French words what one message is about, for the team's page; ``suites``
    gives, by message, the page where what it said can be written again.
    """
    _modeles[nom] = fonction
    if nommer:
        _noms[nom] = nommer
    if suites:
        _suites[nom] = suites


def nom_du_message(message: Message) -> str:
    """What a message is about, without its text; « Message » when its template does not say."""
    nommer = _noms.get(message.modele)
    return nommer(message) if nommer else "Message"


def suites_des_messages(messages: Iterable[Message]) -> dict[int, str]:
    """Where each of these can be written again, by id, for those that can."""
    trouvees: dict[int, str] = {}
    for modele, suites in _suites.items():
        concernes = [m for m in messages if m.modele == modele]
        trouvees |= suites(concernes) if concernes else {}
    return trouvees


def rendre(message: Message) -> Rendu:
    """Render the seed; raises LookupError for a template nobody declared."""
    return _modeles[message.modele](message)


def octets_de(message: Message) -> bytes:
    """Build the bytes of a message: a whole mail with CRLF, or the text of an SMS in UTF-8.

    Raises ValueError for a header that carries a line break or an address that no mail can carry.
    """
    rendu = rendre(message)
    if message.canal != Message.Canal.COURRIEL:
        return rendu.texte.encode()
    return _courriel(message, rendu).as_bytes()


def _courriel(message: Message, rendu: Rendu) -> EmailMessage:
    courriel = EmailMessage(policy=SMTP)
    courriel["From"] = Address(message.centre.nom, addr_spec=message.centre.courriel)
    courriel["To"] = Address(addr_spec=message.destinataire)
    courriel["Subject"] = rendu.sujet
    courriel["Date"] = format_datetime(maintenant())
    courriel["Message-ID"] = message.message_id
    courriel["Auto-Submitted"] = "auto-generated"
    premier = _premier_du_fil(message)
    if premier:
        courriel["In-Reply-To"] = courriel["References"] = premier
    courriel.set_content(rendu.texte, cte="quoted-printable")
    if rendu.html:
        courriel.add_alternative(rendu.html, subtype="html", cte="quoted-printable")
    if rendu.ics is not None:
        _joindre_agenda(courriel, rendu.ics, message.methode or "REQUEST")
    # Last: a header about content would have gone down into the first part.
    courriel["Content-Language"] = message.langue
    return courriel


def _joindre_agenda(courriel: EmailMessage, ics: bytes, methode: str) -> None:
    """Add the calendar twice, same bytes: last alternative, and a file (RFC 6047 §2.4)."""
    courriel.add_alternative(
        ics,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": methode, "charset": "UTF-8"},
    )
    courriel.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")


def _premier_du_fil(message: Message) -> str | None:
    """Return the Message-ID of the first mail of the thread that has left, for mail programs."""
    if not message.fil:
        return None
    return (
        Message.objects.filter(fil=message.fil, pk__lt=message.pk, etat=Message.Etat.ENVOYE)
        .order_by("pk")
        .values_list("message_id", flat=True)
        .first()
    )
