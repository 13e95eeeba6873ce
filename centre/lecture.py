"""Reading by key as cheaply as the database allows, for addresses asked all day long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

# Keys that nobody has: they hold their place in the SQL once written.
MARQUES: dict[type, Any] = {
    str: "\ue000cle{}\ue001",
    int: -9_007_199_254_740_000,
    dt.datetime: dt.datetime(1, 2, 3, tzinfo=dt.UTC),
}


def _marque(nature: type, rang: int) -> Any:
    marque = MARQUES[nature]
    if nature is str:
        return marque.format(rang)
    return marque + (rang if nature is int else dt.timedelta(days=rang))


def _adapter(cle: Any) -> Any:
    """A key as the ORM hands it to the driver; SQLite keeps instants as text."""
    if isinstance(cle, dt.datetime):
        return connection.ops.adapt_datetimefield_value(cle)
    return cle


class LecturePreparee:
    """A ``values_list`` query whose SQL is written at the first call, then only executed.

    Writing the SQL of a query costs many times its execution. ``construire`` gets one marker per
    key, of the kind given in ``natures`` (text, integer, instant), and puts them in its filters:
    the rule stays that of the ORM, once. Whatever else it filters on is fixed for the process.
    """

    def __init__(
        self, construire: Callable[..., QuerySet[Any, tuple[Any, ...]]], *natures: type
    ) -> None:
        self.construire = construire
        self.marques = [_marque(nature, rang) for rang, nature in enumerate(natures)]
        self._ecrite: tuple[str, list[Any], dict[int, Any]] | None = None

    def ligne(self, *cles: Any) -> tuple[Any, ...] | None:
        """The only row of these keys, None without any; one query."""
        return next(iter(self.lignes(*cles)), None)

    def lignes(self, *cles: Any) -> list[tuple[Any, ...]]:
        """All the rows of these keys, in the order of the query; one query."""
        # Two threads may both write it the first time: they write the same.
        self._ecrite = self._ecrite or self._ecrire()
        sql, parametres, conversions = self._ecrite
        places = {_adapter(m): _adapter(c) for m, c in zip(self.marques, cles, strict=True)}
        with connection.cursor() as curseur:
            curseur.execute(sql, [places.get(p, p) for p in parametres])
            lues = curseur.fetchall()
        return [_convertir(lue, conversions) for lue in lues] if conversions else lues

    def _ecrire(self) -> tuple[str, list[Any], dict[int, Any]]:
        compilateur = self.construire(*self.marques).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parametres = compilateur.as_sql()
        colonnes = [colonne for colonne, *_ in compilateur.select]
        return sql, list(parametres), compilateur.get_converters(colonnes)


def _convertir(lue: tuple[Any, ...], conversions: dict[int, Any]) -> tuple[Any, ...]:
    """What the driver read, as the fields of the models give it."""
    valeurs = list(lue)
    for rang, (fonctions, expression) in conversions.items():
        for convertir in fonctions:
            valeurs[rang] = convertir(valeurs[rang], expression, connection)
    return tuple(valeurs)
