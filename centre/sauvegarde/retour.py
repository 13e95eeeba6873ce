"""Put a backup back; what it replaces is kept aside."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from centre.effacement import completer_la_liste
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

    Those whom the present base has erased join the list first: the backup may name them again.
    Refuses, with nothing changed, by the codes absente, sans_somme, alteree, moteur, en_service,
    programme, disque.
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
            _retenir_les_effacees()
            base = sqlite.remplacer(copie, marque)
        else:
            postgresql.verifier(copie)
            _retenir_les_effacees()
            base = sauvegarder(settings.SAUVEGARDES_DOSSIER / f"avant-{marque}")
            postgresql.remplacer(copie)
        fichiers = _remplacer_les_fichiers(Path(provisoire) / archive.FICHIERS, marque)
    gardees = tuple(chemin for chemin in (base, fichiers) if chemin)
    return Retour(dt.datetime.fromisoformat(etat["le"]), gardees)


def _retenir_les_effacees() -> None:
    """From the base that goes away; one that is missing or damaged has nothing to say."""
    if connection.vendor == "sqlite" and not sqlite.chemin().is_file():
        return
    try:
        with contextlib.suppress(DatabaseError):
            completer_la_liste()
    except OSError as erreur:
        raise Refus(
            f"La liste des personnes effacées ne s’écrit pas dans {settings.SAUVEGARDES_DOSSIER}"
            f" : {erreur.strerror or erreur}. Rien n’a été changé.",
            code="disque",
        ) from erreur
    finally:
        connection.close()


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
