"""Erase again those whom a base put back by other means than « restaurer » names again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from centre.ecriture import pluriel
from centre.effacement import effacer_de_nouveau, revenues


class Command(BaseCommand):
    help = "Efface de nouveau les personnes de la liste qu’une base remise nomme encore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--a-blanc", action="store_true", help="compter sans rien changer")
        parser.add_argument(
            "--liste",
            type=Path,
            action="append",
            default=[],
            metavar="DOSSIER",
            help="un autre dossier où lire la liste, en plus de celui des sauvegardes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["a_blanc"]:
            nombre = pluriel(len(revenues(*options["liste"])), "personne,personnes")
            self.stdout.write(f"{nombre} à effacer de nouveau. Rien n’a été changé.")
            return
        nombre = pluriel(effacer_de_nouveau(*options["liste"]), "personne,personnes")
        self.stdout.write(f"{nombre} de nouveau sans nom.")
