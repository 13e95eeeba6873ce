"""What is due each minute: each app adds its jobs, the worker runs them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

journal = logging.getLogger("centre.messagerie")

Travail = Callable[[dt.datetime], object]
_taches: dict[str, Travail] = {}


def enregistrer_tache(nom: str, travail: Travail) -> None:
    """Add a job, called at most once a minute with the present instant.

    A job is idempotent and short; it decides by itself whether its hour has come.
    """
    _taches[nom] = travail


def executer(quand: dt.datetime) -> list[str]:
    """Run every job; one that fails is logged and stops no other. Return the names that failed."""
    echecs: list[str] = []
    for nom, travail in _taches.items():
        try:
            travail(quand)
        except Exception:
            # Whatever it is, the mails behind it must leave.
            journal.exception("La tâche %s a échoué.", nom)
            echecs.append(nom)
    return echecs
