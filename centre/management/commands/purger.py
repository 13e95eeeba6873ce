from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from centre.conservation import purger
from centre.temps import instant, maintenant


class Command(BaseCommand):
    help = "Annonce, puis efface ce qui a assez duré (docs/confidentialite.md, « Conservation »)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--a-blanc", action="store_true", help="compter sans rien changer")
        parser.add_argument(
            "--date", type=dt.date.fromisoformat, help="comme si l’on était ce jour-là, à midi"
        )
        parser.add_argument(
            "--compacter",
            action="store_true",
            help="réécrire le fichier SQLite, pour que rien d’effacé n’y reste lisible",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        jour = options["date"]
        quand = instant(jour, dt.time(12)) if jour else maintenant()
        for regle, nombre in purger(quand, a_blanc=options["a_blanc"]):
            self.stdout.write(f"{nombre:>7}  {regle.quoi} ({regle.duree}) : {regle.ensuite}")
        if options["a_blanc"]:
            self.stdout.write("À blanc : rien n’a été changé.")
        elif options["compacter"] and connection.vendor == "sqlite":
            with connection.cursor() as curseur:
                curseur.execute("VACUUM")
