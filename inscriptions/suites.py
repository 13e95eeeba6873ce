"""Where a change of the calendar goes on: the page on which its séances are decided."""

from __future__ import annotations

from django.urls import reverse

from ateliers.queries.touchees import touchees_par_la_periode
from centre.models import PeriodeCalendrier
from centre.temps import maintenant


def suite_de_la_periode(periode: PeriodeCalendrier) -> str:
    """The page of its effect when published séances are touched; nothing otherwise."""
    if not touchees_par_la_periode(periode, maintenant()):
        return ""
    return reverse("inscriptions:periode-effet", args=[periode.pk])
