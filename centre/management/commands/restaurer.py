"""Put a backup back, the service being stopped."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from centre.ecriture import jour_long_annee, pluriel
from centre.effacement import effacer_de_nouveau
from centre.erreurs import Refus
from centre.sauvegarde import restaurer
from centre.temps import a_paris

REVENUES = "personne effacée de nouveau,personnes effacées de nouveau"


class Command(BaseCommand):
    help = (
        "Remet une sauvegarde à la place de la base, l’ancienne gardée à côté, la met à jour, "
        "puis efface de nouveau qui l’était depuis."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichier", type=Path, help="centre-AAAAMMJJ-HHMMSS.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            retour = restaurer(options["fichier"])
        except Refus as refus:
            raise CommandError(str(refus)) from refus
        le = a_paris(retour.le)
        self.stdout.write(f"Base du {jour_long_annee(le.date())}, {le:%H:%M}, remise en place.")
        for gardee in retour.gardees:
            self.stdout.write(f"Gardé à côté\u00a0: {gardee}")
        call_command("migrate", interactive=False, verbosity=0)
        combien = effacer_de_nouveau(options["fichier"].parent)
        if combien:
            self.stdout.write(f"{pluriel(combien, REVENUES)}.")
        self.stdout.write("Redémarrez le service.")
