"""How French writes a date, an hour, a length, a telephone number, a count (style of the pages).

Instants are read on the clock of Paris; dates are taken as they are. The no-break space is
U+00A0 everywhere: the font has no U+202F.
"""

import datetime as dt
import re
from typing import Any

from django.utils import translation

from centre.temps import a_paris

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MOIS_COURTS = (
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)


def _jour(moment: dt.date | dt.datetime) -> dt.date:
    return a_paris(moment).date() if isinstance(moment, dt.datetime) else moment


def _heure(moment: dt.time | dt.datetime) -> dt.time:
    return a_paris(moment).time() if isinstance(moment, dt.datetime) else moment


def _quantieme(jour: dt.date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def jour_long(moment: dt.date | dt.datetime | None) -> str:
    """Write « mardi 24 novembre »."""
    if not moment:
        return ""
    jour = _jour(moment)
    return f"{JOURS[jour.weekday()]} {_quantieme(jour)} {MOIS[jour.month - 1]}"


def jour_long_annee(moment: dt.date | dt.datetime | None) -> str:
    """Write « mardi 24 novembre 2026 »."""
    return f"{jour_long(moment)} {_jour(moment).year}" if moment else ""


def jour_court(moment: dt.date | dt.datetime | None) -> str:
    """Write « mar. 24 nov. »."""
    if not moment:
        return ""
    jour = _jour(moment)
    return f"{JOURS[jour.weekday()][:3]}. {_quantieme(jour)} {MOIS_COURTS[jour.month - 1]}"


def date_courte(moment: dt.date | dt.datetime | None) -> str:
    """Write « 24 novembre »."""
    if not moment:
        return ""
    jour = _jour(moment)
    return f"{_quantieme(jour)} {MOIS[jour.month - 1]}"


def date_situee(moment: dt.date | dt.datetime, jour: dt.date) -> str:
    """Write « 24 novembre », with its year unless it is that of ``jour``."""
    annee = _jour(moment).year
    return date_courte(moment) if annee == jour.year else f"{date_courte(moment)} {annee}"


def heure(moment: dt.time | dt.datetime | None) -> str:
    """Write « 9 h » or « 14 h 30 »."""
    if moment is None or moment == "":
        return ""
    lue = _heure(moment)
    return f"{lue.hour}\u00a0h\u00a0{lue.minute:02d}" if lue.minute else f"{lue.hour}\u00a0h"


def heure_longue(moment: dt.time | dt.datetime | None) -> str:
    """Write « 9 heures » or « 14 heures 30 », for people who read little French."""
    if moment is None or moment == "":
        return ""
    lue = _heure(moment)
    mot = "heures" if lue.hour > 1 else "heure"
    return f"{lue.hour}\u00a0{mot}" + (f"\u00a0{lue.minute:02d}" if lue.minute else "")


def plage(debut: dt.datetime, fin: dt.datetime) -> str:
    """Write « 14 h – 16 h »."""
    return f"{heure(debut)} – {heure(fin)}"


def duree(minutes: float | dt.timedelta | None) -> str:
    """Write « 45 min », « 31 h » or « 12 h 30 » for minutes or a timedelta."""
    if minutes is None or minutes == "":
        return ""
    if isinstance(minutes, dt.timedelta):
        minutes = minutes.total_seconds() / 60
    heures, reste = divmod(round(minutes), 60)
    if not heures:
        return f"{reste}\u00a0min"
    milliers = f"{heures:,}".replace(",", "\u00a0")
    return f"{milliers}\u00a0h" + (f"\u00a0{reste:02d}" if reste else "")


def telephone(numero: Any) -> str:
    """Write a French number by pairs, « 03 53 01 00 00 »; leave a foreign one as it is."""
    chiffres = re.sub(r"\D", "", re.sub(r"^\+33\s*(\(0\))?", "0", str(numero or "")))
    if len(chiffres) != 10 or (str(numero).startswith("+") and not str(numero).startswith("+33")):
        return str(numero or "")
    return "\u00a0".join(chiffres[i : i + 2] for i in range(0, 10, 2))


def lien_tel(numero: Any) -> str:
    """Return the ``tel:`` address of a number, international when it is French (RFC 3966)."""
    chiffres = re.sub(r"[^\d+]", "", str(numero or ""))
    return f"tel:{re.sub(r'^0(?=[1-9][0-9]{8}$)', '+33', chiffres)}"


def initiales(nom: Any) -> str:
    """Return « CM » for « Claire M. » or « claire martin »."""
    mots = [mot for mot in re.split(r"[\s\-]+", str(nom or "")) if mot[:1].isalpha()]
    return "".join(mot[0] for mot in (mots[:1] + mots[-1:] if len(mots) > 1 else mots)).upper()


def pluriel(nombre: int, formes: str) -> str:
    """Write « 1 place », « 8 places » from « place,places »; French counts 0 as singular."""
    singulier, _, plusieurs = formes.partition(",")
    mot = plusieurs or f"{singulier}s"
    return f"{nombre}\u00a0{mot if abs(nombre) >= 2 else singulier}"


def nom_de_langue(code: str) -> str:
    """Name a language for the team, « arabe »; an unknown code stays as it is."""
    try:
        with translation.override("fr"):
            return str(translation.get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
