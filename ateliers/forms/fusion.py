"""Two people change one series: the second is told what moved, and loses nothing that she typed.

The page carries a picture of what it showed. When the row changed meanwhile, each answer is
compared three ways: shown, typed, stored now.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

Photo = dict[str, list[str]]


@dataclass(frozen=True)
class Ecart:
    """One answer that somebody else changed: what the page showed, what is stored now."""

    champ: str
    avant: str
    maintenant: str
    # What the second person typed, when it differs from both; it is kept.
    tape: str = ""


def photographier(form: forms.BaseForm) -> Photo:
    """What an untouched page would post, by field; the version itself is not a field."""
    photo = {}
    for nom in form.fields:
        lie = form[nom]
        valeur = lie.field.widget.format_value(lie.field.prepare_value(lie.initial))
        photo[nom] = _en_liste(valeur)
    return photo


def _en_liste(valeur: Any) -> list[str]:
    valeurs = valeur if isinstance(valeur, (list, tuple, set)) else [valeur]
    textes = [str(v).replace("\r\n", "\n") for v in valeurs if v not in (None, "")]
    return sorted(textes)


def ecrire_photo(form: forms.BaseForm) -> str:
    return json.dumps(photographier(form), ensure_ascii=False)


def lire_photo(texte: str) -> Photo | None:
    """The picture a page posts back; None when somebody else wrote it."""
    try:
        lue = json.loads(texte)
    except ValueError:
        return None
    bonne = isinstance(lue, dict) and all(
        isinstance(valeurs, list) and all(isinstance(v, str) for v in valeurs)
        for valeurs in lue.values()
    )
    return lue if bonne else None


def fusionner(
    donnees: QueryDict, actuel: forms.BaseForm, *, dire: Callable[[str, list[str]], str]
) -> tuple[QueryDict, list[Ecart]]:
    """Answers of the second person over what is stored now, and the differences to tell her.

    An answer that she left as shown takes the stored value; one that she changed stays hers.
    """
    vue = lire_photo(donnees.get("vu", "")) or {}
    stockee = photographier(actuel)
    fusion, ecarts = donnees.copy(), []
    for nom, valeurs in stockee.items():
        tape = _en_liste(donnees.getlist(nom))
        montre = vue.get(nom, valeurs)
        if montre == valeurs or tape == valeurs:
            continue
        garde = tape != montre
        if not garde:
            fusion.setlist(nom, valeurs)
        ecarts.append(Ecart(nom, dire(nom, montre), dire(nom, valeurs), dire(nom, tape) * garde))
    fusion["vu"] = json.dumps(stockee, ensure_ascii=False)
    return fusion, ecarts


def dire_en_mots(form: forms.BaseForm) -> Callable[[str, list[str]], str]:
    """Labels of the choices rather than their keys, days as people write them; « rien » for no
    answer."""

    def dire(nom: str, valeurs: list[str]) -> str:
        choix = getattr(form.fields[nom], "choices", None)
        mots = {str(cle): str(mot) for cle, mot in choix} if choix is not None else {}
        return ", ".join(mots.get(valeur) or _jour_ecrit(valeur) for valeur in valeurs) or "rien"

    return dire


def _jour_ecrit(valeur: str) -> str:
    """« 29/11/2026 » for the ISO day that a date field posts; any other text as it is."""
    try:
        return f"{dt.datetime.strptime(valeur, '%Y-%m-%d'):%d/%m/%Y}"  # noqa: DTZ007 (a day)
    except ValueError:
        return valeur
