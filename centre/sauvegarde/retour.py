"""Put a backup back; what it replaces is kept aside."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from centre.erreurs import Refus
from centre.sauvegarde import archive, postgresql, sqlite
from centre.sauvegarde.copie import sauvegarder
from centre.temps import maintenant


@dataclass(frozen=True)
class Retour:
    """When the backup was made, and where what it replaced is kept."""

    le: dt.datetime
    gardees: tuple[Path, ...]


def restaurer(fichier: Path, *, quand: dt.datetime | None = None) -> Retour:
    """Check a backup to its end, then put its base and files in place of the present ones.

    Refuses, with nothing changed, by the codes absente, sans_somme, alteree, moteur, en_service,
    programme.
    """
    marque = archive.marque(quand or maintenant())
    voisin = sqlite.chemin().parent if connection.vendor == "sqlite" else settings.VAR
    voisin.mkdir(parents=True, exist_ok=True)
    # On the disk of the base, so that the exchange is a rename.
    with tempfile.TemporaryDirectory(dir=voisin, prefix=".restauration-") as provisoire:
        etat, copie = archive.deballer(fichier, Path(provisoire))
        _refuser_un_autre_moteur(etat["moteur"])
        if connection.vendor == "sqlite":
            sqlite.verifier(copie)
            base = sqlite.remplacer(copie, marque)
        else:
            postgresql.verifier(copie)
            base = sauvegarder(settings.SAUVEGARDES_DOSSIER / f"avant-{marque}")
            postgresql.remplacer(copie)
        fichiers = _remplacer_les_fichiers(Path(provisoire) / archive.FICHIERS, marque)
    gardees = tuple(chemin for chemin in (base, fichiers) if chemin)
    return Retour(dt.datetime.fromisoformat(etat["le"]), gardees)


def _refuser_un_autre_moteur(moteur: str) -> None:
    noms = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    if moteur != connection.vendor:
        raise Refus(
            f"Cette sauvegarde vient de {noms.get(moteur, moteur)}, "
            f"et le service est réglé sur {noms[connection.vendor]}\u00a0: voyez DATABASE_URL.",
            code="moteur",
        )


def _remplacer_les_fichiers(copies: Path, marque: str) -> Path | None:
    present, gardes = Path(settings.MEDIA_ROOT), None
    if not copies.is_dir():
        return None
    if present.is_dir():
        gardes = present.with_name(f"{present.name}.avant-{marque}")
        present.replace(gardes)
    present.parent.mkdir(parents=True, exist_ok=True)
    # Files may be on another disk than the base.
    shutil.move(copies, present)
    return gardes
