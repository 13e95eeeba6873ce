"""Write the reminders of tomorrow's séances; the worker does so each day between 9:00 and 19:00."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from centre.temps import maintenant
from inscriptions.operations.rappels import rappeler_la_veille


class Command(BaseCommand):
    help = "Écrit les rappels des rendez-vous de demain (SMS). Relancée, elle n’ajoute rien."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while nombre := rappeler_la_veille(maintenant()):
            total += nombre
        self.stdout.write(f"{total} rappels écrits")
