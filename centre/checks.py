"""What ``manage.py check`` says about the database and the domain of this installation."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from centre.sqlite import est_fautive

# What each connection must answer: (pragma, values that are right, what is lost otherwise).
PRAGMAS = (
    ("journal_mode", {"wal", "memory"}, "les lectures attendent les écritures"),
    (
        "synchronous",
        {2, 3},
        "une coupure de courant peut perdre une inscription confirmée",
    ),
    ("foreign_keys", {1}, "la base accepte des liens vers rien"),
)


def _bibliotheque(connexion: BaseDatabaseWrapper) -> list[CheckMessage]:
    # Lent by Django's backend: the very module it talks to, packaged or not.
    version: tuple[int, ...] = connexion.Database.sqlite_version_info  # type: ignore[attr-defined]
    if not est_fautive(version):
        return []
    return [
        Warning(
            f"La bibliothèque SQLite {'.'.join(map(str, version))} porte le défaut « WAL-reset », "
            "qui peut abîmer la base.",
            hint="Installez le paquet pysqlite3, ou passez à PostgreSQL avec DATABASE_URL.",
            id="centre.W001",
        )
    ]


def _options(connexion: BaseDatabaseWrapper) -> list[CheckMessage]:
    erreurs: list[CheckMessage] = []
    with connexion.cursor() as curseur:
        for pragma, justes, perte in PRAGMAS:
            curseur.execute(f"PRAGMA {pragma}")
            valeur = curseur.fetchone()[0]
            if valeur not in justes:
                erreurs.append(
                    Error(
                        f"SQLite répond {pragma} = {valeur} : {perte}.",
                        id="centre.E001",
                    )
                )
    if connexion.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        erreurs.append(Error("SQLite : transaction_mode doit être IMMEDIATE.", id="centre.E002"))
    return erreurs


@register(Tags.database)
def verifier_sqlite(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Check library and options of the SQLite databases among ``databases``."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connexion = connections[alias]
        if connexion.vendor == "sqlite":
            messages += _bibliotheque(connexion) + _options(connexion)
    return messages


@register(Tags.security, deploy=True)
def verifier_domaine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The domain is part of every UID sent: calendars keep it, so it never changes later."""
    if settings.DOMAINE != settings.DOMAINE_D_EXEMPLE:
        return []
    return [
        Warning(
            "DOMAINE garde sa valeur d’exemple.",
            hint="Posez-le avant le premier message : les agendas gardent les identifiants.",
            id="centre.W002",
        )
    ]
