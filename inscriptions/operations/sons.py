"""The centre's own voice for fixed sentences: checked by its first bytes, small (decision 56)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from inscriptions.models import Son

if TYPE_CHECKING:
    from centre.models import Centre, Utilisateur

# Ten seconds of speech; a heavier file is music or a mistake, and every backup carries it.
OCTETS_MAX = 300 * 1024
OCTETS_MIN = 200


def genre_du_son(octets: bytes) -> str:
    """The media type told by the first bytes, never by the name; empty when it is no sound.

    What browsers record (WebM, Ogg, MP4) and what people keep (MP3, WAV).
    """
    if octets[:4] == b"OggS":
        return "audio/ogg"
    if octets[:4] == b"\x1aE\xdf\xa3":
        return "audio/webm"
    if octets[4:8] == b"ftyp":
        return "audio/mp4"
    if octets[:4] == b"RIFF" and octets[8:12] == b"WAVE":
        return "audio/wav"
    if octets[:3] == b"ID3" or (octets[:1] == b"\xff" and octets[1:2] in b"\xfb\xf3\xf2"):
        return "audio/mpeg"
    return ""


def lire_le_son(fichier: BinaryIO) -> tuple[bytes, str]:
    """Read an uploaded sound; refuses what is empty, too heavy, or no sound."""
    octets = fichier.read(OCTETS_MAX + 1)
    if len(octets) > OCTETS_MAX:
        raise Refus(
            "Ce son dépasse 300 Ko. Dites la phrase seule, en quelques secondes.", code="poids"
        )
    genre = genre_du_son(octets)
    if not genre or len(octets) < OCTETS_MIN:
        raise Refus(
            "Ce fichier n’est pas un son lisible. Envoyez un MP3, un M4A, un WAV ou un WebM.",
            code="format",
        )
    return octets, genre


@transaction.atomic
def poser_le_son(
    centre: Centre,
    *,
    phrase: str,
    langue: str,
    octets: bytes,
    genre: str,
    par: Utilisateur,
    quand: dt.datetime | None = None,
) -> Son:
    """Put a voice on one sentence in one language; the one before is replaced."""
    if phrase not in Son.Phrase.values or langue not in dict(settings.LANGUAGES):
        raise Refus("Cette phrase n’existe pas.", code="phrase")
    son, _ = Son.objects.update_or_create(
        centre=centre,
        phrase=phrase,
        langue=langue,
        defaults={
            "octets": octets,
            "genre": genre,
            "empreinte": hashlib.sha256(octets).hexdigest(),
            "pose_le": quand or maintenant(),
            "pose_par": par,
        },
    )
    return son


def retirer_le_son(son: Son) -> None:
    son.delete()
