"""Rows by the million: one ORM row is the model, one INSERT … SELECT writes the others."""

from django.db import connection
from django.db.models import Model

SUITE = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {dernier})"


def multiplier(modele: Model, nombre: int, **expressions: str) -> None:
    """Write ``nombre`` rows like the unsaved ``modele``; ``expressions`` are SQL over ``i``."""
    colonnes, valeurs, donnees = [], [], []
    for champ in modele._meta.concrete_fields:
        if champ.primary_key:
            continue
        colonnes.append(connection.ops.quote_name(champ.column))
        if champ.attname in expressions:
            valeurs.append(expressions[champ.attname].replace("%", "%%"))
            continue
        valeurs.append(f"CAST(%s AS {champ.db_type(connection)})")
        donnees.append(champ.get_db_prep_save(getattr(modele, champ.attname), connection))
    table = connection.ops.quote_name(modele._meta.db_table)
    suite = SUITE.format(dernier=nombre - 1)
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {table} ({', '.join(colonnes)}) {suite} "  # noqa: S608 (our own names)
            f"SELECT {', '.join(valeurs)} FROM n",
            donnees,
        )


def analyser() -> None:
    """Let the planner count the rows, as a service that has run for a while has."""
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")
