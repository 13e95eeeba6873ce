"""What a sheet says beside the answers: people without a name, a word for the team, its prints."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from presences.models import Feuille, Presence
from presences.operations.feuille import marquer_changee, verifier_ouverte, verrouiller
from presences.operations.reponses import verifier_le_moment

if TYPE_CHECKING:
    from ateliers.models import Seance
    from centre.models import Utilisateur

SANS_NOM_MAX = 200
NOTE_MAX = 300


@transaction.atomic
def compter_sans_nom(
    seance: Seance, *, nombre: int, par: Utilisateur, quand: dt.datetime | None = None
) -> Feuille:
    """Write how many came without giving a name; the number replaces the one before.

    Refuses on a closed sheet, before the start, after the delay without coordination.
    """
    quand = quand or maintenant()
    feuille = verrouiller(seance)
    verifier_ouverte(feuille)
    verifier_le_moment(feuille.seance, statut=Presence.Statut.PRESENT, par=par, quand=quand)
    if not 0 <= nombre <= SANS_NOM_MAX:
        raise Refus(f"Écrivez un nombre de 0 à {SANS_NOM_MAX}.", code="nombre")
    if feuille.sans_nom != nombre:
        feuille.sans_nom = nombre
        feuille.save(update_fields=["sans_nom"])
        marquer_changee(feuille)
    return feuille


def rattacher(feuille: Feuille) -> None:
    """One of the people without a name now has her line; the sheet is locked by the caller."""
    if feuille.sans_nom:
        feuille.sans_nom -= 1
        feuille.save(update_fields=["sans_nom"])


@transaction.atomic
def noter_pour_l_equipe(seance: Seance, *, note: str) -> Feuille:
    """Write the team's word about the séance, also on a closed sheet: it changes no answer."""
    feuille = verrouiller(seance)
    feuille.note = " ".join(note.split())[:NOTE_MAX]
    feuille.save(update_fields=["note"])
    return feuille


@transaction.atomic
def numeroter_l_impression(seances: list[Seance]) -> dict[int, int]:
    """Count one more print of each sheet; return how many there were before, by séance.

    Locked in the order of the ids. A cancelled séance or a draft refuses.
    """
    avant = {}
    for seance in sorted(seances, key=lambda s: s.pk):
        feuille = verrouiller(seance)
        avant[seance.pk] = feuille.impressions
        feuille.impressions += 1
        feuille.save(update_fields=["impressions"])
    return avant
