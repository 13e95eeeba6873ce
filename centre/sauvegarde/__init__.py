"""Copies of the base that can be put back: one archive, its SHA-256 beside it, old ones dropped.

The archive holds the base (``base.sqlite3`` or ``base.dump``), the uploaded files and
``etat.json``. Nothing is put back before the archive, its sum and its base have been read to the
end.
"""

from centre.sauvegarde.copie import sauvegarder
from centre.sauvegarde.retour import restaurer

__all__ = ["restaurer", "sauvegarder"]
