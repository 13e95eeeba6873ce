"""Fields that the forms of the programme share: a day, an hour, dates typed or ticked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

ANNEES = range(2000, 2100)
TROP_DE_DATES = 400


class ChampJour(forms.DateInput):
    """The browser's date picker; it only speaks ISO."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChampHeure(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


DATE_ECRITE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


def lire_date(texte: str) -> dt.date:
    """Read « 05/11/2026 » or « 2026-11-05 »; ValidationError, in French, for 31 February."""
    lue = DATE_ECRITE.fullmatch(texte)
    if lue:
        jour, mois, annee, annee_iso, mois_iso, jour_iso = lue.groups()
        try:
            date = dt.date(int(annee or annee_iso), int(mois or mois_iso), int(jour or jour_iso))
        except ValueError:
            lue = None
        else:
            if date.year in ANNEES:
                return date
    raise ValidationError(
        "«\u00a0%(texte)s\u00a0» n’est pas une date. Écrivez par exemple 05/11/2026.",
        code="date",
        params={"texte": texte},
    )


class DatesField(forms.CharField):
    """Dates typed one by one, on lines or between commas, kept as sorted ISO texts."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, valeur: Any) -> list[str]:
        textes = [t for t in re.split(r"[\s,;]+", super().clean(valeur) or "") if t]
        if len(textes) > TROP_DE_DATES:
            raise ValidationError("Il y a trop de dates. Faites plusieurs séries.", code="trop")
        return sorted({lire_date(texte).isoformat() for texte in textes})

    def prepare_value(self, valeur: Any) -> Any:
        if isinstance(valeur, list):
            return "\n".join(f"{dt.date.fromisoformat(t):%d/%m/%Y}" for t in valeur)
        return valeur


class DatesCocheesField(forms.Field):
    """Days ticked in the calendars of the page: ISO texts, sorted; an invented one is refused."""

    widget = forms.SelectMultiple

    def clean(self, valeur: Any) -> list[str]:
        textes = super().clean(valeur) or []
        if len(textes) > TROP_DE_DATES:
            raise ValidationError("Il y a trop de dates. Faites plusieurs séries.", code="trop")
        return sorted({lire_date(str(texte)).isoformat() for texte in textes})
