"""Dates and hours as a person who reads little French reads them, in the language she chose.

The patterns are in the catalogues (``locale/``); Django's own catalogues name days and months.
"""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from centre import ecriture
from centre.temps import a_paris

DE_DROITE_A_GAUCHE = frozenset({"ar"})


def est_francais() -> bool:
    return (translation.get_language() or "fr").startswith("fr")


def jour_dit(moment: dt.datetime | dt.date) -> str:
    """Write « vendredi 20 novembre » in the active language; French writes « 1er »."""
    if est_francais():
        return ecriture.jour_long(moment)
    jour = a_paris(moment).date() if isinstance(moment, dt.datetime) else moment
    return date_format(jour, pgettext("jour en toutes lettres", "l j F"))


def nom_du_jour(moment: dt.datetime) -> str:
    """Write « Vendredi », the first line of the large date."""
    texte = date_format(a_paris(moment).date(), "l")
    return texte[:1].upper() + texte[1:]


def quantieme(moment: dt.datetime) -> str:
    """Write « 20 novembre », the second line of the large date."""
    if est_francais():
        return ecriture.date_courte(moment)
    return date_format(a_paris(moment).date(), pgettext("jour et mois", "j F"))


def heure_dite(moment: dt.datetime) -> str:
    """Write « 14 heures 30 » in French, « 14:30 » elsewhere (24 hours in every language)."""
    if est_francais():
        return ecriture.heure_longue(moment)
    return _("%(heure)s") % {"heure": f"{a_paris(moment):%H:%M}"}


def quand_relatif(moment: dt.datetime, *, quand: dt.datetime) -> str:
    """Say « Aujourd’hui » or « Demain » on the calendar of Paris, else nothing."""
    ecart = (a_paris(moment).date() - a_paris(quand).date()).days
    return {0: _("Aujourd’hui"), 1: _("Demain")}.get(ecart, "")
