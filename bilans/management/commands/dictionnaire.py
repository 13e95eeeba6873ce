"""``manage.py dictionnaire``: writes ``docs/guide/chiffres.md`` from the dictionary of figures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bilans.dictionnaire import en_markdown


class Command(BaseCommand):
    help = "Écrit la page du guide qui dit ce que compte chaque chiffre."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "guide" / "chiffres.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(en_markdown(), encoding="utf-8")
        self.stdout.write(f"{page} est à jour.")
