"""The file of a backup: its name, its sum, its content; refuses what is torn or altered."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import os
import re
import tarfile
import zlib
from pathlib import Path
from typing import Any

from centre.erreurs import Refus
from centre.fichiers import ecrire_entier
from centre.temps import a_paris

NOM = re.compile(r"centre-\d{8}-\d{6}\.tar\.gz")
ETAT, FICHIERS = "etat.json", "fichiers"
MORCEAU = 2**20


def marque(quand: dt.datetime) -> str:
    """Write a moment as names of files carry it, on the clock of Paris."""
    return f"{a_paris(quand):%Y%m%d-%H%M%S}"


def somme_de(chemin: Path) -> str:
    somme = hashlib.sha256()
    with chemin.open("rb") as fichier:
        while morceau := fichier.read(MORCEAU):
            somme.update(morceau)
    return somme.hexdigest()


def chemin_de_la_somme(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.sha256")


def anciennes(dossier: Path) -> list[Path]:
    """The backups of a folder, the oldest first; no other file is ever listed."""
    return sorted(p for p in dossier.glob("centre-*.tar.gz") if NOM.fullmatch(p.name))


def oublier_les_vieilles(dossier: Path, *, garder: int) -> list[Path]:
    """Delete all but the ``garder`` newest backups, with their sums."""
    vieilles = anciennes(dossier)[:-garder]
    for archive in vieilles:
        archive.unlink()
        chemin_de_la_somme(archive).unlink(missing_ok=True)
    return vieilles


def emballer(archive: Path, base: Path, fichiers: Path, etat: dict[str, Any]) -> None:
    """Write the archive and its sum whole or not at all, readable by their owner only."""
    provisoire = base.with_name("archive.tar.gz")
    note = base.with_name(ETAT)
    note.write_text(json.dumps({**etat, "base": base.name}))
    with tarfile.open(provisoire, "w:gz", compresslevel=6) as tar:
        tar.add(note, ETAT)
        tar.add(base, base.name)
        if fichiers.is_dir():
            tar.add(fichiers, FICHIERS)
    with provisoire.open("rb") as fichier:
        os.fsync(fichier.fileno())
    provisoire.chmod(0o600)
    somme = f"{somme_de(provisoire)}  {archive.name}\n"
    provisoire.replace(archive)
    ecrire_entier(chemin_de_la_somme(archive), somme.encode())


def deballer(archive: Path, dossier: Path) -> tuple[dict[str, Any], Path]:
    """Check the sum, extract into ``dossier``; return the state written and the base's file.

    Refuses with the codes absente, sans_somme, alteree.
    """
    if not archive.is_file():
        raise Refus(f"Ce fichier n’existe pas\u00a0: {archive}", code="absente")
    somme = chemin_de_la_somme(archive)
    if not somme.is_file():
        raise Refus(
            f"Il manque {somme.name} à côté de la sauvegarde\u00a0: copiez les deux fichiers.",
            code="sans_somme",
        )
    if somme.read_text().split()[:1] != [somme_de(archive)]:
        raise _alteree("sa somme SHA-256 n’est pas la bonne")
    try:
        _lire_jusqu_au_bout(archive)
        with tarfile.open(archive, "r:gz") as tar:
            tar.extractall(dossier, filter="data")
        etat = json.loads((dossier / ETAT).read_text())
        base = dossier / Path(etat["base"]).name
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, KeyError) as erreur:
        raise _alteree("elle ne se lit pas jusqu’au bout") from erreur
    if not base.is_file():
        raise _alteree("elle ne contient pas de base")
    return etat, base


def _lire_jusqu_au_bout(archive: Path) -> None:
    """Reach the CRC at the end of the stream, which the reader of tar never looks at."""
    with gzip.open(archive) as flux:
        while flux.read(MORCEAU):
            pass


def _alteree(pourquoi: str) -> Refus:
    return Refus(
        f"Cette sauvegarde est abîmée\u00a0: {pourquoi}. Rien n’a été changé. Prenez-en une autre.",
        code="alteree",
    )
