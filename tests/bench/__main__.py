"""``make bench``: what pages and feeds cost against the floor, in one run, as ratios.

The other parts have their own names (``PARTIES``), and write their own part of docs/mesures.md:
``python -m tests.bench courriels`` in SQLite, ``… courriels postgresql`` in the database of
``DATABASE_URL``. « planification » works on disk, so that commits wait for it; « bilans » and
« suivi » write a world of a million presences first, which takes minutes.

Milliseconds depend on the machine; the ratios to the minimal view of the same run do not. The
table goes to the screen and to docs/mesures.md.
"""

import importlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
MESURES = RACINE / "docs" / "mesures.md"
PARTIES = ("bilans", "courriels", "exports", "imports", "planification", "semaine", "suivi")
EN_TETE = """# Ce que coûtent les pages

Écrit par `make bench` le {jour}, {machine}. Chaque ligne est la médiane du temps de processeur
d’une requête, sans le réseau. Les rapports se comparent d’une machine à l’autre, les millisecondes
non : **×nue** compare à la vue la plus simple de Django sans aucun intergiciel, **×habillée** à la
même vue derrière tous ceux du service.

"""


def preparer(dossier: str) -> None:
    os.environ["LIRE_ENV"] = "non"
    base = os.environ.get("DATABASE_URL", "") if "postgresql" in sys.argv else ""
    os.environ["DATABASE_URL"] = base or f"sqlite:///{dossier}/banc.sqlite3"
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
    partie = next((nom for nom in PARTIES if nom in sys.argv), None)
    dossier = tempfile.mkdtemp(
        prefix="centre-banc-", dir=None if partie == "planification" else en_memoire
    )
    try:
        preparer(dossier)
        if partie:
            module = importlib.import_module(f"tests.bench.{partie}")
            texte = module.tableau()
            print(texte)  # noqa: T201 (a command of the terminal)
            if "essai" not in sys.argv:
                placer(module.TITRE, texte)
        else:
            ecrire_la_premiere()
    finally:
        shutil.rmtree(dossier, ignore_errors=True)
    return 0


def ecrire_la_premiere() -> None:
    """The table of the pages, at the head of the page; the other parts stay."""
    from centre.temps import aujourdhui  # noqa: PLC0415 (the environment comes first)
    from tests.bench import releve  # noqa: PLC0415

    texte = releve.tout()
    print(texte)  # noqa: T201 (a command of the terminal)
    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cœurs partagés"
    page = EN_TETE.format(jour=f"{aujourdhui():%d/%m/%Y}", machine=machine) + texte
    ancienne = MESURES.read_text(encoding="utf-8") if MESURES.exists() else ""
    _, titre, suite = ancienne.partition("\n## ")
    MESURES.write_text(page + titre + suite, encoding="utf-8")


def placer(titre: str, texte: str) -> None:
    """Put a part in place of its own last one; the table of the other database stays beside it."""
    tete, *parties = MESURES.read_text(encoding="utf-8").split("\n## ")
    base = re.search(r"^\| (sqlite|postgresql),", texte, re.MULTILINE)
    rang = next((n for n, partie in enumerate(parties) if partie.startswith(titre)), len(parties))
    for table in "".join(parties[rang : rang + 1]).split("\n\n"):
        autre = re.match(r"\| (sqlite|postgresql),", table)
        if base and autre and autre[1] != base[1]:
            texte = f"{texte.rstrip()}\n\n{table.rstrip()}\n"
    parties[rang : rang + 1] = [f"{titre}\n{texte.rstrip()}\n"]
    MESURES.write_text("\n## ".join([tete, *parties]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
