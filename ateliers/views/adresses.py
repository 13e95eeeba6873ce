"""Where a block of the grid leads: its séance, its sheet, its move, its cancellation."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.urls import reverse

from ateliers.models import Seance
from centre.temps import a_paris

Etat = Seance.Etat


def adresse_deplacer(seance: Seance, quand: dt.datetime) -> str:
    """A séance to come, that keeps to one day."""
    if (
        seance.debut <= quand
        or seance.etat not in (Etat.PREVUE, Etat.BROUILLON)
        or a_paris(seance.debut).date() != a_paris(seance.fin).date()
    ):
        return ""
    return adresse_de("inscriptions:seance-deplacer", seance.pk)


def adresse_annuler(seance: Seance, quand: dt.datetime) -> str:
    """The sheet of a cancellation for a séance of today that is not over."""
    if (
        seance.fin <= quand
        or seance.etat != Etat.PREVUE
        or a_paris(seance.debut).date() != a_paris(quand).date()
    ):
        return ""
    return f"{adresse_de('inscriptions:seance-annuler', seance.pk)}?motif=intervenant_absent"


def adresse_du_bloc(seance: Seance, etat: str) -> str:
    """What one comes to do: fill the sheet that waits, else look at the séance."""
    page = "presences:feuille" if etat == "a-emarger" else "inscriptions:seance-detail"
    return adresse_de(page, seance.pk)


@cache
def _morceaux_d_adresse(page: str) -> tuple[str, str]:
    avant, apres = reverse(page, args=[0]).rsplit("/0/", 1)
    return f"{avant}/", f"/{apres}"


def adresse_de(page: str, pk: int) -> str:
    """The address of a séance's page; resolved once per page, not once per séance."""
    avant, apres = _morceaux_d_adresse(page)
    return f"{avant}{pk}{apres}"
