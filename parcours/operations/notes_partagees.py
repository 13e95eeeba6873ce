"""Notes for everybody around a person, herself first; her own contributions (ASG-04, ASG-05)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import a_paris, maintenant
from parcours.models import NotePartagee, Parcours
from parcours.operations.partage import ouvert_et_verrouille, signer

if TYPE_CHECKING:
    from centre.models import Utilisateur

# The same text sent twice within this time is one note: a double tap, a page sent again.
DOUBLE = dt.timedelta(minutes=10)


def _exiger_le_partage(parcours: Parcours) -> None:
    if not parcours.dispositif.est_partage:
        raise Refus("Ce dispositif n’a pas de notes partagées.", code="dispositif")


def _une_fois(parcours: Parcours, texte: str, quand: dt.datetime, **qui: object) -> NotePartagee:
    texte = texte.strip()
    if not texte:
        raise Refus("Écrivez quelque chose.", code="vide")
    deja = NotePartagee.objects.filter(
        parcours=parcours, texte=texte, ecrite_le__gte=quand - DOUBLE, **qui
    )
    return deja.first() or NotePartagee(parcours=parcours, texte=texte, ecrite_le=quand, **qui)


@transaction.atomic
def ecrire_note(parcours: Parcours, *, texte: str, par: Utilisateur) -> NotePartagee:
    """The person reads it at once; nothing may hide it from her."""
    parcours, quand = ouvert_et_verrouille(parcours), maintenant()
    _exiger_le_partage(parcours)
    note = _une_fois(parcours, texte, quand, auteur=par)
    if note.pk is None:
        note.signature = signer(par, parcours, a_paris(quand).date())
        note.save()
    return note


@transaction.atomic
def contribuer(parcours: Parcours, *, texte: str, quand: dt.datetime) -> NotePartagee:
    """What she knows and brings: all the members of her parcours read it (ASG-05)."""
    parcours = ouvert_et_verrouille(parcours)
    _exiger_le_partage(parcours)
    note = _une_fois(parcours, texte, quand, auteur=None, est_de_la_personne=True)
    if note.pk is None:
        note.save()
    return note
