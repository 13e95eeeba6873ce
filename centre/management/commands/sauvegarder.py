"""A backup that is read back before it counts."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from centre.erreurs import Refus
from centre.sauvegarde import sauvegarder
from centre.sauvegarde.copie import GARDER


class Command(BaseCommand):
    help = "Copie la base et les fichiers pendant que le service tourne, et vérifie la copie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--vers", type=Path, metavar="DOSSIER", help="où l’écrire")
        parser.add_argument(
            "--garder", type=int, default=GARDER, help=f"combien en garder ({GARDER})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            faite = sauvegarder(options["vers"], garder=options["garder"])
        except Refus as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(f"Sauvegarde faite et relue\u00a0: {faite}")
