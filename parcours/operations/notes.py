"""Writing one line of the way in seconds, and taking a mistake back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import aujourdhui, maintenant
from parcours.models import Parcours
from parcours.models.notes import Note

if TYPE_CHECKING:
    from centre.models import Utilisateur

N = TypeVar("N", bound=Note)
# Long enough to see a slip of the finger, too short to rewrite a story.
REPENTIR = dt.timedelta(hours=48)


def exiger_une_date(parcours: Parcours, le: dt.date) -> None:
    """A line tells what has happened, between the entry and the end of the parcours."""
    if le > aujourdhui():
        raise Refus("Cette date n’est pas encore passée.", code="avenir")
    if le < parcours.date_entree:
        raise Refus(
            f"Le parcours commence le {parcours.date_entree:%d/%m/%Y}\u00a0: "
            "choisissez ce jour ou un jour après.",
            code="avant_entree",
        )
    if parcours.date_fin_reelle and le > parcours.date_fin_reelle:
        raise Refus(
            f"Le parcours est clos depuis le {parcours.date_fin_reelle:%d/%m/%Y}.", code="clos"
        )


def verrouiller(parcours: Parcours) -> Parcours:
    """The row as it is now: somebody may have closed it meanwhile."""
    return Parcours.objects.select_for_update(of=("self",)).get(pk=parcours.pk)


@transaction.atomic
def ecrire(
    modele: type[N], parcours: Parcours, *, champs: Mapping[str, Any], auteur: Utilisateur
) -> N:
    """Write one line of ``modele``; ``champs`` holds at least ``le``."""
    garde = verrouiller(parcours)
    exiger_une_date(garde, champs["le"])
    note = modele(parcours=garde, auteur=auteur, **champs)
    note.save(force_insert=True)
    return note


@transaction.atomic
def retirer(note: Note, *, par: Utilisateur, quand: dt.datetime | None = None) -> None:
    """Its author takes a line off every page within two days; after that it is history."""
    quand = quand or maintenant()
    garde = type(note).objects.select_for_update(of=("self",)).get(pk=note.pk)
    if garde.auteur_id != par.pk:
        raise Refus("Seule la personne qui a écrit cette ligne la retire.", code="auteur")
    if quand - garde.cree_le > REPENTIR:
        raise Refus("Cette ligne a plus de deux jours\u00a0: elle reste.", code="trop_tard")
    if garde.retiree_le is None:
        garde.retiree_le = quand
        garde.save(update_fields=["retiree_le"])
