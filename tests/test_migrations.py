"""Every other test has its tables made from the models; here the migrations make them."""

import os
import re
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.contraintes import APPS

RACINE = Path(__file__).resolve().parents[1]
# The tables of dependencies are their authors’ own.
A_NOUS = tuple(f"{app}_" for app in APPS)
DEFINITIONS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT table_name, column_name, concat_ws(' ', data_type, is_nullable, is_identity,
            character_maximum_length, numeric_precision, numeric_scale, collation_name)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, indexname, indexdef
        FROM pg_indexes WHERE schemaname = 'public'
    """,
}
# Nothing is left to write, and all that is written applies.
MIGRER = """
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
call_command("migrate", verbosity=0)
"""


@contextmanager
def base_vide(tmp_path):
    """The connection to a base of its own, empty, on the engine of the suite."""
    autre = connection.copy()
    autre.settings_dict = {**connection.settings_dict, "NAME": f"{tmp_path.name}_migree"}
    if connection.vendor == "sqlite":
        autre.settings_dict["NAME"] = str(tmp_path / "migree.sqlite3")
    else:
        with connection._nodb_cursor() as curseur:
            curseur.execute(f'CREATE DATABASE "{autre.settings_dict["NAME"]}"')
    with closing(autre):
        yield autre


def adresse_de(base):
    """What DATABASE_URL says of it; the server of the suite listens on a socket, a folder."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    return f"postgres://{base['USER']}:{base['PASSWORD']}@:{base['PORT']}/{base['HOST']}/{base['NAME']}"


def definitions(base):
    """The words of each column, constraint and index, in whatever order they were written."""
    with base.cursor() as curseur:
        curseur.execute(DEFINITIONS[base.vendor])
        return {
            (table, nom): sorted(re.split(r"[\s,()]+", definition))
            for table, nom, definition in curseur
            if table.startswith(A_NOUS)
        }


@pytest.mark.django_db
def test_les_migrations_font_les_tables_des_modeles(tmp_path):
    with base_vide(tmp_path) as base:
        environnement = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reglages",
            "DATABASE_URL": adresse_de(base.settings_dict),
        }
        commande = [sys.executable, "-c", MIGRER]
        subprocess.run(commande, check=True, cwd=RACINE, env=environnement)
        assert definitions(base) == definitions(connection)
