"""Make a backup while the service runs."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from centre.effacement import completer_la_liste
from centre.erreurs import Refus
from centre.sauvegarde import archive, postgresql, sqlite
from centre.temps import maintenant

GARDER = 30


def sauvegarder(
    dossier: Path | None = None, *, garder: int = GARDER, quand: dt.datetime | None = None
) -> Path:
    """Write and check a backup of the base and the files; keep the ``garder`` newest.

    The list of the erased is completed beside it (``centre.effaces``).

    Older ones are dropped only once the new one has been read back. Refuses with the codes
    garder, absente, alteree, programme, disque.
    """
    if garder < 1:
        raise Refus("Gardez au moins une sauvegarde.", code="garder")
    quand, dossier = quand or maintenant(), dossier or settings.SAUVEGARDES_DOSSIER
    try:
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        faite = _ecrire(dossier / f"centre-{archive.marque(quand)}.tar.gz", quand)
        completer_la_liste(dossier)
    except OSError as erreur:
        raise Refus(
            f"Impossible d’écrire dans {dossier}\u00a0: {erreur.strerror or erreur}.", code="disque"
        ) from erreur
    archive.oublier_les_vieilles(dossier, garder=garder)
    return faite


def _ecrire(faite: Path, quand: dt.datetime) -> Path:
    moteur = sqlite if connection.vendor == "sqlite" else postgresql
    etat = {"moteur": connection.vendor, "le": quand.isoformat(), "domaine": settings.DOMAINE}
    with tempfile.TemporaryDirectory(dir=faite.parent, prefix=".sauvegarde-") as provisoire:
        copie = Path(provisoire) / moteur.NOM
        moteur.copier(copie)
        archive.emballer(faite, copie, Path(settings.MEDIA_ROOT), etat)
        lue = Path(provisoire) / "relue"
        try:
            _, base = archive.deballer(faite, lue)
            moteur.verifier(base)
        except Refus:
            faite.unlink(missing_ok=True)
            archive.chemin_de_la_somme(faite).unlink(missing_ok=True)
            raise
    return faite
