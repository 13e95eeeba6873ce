"""Where the pages of the ground floor go on: what they know nothing of is decided here."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ateliers.queries.touchees import touchees_par_la_periode
from centre.models import Message, PeriodeCalendrier
from centre.temps import maintenant
from inscriptions.models import Envoi, Inscription


def suite_de_la_periode(periode: PeriodeCalendrier) -> str:
    """The page of its effect when published séances are touched; nothing otherwise."""
    if not touchees_par_la_periode(periode, maintenant()):
        return ""
    return reverse("inscriptions:periode-effet", args=[periode.pk])


def suites_des_invitations(messages: Iterable[Message]) -> dict[int, str]:
    """By message, the page that writes its invitation again: one query."""
    envois = Envoi.objects.filter(
        message__in=[m.pk for m in messages], inscription__in=Inscription.objects.actives()
    )
    connues = envois.values_list("message_id", "inscription_id")
    return {m: reverse("inscriptions:inscription-renvoyer", args=[i]) for m, i in connues}
