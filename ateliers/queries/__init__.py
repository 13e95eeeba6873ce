"""Reading séances across rows: what others hold, what clashes, what a week or a feed shows."""

from ateliers.queries.tenues import seances_tenues

__all__ = ["seances_tenues"]
