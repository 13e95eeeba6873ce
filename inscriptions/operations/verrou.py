"""Locks taken in one place and one order; what the database refuses becomes a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction

from ateliers.models import Seance
from centre.erreurs import Refus
from inscriptions.models import Place

TRES_DEMANDE = "Le service est très demandé, réessayez."
# SQLite names a CHECK and the columns of a unique index, PostgreSQL names the constraint.
PHRASES = (
    (("place_vivante_unique", "inscriptions_place.personne_id"), "deja_inscrite"),
    (("inscription_vivante_unique", "inscriptions_inscription.personne_id"), "deja_inscrite"),
    (("seance_pas_de_surbooking",), "complet"),
    (("place_rang_unique", "inscriptions_place.rang"), "verrou"),
    (("reponse_recue_une_fois", "inscriptions_reponserecue.cle"), "verrou"),
)
MESSAGES = {
    "deja_inscrite": "Cette personne est déjà inscrite.",
    "complet": "Il n’y a plus de place à cette date.",
    "verrou": TRES_DEMANDE,
}


def _code(erreur: IntegrityError) -> str | None:
    texte = str(erreur)
    for morceaux, code in PHRASES:
        if any(morceau in texte for morceau in morceaux):
            return code
    return None


def _attend_un_verrou(erreur: OperationalError) -> bool:
    texte = str(erreur)
    return any(mot in texte for mot in ("locked", "lock timeout", "deadlock", "lock_timeout"))


@contextmanager
def ecriture() -> Iterator[None]:
    """One transaction whose lost races are a ``Refus``, never an error page.

    PostgreSQL waits 3 s for a row at most; SQLite has one writer and waits for its turn.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as curseur:
                    curseur.execute("SET LOCAL lock_timeout = '3s'")
            yield
    except IntegrityError as erreur:
        code = _code(erreur)
        if code is None:
            raise
        raise Refus(MESSAGES[code], code=code) from erreur
    except OperationalError as erreur:
        if not _attend_un_verrou(erreur):
            raise
        raise Refus(TRES_DEMANDE, code="verrou") from erreur


def verrouiller(seances: Iterable[int]) -> list[Seance]:
    """Lock séances in the order of their ids and read them again; call it inside ``ecriture``."""
    pks = set(seances)
    lues = list(
        Seance.objects.select_for_update(of=("self",))
        .select_related("atelier", "centre", "lieu", "serie")
        .filter(pk__in=pks)
        .order_by("pk")
    )
    if len(lues) != len(pks):
        raise Refus("Cette séance n’existe plus.", code="seance")
    return lues


def verrouiller_les_places(personnes: Iterable[int], *, depuis: dt.datetime) -> list[Place]:
    """Places of these persons in séances to come, living or ended, locked in one order."""
    places = Place.objects.select_for_update(of=("self",)).filter(
        personne__in=personnes, seance__debut__gt=depuis
    )
    liees = places.select_related(
        "seance__atelier", "seance__centre", "seance__lieu", "inscription"
    )
    return list(liees.order_by("pk"))
