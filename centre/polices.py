"""Which characters the fonts of our documents can draw, read from their files (OpenType, cmap)."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic

DOSSIERS = [
    str(Path(paquet.ROOT) / "files") for paquet in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
]
# Drawn in place of what no font has: the sign of a character that is not known.
LOSANGE = "\N{REPLACEMENT CHARACTER}"
# Full Unicode: the platform, the encoding and the format of that table of a font.
UNICODE_ENTIER, SEGMENTS = ((0, 4), (0, 6), (3, 10)), 12


@cache
def dessinables() -> frozenset[int]:
    """The code points that every file of our fonts together can draw."""
    codes: set[int] = set()
    for dossier in DOSSIERS:
        for police in Path(dossier).glob("*.ttf"):
            codes |= _codes(police.read_bytes())
    return frozenset(codes)


def _codes(police: bytes) -> set[int]:
    """The groups of consecutive code points of the « cmap » table, format 12."""
    (nombre,) = struct.unpack_from(">H", police, 4)
    tables = (struct.unpack_from(">4sLLL", police, 12 + 16 * rang) for rang in range(nombre))
    cmap = next(debut for nom, _, debut, _ in tables if nom == b"cmap")
    (nombre,) = struct.unpack_from(">H", police, cmap + 2)
    codes: set[int] = set()
    for rang in range(nombre):
        plate_forme, lettres, ecart = struct.unpack_from(">HHL", police, cmap + 4 + 8 * rang)
        (forme,) = struct.unpack_from(">H", police, cmap + ecart)
        if (plate_forme, lettres) in UNICODE_ENTIER and forme == SEGMENTS:
            (groupes,) = struct.unpack_from(">L", police, cmap + ecart + 12)
            for groupe in range(groupes):
                lus = struct.unpack_from(">LLL", police, cmap + ecart + 16 + 12 * groupe)
                codes.update(range(lus[0], lus[1] + 1))
    return codes


def en_dessinable(texte: str) -> str:
    """The same text with a sign for what cannot be drawn: a smile must not stop a document.

    What only changes the sign before it (a skin tone, a joiner) goes without one.
    """
    connus = dessinables()
    absents = {ord(signe) for signe in set(texte) if signe >= " " and ord(signe) not in connus}
    return texte.translate({code: "" if _accompagne(chr(code)) else LOSANGE for code in absents})


def _accompagne(signe: str) -> bool:
    return unicodedata.category(signe) in ("Cf", "Mn", "Me", "Sk")
