"""Plan every published series again; the people enrolled follow the dates that appear."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ateliers.models import Serie
from inscriptions.operations import replanifier


class Command(BaseCommand):
    help = "Planifie les séances de toutes les séries publiées. Relancée, elle n’ajoute rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--centre", help="adresse (slug) d’un centre ; sinon tous")

    def handle(self, *args: Any, **options: Any) -> None:
        series = Serie.objects.publiees().select_related("atelier__centre", "lieu", "evenement")
        if options["centre"]:
            series = series.filter(atelier__centre__slug=options["centre"])
        total = {"ajoutees": 0, "gardees": 0, "sautees": 0}
        for serie in series.order_by("pk"):
            faite = replanifier(serie, par=None).planification
            nombres = {cle: len(getattr(faite, cle)) for cle in total}
            total = {cle: total[cle] + nombres[cle] for cle in total}
            self.stdout.write(f"{serie}\u00a0: {self._phrase(nombres)}")
        self.stdout.write(f"Total\u00a0: {self._phrase(total)}")

    def _phrase(self, nombres: dict[str, int]) -> str:
        return (
            f"{nombres['ajoutees']} ajoutées, {nombres['gardees']} gardées, "
            f"{nombres['sautees']} sautées"
        )
