"""``make bench``: what pages and feeds cost against the floor, in one run, as ratios.

``python -m tests.bench suivi`` measures « Mes orientations » over a million presences, in the
database of ``DATABASE_URL`` with « postgresql », else in SQLite; it writes its part of the page.

``python -m tests.bench planification`` plans a thousand series (on disk, so that commits wait for
it) and writes its part too; ``python -m tests.bench semaine`` compares the week to its floor;
``python -m tests.bench courriels [postgresql]`` queues and sends 500 invitations;
``python -m tests.bench imports [postgresql]`` reads, writes and takes back 20 000 people.

Milliseconds depend on the machine; the ratios to the minimal view of the same run do not. The
table goes to the screen and to docs/mesures.md.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
MESURES = RACINE / "docs" / "mesures.md"
SUIVI = "## « Mes orientations » sur un million de présences\n"
TEXTE_SUIVI = """
Écrit par `python -m tests.bench suivi` (SQLite) et `python scripts/postgresql_temporaire.py python
-m tests.bench suivi postgresql`. Un prescripteur suit 300 personnes parmi 5 000 ; chacune a quelque
200 présences en deux ans. Temps de processeur avec SQLite, de réponse avec PostgreSQL. Plancher :
les mêmes comptes en SQL brut, puis le même tableau rendu avec des littéraux, derrière les mêmes
intergiciels.

"""
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
    if "planification" in sys.argv:
        en_memoire = None
    dossier = tempfile.mkdtemp(prefix="centre-banc-", dir=en_memoire)
    try:
        preparer(dossier)
        from tests.bench import (  # noqa: PLC0415
            courriels,
            imports,
            planification,
            releve,
            semaine,
            suivi,
        )

        if "planification" in sys.argv:
            placer(planification.TITRE, planification.tableau())
            return 0
        if "courriels" in sys.argv:
            placer(courriels.TITRE, courriels.tableau())
            return 0
        if "imports" in sys.argv:
            placer(imports.TITRE, imports.tableau())
            return 0
        if "semaine" in sys.argv:
            placer(semaine.TITRE, semaine.tableau())
            return 0
        texte = suivi.tout() if "suivi" in sys.argv else releve.tout()
    finally:
        shutil.rmtree(dossier, ignore_errors=True)
    print(texte)  # noqa: T201 (a command of the terminal)
    if "suivi" in sys.argv:
        ranger(texte)
        return 0
    from centre.temps import aujourdhui  # noqa: PLC0415

    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cœurs partagés"
    page = EN_TETE.format(jour=f"{aujourdhui():%d/%m/%Y}", machine=machine) + texte
    ancienne = MESURES.read_text(encoding="utf-8") if MESURES.exists() else ""
    # The other parts have their own commands.
    _, titre, suite = ancienne.partition("\n## ")
    MESURES.write_text(page + titre + suite, encoding="utf-8")
    return 0


def placer(titre: str, texte: str) -> None:
    """Put a part of the page in place of its own last one, before the others."""
    print(texte)  # noqa: T201 (a command of the terminal)
    tete, *parties = MESURES.read_text(encoding="utf-8").split("\n## ")
    gardees = [partie for partie in parties if not partie.startswith(titre)]
    page = "\n## ".join([tete.rstrip() + "\n", titre + "\n" + texte, *gardees])
    MESURES.write_text(page, encoding="utf-8")


def ranger(texte: str) -> None:
    """Put the table of one database in place of its own last one; the rest of the page stays."""
    avant, _, suite = MESURES.read_text(encoding="utf-8").partition(SUIVI)
    vendeur = texte.split()[1].rstrip(",")
    suite, titre, apres = suite.partition("\n## ")
    tables = [t for t in suite.split("\n\n") if t.startswith("| ")]
    gardees = [t.strip() + "\n" for t in tables if not t.startswith(f"| {vendeur},")]
    page = avant.rstrip() + "\n\n" + SUIVI + TEXTE_SUIVI + "\n".join([*gardees, texte])
    MESURES.write_text(page + titre + apres, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
