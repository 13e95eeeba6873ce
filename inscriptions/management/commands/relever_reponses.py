"""Read the answers to invitations: from the mailbox, or from files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from centre.ecriture import pluriel
from centre.temps import maintenant
from inscriptions.courrier_recu import OCTETS
from inscriptions.models import ReponseRecue
from inscriptions.operations.reception import recevoir, relever_la_boite


class Command(BaseCommand):
    help = "Lit les réponses aux invitations\u00a0: la boîte IMAP_URL, ou des fichiers .eml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fichier", type=Path, help="un fichier .eml, ou un dossier qui en contient"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fichier"] is not None:
            self._lire_les_fichiers(options["fichier"])
            return
        if not settings.IMAP_URL:
            raise CommandError(
                "IMAP_URL est vide\u00a0: donnez l’adresse de la boîte, ou --fichier."
            )
        lus = relever_la_boite(maintenant())
        self.stdout.write(f"{pluriel(lus, 'courriel lu,courriels lus')}.")

    def _lire_les_fichiers(self, chemin: Path) -> None:
        """One at a time, at most a byte more than what is read: nothing bigger enters memory."""
        if not chemin.exists():
            raise CommandError(f"{chemin} n’existe pas.")
        fichiers = sorted(chemin.glob("*.eml")) if chemin.is_dir() else [chemin]
        decisions: Counter[str] = Counter()
        for fichier in fichiers:
            with fichier.open("rb") as ouvert:
                recues = recevoir(ouvert.read(OCTETS + 1))
            decisions.update(recue.decision for recue in recues)
        self.stdout.write(f"{pluriel(len(fichiers), 'courriel lu,courriels lus')}.")
        for valeur, nom in ReponseRecue.Decision.choices:
            self.stdout.write(f"{nom}\u00a0: {decisions[valeur]}")
