"""One reading of the data: what several figures ask in the same words is asked once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_reponses: ContextVar[dict[Hashable, Any] | None] = ContextVar("reponses", default=None)


@contextmanager
def une_lecture() -> Iterator[None]:
    """Answers kept inside the block only: the next report counts again."""
    jeton = _reponses.set({})
    try:
        yield
    finally:
        _reponses.reset(jeton)


def une_fois(question: Callable[P, R]) -> Callable[P, R]:
    """Inside ``une_lecture``, ask the database once for the same scope and period."""

    @wraps(question)
    def demander(*args: P.args, **kwargs: P.kwargs) -> R:
        reponses = _reponses.get()
        if reponses is None:
            return question(*args, **kwargs)
        cle = (question, args, tuple(sorted(kwargs.items())))
        if cle not in reponses:
            reponses[cle] = question(*args, **kwargs)
        reponse: R = reponses[cle]
        return reponse

    return demander
