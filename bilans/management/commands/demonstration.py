"""``manage.py demonstration``: fills a centre with invented people, once, and says with what."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bilans.demonstration import jeux
from centre.temps import aujourdhui


class Command(BaseCommand):
    """Loads a set for a date. With rows present it changes nothing and says from which date."""

    help = "Remplit un centre de démonstration : personnes inventées, planning, présences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date",
            type=dt.date.fromisoformat,
            help="Date de la démonstration, AAAA-MM-JJ (par défaut : dernier jour de semaine).",
        )
        parser.add_argument("--jeu", choices=list(jeux.JEUX), default="actuel")
        parser.add_argument("--centres", type=int, default=2, help="Nombre de centres.")
        parser.add_argument(
            "--refaire", action="store_true", help="Efface le jeu puis le charge de nouveau."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Cette commande crée des comptes dont le mot de passe est public. "
                "Elle ne sert que si DEMONSTRATION=oui."
            )
        nom = options["jeu"]
        self.charger(nom, options)

    def charger(self, nom: str, options: dict[str, Any]) -> None:
        presente = jeux.date_chargee(nom)
        if presente and not options["refaire"]:
            self.stdout.write(
                f"Rien à faire : le jeu « {nom} » est déjà là, à la date du {presente:%d/%m/%Y}."
            )
        else:
            jour = options["date"] or jeux.dernier_jour(aujourdhui())
            with transaction.atomic():
                if presente:
                    jeux.effacer(nom)
                jeux.charger(nom, jour, centres=options["centres"])
            chargee = jeux.date_chargee(nom) or jour
            self.stdout.write(f"Jeu « {nom} » chargé à la date du {chargee:%d/%m/%Y}.")
        self.stdout.write(jeux.mode_d_emploi(nom))
