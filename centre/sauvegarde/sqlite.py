"""The SQLite side: a copy while the service writes, its check, the exchange of files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from centre.erreurs import Refus

NOM = "base.sqlite3"
SUITES = ("-wal", "-shm", "-journal")


def chemin() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def copier(vers: Path) -> None:
    """Copy the base as one transaction sees it; writers go on meanwhile.

    VACUUM INTO leaves out freed pages: what was erased is not in the copy.
    """
    if not chemin().is_file():
        raise Refus(f"Il n’y a pas de base à sauvegarder\u00a0: {chemin()}", code="absente")
    with closing(sqlite3.connect(f"{chemin().resolve().as_uri()}?mode=ro", uri=True)) as base:
        base.execute("PRAGMA busy_timeout = 20000")
        base.execute("VACUUM INTO ?", [str(vers)])


def verifier(copie: Path) -> None:
    """Read a copy to its end; Refus (code ``alteree``) unless it is whole and coherent."""
    try:
        with closing(sqlite3.connect(f"{copie.resolve().as_uri()}?mode=ro", uri=True)) as base:
            entiere = base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            orphelines = base.execute("PRAGMA foreign_key_check").fetchall()
            migrations = base.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
    except sqlite3.DatabaseError:
        entiere, orphelines, migrations = False, [], 0
    if not entiere or orphelines or not migrations:
        raise Refus(
            "La base de cette sauvegarde est abîmée. Rien n’a été changé\u00a0: "
            "vérifiez le disque, puis recommencez avec une autre.",
            code="alteree",
        )


def remplacer(copie: Path, marque: str) -> Path | None:
    """Put a copy in place of the base; return where the old one is kept, None if there was none.

    Refuses with the code ``en_service`` while another connection is open.
    """
    base = chemin()
    base.parent.mkdir(parents=True, exist_ok=True)
    gardee = None
    connection.close()
    if base.is_file():
        _replier(base)
        gardee = base.with_name(f"{base.name}.avant-{marque}")
        for suite in ("", *SUITES):
            ancien = base.with_name(base.name + suite)
            if ancien.exists():
                ancien.replace(gardee.with_name(gardee.name + suite))
    copie.chmod(0o600)
    copie.replace(base)
    return gardee


def _replier(base: Path) -> None:
    """Fold the journal into the file, which SQLite does for its only connection; a base that is
    damaged is kept as it is."""
    try:
        with closing(sqlite3.connect(base, timeout=1)) as ancienne:
            ancienne.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as erreur:
        if "locked" in str(erreur):
            raise Refus(
                "Le service tourne encore\u00a0: arrêtez le site et la messagerie, "
                "puis recommencez.",
                code="en_service",
            ) from erreur
    except sqlite3.DatabaseError:
        pass
