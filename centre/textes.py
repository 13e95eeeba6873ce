"""Text fields of the house: control characters never enter, homonyms are found."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models

# CR and LF would split a mail header, NUL stops PostgreSQL, bidi controls can hide a name.
CONTROLES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROLES_LIGNE = re.compile(
    r"[\x00-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def sans_controle_ligne(valeur: str) -> None:
    """Refuse line breaks and control characters in a one-line text (ASVS 1.3.11)."""
    if CONTROLES_LIGNE.search(valeur):
        raise ValidationError(
            "Ce texte contient un retour à la ligne ou un caractère invisible. "
            "Effacez-le puis écrivez-le de nouveau.",
            code="controle",
        )


def sans_controle(valeur: str) -> None:
    """Refuse control characters other than tab and line breaks in a long text."""
    if CONTROLES.search(valeur):
        raise ValidationError(
            "Ce texte contient un caractère invisible. Effacez-le puis écrivez-le de nouveau.",
            code="controle",
        )


def nombre_lu(texte: str, *, chiffres: int = 9) -> int | None:
    """The whole number a page sent back: ASCII digits, at most ``chiffres``; None for the rest.

    Nine hold in any column of numbers, eighteen in any key: more would stop the database.
    """
    lisible = texte.isascii() and texte.isdigit() and len(texte) <= chiffres
    return int(texte) if lisible else None


class LigneField(models.CharField):
    """A one-line text that can stand in a mail header, a file name or a calendar."""

    default_validators = [sans_controle_ligne]


class TexteField(models.TextField):
    """A long text without invisible characters."""

    default_validators = [sans_controle]


LETTRES_PLIEES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"}
    | {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "’": "'", "ʼ": "'", "‘": "'"}
)


def sans_accent(texte: str) -> str:
    """Fold accents, case, ligatures, apostrophes: « Éloïse Cœur » → « eloise coeur ».

    Letters that hold no accent to take away are folded too: « Işık » → « isik ».
    """
    decompose = unicodedata.normalize("NFKD", texte.translate(LETTRES_PLIEES))
    return "".join(c for c in decompose if not unicodedata.combining(c)).casefold()


def cle_de_nom(*morceaux: str) -> str:
    """Build the key under which homonyms meet: accents, hyphens, order and case do not count."""
    mots = re.findall(r"\w+", sans_accent(" ".join(morceaux)))
    return " ".join(sorted(mots))
