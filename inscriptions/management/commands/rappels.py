"""Write the reminders due today; the worker does so each day between 9:00 and 19:00."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from centre.ecriture import pluriel
from centre.temps import maintenant
from inscriptions.operations.rappels import rappeler_les_seances


class Command(BaseCommand):
    help = "Écrit les rappels du jour, selon le réglage de chaque atelier. Relancée, n’ajoute rien."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while nombre := rappeler_les_seances(maintenant()):
            total += nombre
        self.stdout.write(f"{pluriel(total, 'rappel écrit,rappels écrits')}.")
