"""What the steps of a load share: the centre, its date, the dice, the rows made so far."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import random
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from centre.temps import instant
from parcours.models import Dispositif

if TYPE_CHECKING:
    from ateliers.models import Atelier, Serie
    from centre.models import Centre, Lieu, Organisme, Professionnel, Utilisateur

T = TypeVar("T")
# The frame of every parcours of Le Lierre.
ACTION = "action-lierre"
# The hour at which the demonstration stops the clock of its date.
HEURE = dt.time(10, 35)


@dataclass
class Monde:
    """One centre being filled. ``jour`` is its today, ``quand`` its now (10:35 in Paris)."""

    jour: dt.date
    graine: str
    centre: Centre
    lieux: dict[str, Lieu] = field(default_factory=dict)
    organismes: dict[str, Organisme] = field(default_factory=dict)
    pros: dict[str, Professionnel] = field(default_factory=dict)
    comptes: dict[str, Utilisateur] = field(default_factory=dict)
    ateliers: dict[str, Atelier] = field(default_factory=dict)
    series: dict[str, Serie] = field(default_factory=dict)

    @property
    def quand(self) -> dt.datetime:
        return instant(self.jour, HEURE)

    @cached_property
    def dispositif(self) -> Dispositif:
        """The action of the centre; the frames delivered with the service are loaded if need be."""
        communs = Dispositif.objects.filter(centre__isnull=True)
        if not communs.exists():
            call_command("loaddata", "dispositifs", verbosity=0)
        return communs.get(code=ACTION)

    def hasard(self, sujet: str) -> random.Random:
        """Dice of one subject, so that a change in one step never moves the others."""
        return random.Random(f"{self.graine}|{self.jour}|{sujet}")

    def uid(self, sujet: str) -> str:
        """A UID that is the same at each load (rows written in bulk only)."""
        return (
            f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{self.graine}|{self.jour}|{sujet}')}@demo.invalid"
        )


def jeton_de_demonstration(graine: str) -> str:
    """The same link at each start. Guessable by design: the command refuses real installations."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"lien|{graine}".encode()).digest()).decode()[
        :40
    ]


def repartir(hasard: random.Random, parts: dict[T, int]) -> list[T]:
    """A shuffled list in which each value occurs exactly as often as asked."""
    valeurs = [valeur for valeur, nombre in parts.items() for _ in range(nombre)]
    hasard.shuffle(valeurs)
    return valeurs


def compter_les_tables() -> None:
    """Tell PostgreSQL how large the tables have become.

    Inside one transaction it would go on planning for the empty ones that it last looked at, and
    a figure of a year takes minutes.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(f'"{m._meta.db_table}"' for m in apps.get_models() if m._meta.managed)
        with connection.cursor() as curseur:
            curseur.execute(f"ANALYZE {tables}")
