"""How long each kind of data stays: the rules of every app, told to the delegate and applied.

The ground floor knows no person. Each app declares its rules, and the last sign of life that it
knows of each person, by reference. ``manage.py purger`` runs them; the register shows them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from centre.models import JournalAcces
from centre.temps import a_paris, ajouter_mois, bornes_du_jour

Compter = Callable[[dt.datetime], int]
Contacts = Callable[[], Iterable[tuple[uuid.UUID, dt.datetime]]]


@dataclass(frozen=True)
class Regle:
    """``compter`` tells what ``appliquer`` would do at an instant, and changes nothing.

    ``quoi``, ``duree``, ``ensuite`` and ``pourquoi`` are read as they are in the register. Both
    functions return numbers of rows; applied twice, a rule does no more than once.
    """

    code: str
    quoi: str
    duree: str
    ensuite: str
    pourquoi: str
    compter: Compter
    appliquer: Compter
    ordre: int = 50


_regles: dict[str, Regle] = {}
_contacts: dict[str, Contacts] = {}


def enregistrer_regle(regle: Regle) -> None:
    """Declare a rule; called once by an app's ``ready()``."""
    _regles[regle.code] = regle


def enregistrer_contacts(app: str, contacts: Contacts) -> None:
    """Declare when each person was last met or heard, as far as one app knows."""
    _contacts[app] = contacts


def regles() -> list[Regle]:
    """In the order in which they are applied: notices first, then people, then the rest."""
    return sorted(_regles.values(), key=lambda regle: (regle.ordre, regle.code))


def derniers_contacts() -> dict[uuid.UUID, dt.datetime]:
    """The last contact of everybody, all apps together."""
    derniers: dict[uuid.UUID, dt.datetime] = {}
    for contacts in _contacts.values():
        for reference, quand in contacts():
            if reference not in derniers or derniers[reference] < quand:
                derniers[reference] = quand
    return derniers


def purger(quand: dt.datetime, *, a_blanc: bool) -> list[tuple[Regle, int]]:
    """Apply every rule, or with ``a_blanc`` only tell how many rows each would touch."""
    faire = "compter" if a_blanc else "appliquer"
    return [(regle, getattr(regle, faire)(quand)) for regle in regles()]


MOIS_DU_JOURNAL = 12


def _lectures_anciennes(quand: dt.datetime) -> QuerySet[JournalAcces]:
    limite = bornes_du_jour(ajouter_mois(a_paris(quand).date(), -MOIS_DU_JOURNAL))[0]
    return JournalAcces.objects.filter(le__lt=limite)


JOURNAL = Regle(
    code="centre.journal",
    quoi="Journal des consultations",
    duree="12 mois",
    ensuite="effacé",
    pourquoi="Conseil de la CNIL sur la journalisation\u00a0: de six mois à un an.",
    compter=lambda quand: _lectures_anciennes(quand).count(),
    appliquer=lambda quand: _lectures_anciennes(quand).delete()[0],
    ordre=90,
)
