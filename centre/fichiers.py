"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path


def ecrire_entier(chemin: Path, octets: bytes) -> None:
    """Write beside, flush to the disk, then rename: a reader or a crash never meets half a file."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent, prefix=".", suffix=".partiel")
    try:
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        Path(provisoire).replace(chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
