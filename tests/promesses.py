"""Promises played at their full counts (``ESSAIS_LONGS=1``); docs/mesures.md keeps the figures."""

import os
import sys

LONGS = bool(os.environ.get("ESSAIS_LONGS"))


def noter(ligne: str) -> None:
    """Say one measured line, shown by ``pytest -s``; silent in the ordinary suite."""
    if LONGS:
        sys.stderr.write(f"\n{ligne}\n")
