"""The PostgreSQL side: its own programs do the work, in its own format."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from centre.erreurs import Refus

NOM = "base.dump"


def _lancer(programme: str, *arguments: str) -> None:
    """Run a client program on our base; its password travels in the environment only."""
    trouve = shutil.which(programme)
    if trouve is None:
        raise Refus(
            f"{programme} n’est pas installé sur cette machine\u00a0: "
            "apt-get install postgresql-client, puis recommencez.",
            code="programme",
        )
    reglages = connection.settings_dict
    acces = {
        "PGHOST": reglages["HOST"],
        "PGPORT": reglages["PORT"],
        "PGUSER": reglages["USER"],
        "PGPASSWORD": reglages["PASSWORD"],
        "PGDATABASE": reglages["NAME"],
    }
    environnement = {**os.environ, **{cle: str(v) for cle, v in acces.items() if v}}
    fini = subprocess.run(  # noqa: S603 (a program of the system, no shell)
        [trouve, *arguments], env=environnement, capture_output=True, text=True, check=False
    )
    if fini.returncode:
        premiere = next(iter(fini.stderr.strip().splitlines()), "aucune explication")
        raise Refus(f"{programme} a échoué\u00a0: {premiere}", code="programme")


def copier(vers: Path) -> None:
    _lancer("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={vers}")


def verifier(copie: Path) -> None:
    """Read a dump to its end, without a base: every block, not only its list."""
    _lancer("pg_restore", f"--file={os.devnull}", str(copie))


def remplacer(copie: Path) -> None:
    """Put a dump in place of what the base holds, in one transaction: all or nothing.

    Refuses with the code ``en_service`` while another connection is open.
    """
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        [autres] = curseur.fetchone()
    connection.close()
    if autres:
        raise Refus(
            "Le service tourne encore\u00a0: arrêtez le site et la messagerie, puis recommencez.",
            code="en_service",
        )
    base = str(connection.settings_dict["NAME"])
    _lancer(
        "pg_restore",
        *("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"),
        f"--dbname={base}",
        str(copie),
    )
