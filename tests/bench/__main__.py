"""``make bench``: what pages and feeds cost against the floor, in one run, as ratios.

Milliseconds depend on the machine; the ratios to the minimal view of the same run do not. The
table goes to the screen and to docs/mesures.md.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
EN_TETE = """# Ce que coûtent les pages

Écrit par `make bench` le {jour}, {machine}. Chaque ligne est la médiane du temps de processeur
d’une requête, sans le réseau. Les rapports se comparent d’une machine à l’autre, les millisecondes
non : **×nue** compare à la vue la plus simple de Django sans aucun intergiciel, **×habillée** à la
même vue derrière tous ceux du service.

"""


def preparer(dossier: str) -> None:
    os.environ["LIRE_ENV"] = "non"
    os.environ["DATABASE_URL"] = f"sqlite:///{dossier}/banc.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.reglages"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415 (the environment comes first)
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    settings.ROOT_URLCONF = "tests.bench.urls"
    # As in the service: one connection lives on between requests.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 600
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def main() -> int:
    en_memoire = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    dossier = tempfile.mkdtemp(prefix="centre-banc-", dir=en_memoire)
    try:
        preparer(dossier)
        from tests.bench import releve  # noqa: PLC0415

        texte = releve.tout()
    finally:
        shutil.rmtree(dossier, ignore_errors=True)
    from centre.temps import aujourdhui  # noqa: PLC0415

    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cœurs partagés"
    page = EN_TETE.format(jour=f"{aujourdhui():%d/%m/%Y}", machine=machine) + texte
    (RACINE / "docs" / "mesures.md").write_text(page, encoding="utf-8")
    print(texte)  # noqa: T201 (a command of the terminal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
