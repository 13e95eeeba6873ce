"""``make test``: the suite on SQLite, then on PostgreSQL, then in a browser.

A machine without PostgreSQL or Chromium skips that part and says so in one sentence; with CI set,
what is missing is a failure. All parts run even when one fails; the exit tells.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider"]
# A process keeps to whole modules, whose worlds are built once, until the other has none left.
PARTAGE = ["-n", os.environ.get("PROCESSUS", "2"), "--dist", "worksteal"]
UNITAIRES = [*PYTEST, "tests", "--ignore=tests/e2e", *PARTAGE]
NAVIGATEUR = [*PYTEST, "tests/e2e", *PARTAGE]
NOMS_CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ABSENT = 77
AUCUN_TEST = 5
EN_CI = bool(os.environ.get("CI"))
# Modules are compiled once, not by every process of every part; the base is the part's own.
OUBLIES = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
ENVIRONNEMENT = {nom: v for nom, v in os.environ.items() if nom not in OUBLIES}


def titre(texte: str) -> None:
    print(f"\n=== {texte} ===", flush=True)


def manque(quoi: str) -> int:
    suite = "c’est un échec, puisque CI est posé" if EN_CI else "cette partie est sautée"
    print(f"{quoi} n’est pas installé sur cette machine : {suite}.", flush=True)
    return 1 if EN_CI else 0


def lancer(suite: list[str]) -> int:
    return subprocess.run(suite, check=False, cwd=RACINE, env=ENVIRONNEMENT).returncode


def sur_sqlite() -> int:
    titre("Tests sur SQLite")
    return lancer(UNITAIRES)


def sur_postgresql() -> int:
    titre("Tests sur PostgreSQL")
    code = lancer([sys.executable, "scripts/postgresql_temporaire.py", *UNITAIRES])
    if code == ABSENT:
        return manque("PostgreSQL")
    return code


def dans_le_navigateur() -> int:
    titre("Tests dans un navigateur")
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, NOMS_CHROMIUM)):
        return manque("Chromium")
    code = lancer(NAVIGATEUR)
    return code if code != AUCUN_TEST or EN_CI else 0


def main() -> int:
    parties = {"sqlite": sur_sqlite, "postgresql": sur_postgresql, "navigateur": dans_le_navigateur}
    choix = sys.argv[1:] or list(parties)
    codes = {nom: parties[nom]() for nom in choix}
    titre("Bilan")
    for nom, code in codes.items():
        print(f"{nom} : {'réussi ou sauté' if code == 0 else f'échec ({code})'}", flush=True)
    return 1 if any(codes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
