"""The SQLite library that Django runs on: the packaged recent one where it installs."""

import sys
from importlib import import_module

# Carry the WAL-reset fault: a web process and a worker that write one file are its very case.
PREMIERE_FAUTIVE = (3, 7, 0)
DERNIERE_FAUTIVE = (3, 51, 2)


def remplacer() -> bool:
    """Make every later ``import sqlite3`` give the packaged library; keep Python's if absent."""
    try:
        paquet = import_module("pysqlite3")
    except ImportError:
        return False
    sys.modules["sqlite3"] = paquet
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")
    return True


def est_fautive(version: tuple[int, ...]) -> bool:
    """Tell whether a library version carries the WAL-reset fault (fixed in 3.51.3)."""
    return PREMIERE_FAUTIVE <= version <= DERNIERE_FAUTIVE
