"""Files for a spreadsheet: no cell runs as a formula (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

# A cell that begins so is a formula for a spreadsheet.
DEBUTS_DE_FORMULE = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sans_formule(cellule: Any) -> Any:
    """Write a text that looks like a formula after an apostrophe; numbers stay numbers.

    A text that already has the apostrophe takes one more, so that ``avec_formule`` gives it back.
    """
    if isinstance(cellule, str) and cellule.lstrip("'").startswith(DEBUTS_DE_FORMULE):
        return f"'{cellule}"
    return cellule


def avec_formule(texte: str) -> str:
    """The text that ``sans_formule`` was given."""
    if texte.startswith("'") and texte.lstrip("'").startswith(DEBUTS_DE_FORMULE):
        return texte[1:]
    return texte


def csv_de(entetes: Sequence[str], lignes: Iterable[Sequence[Any]]) -> bytes:
    """Semicolons and a byte order mark: a French spreadsheet opens it with its accents."""
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(entetes)
    for ligne in lignes:
        ecrivain.writerow([sans_formule(cellule) for cellule in ligne])
    return sortie.getvalue().encode("utf-8-sig")


def xlsx_de(
    entetes: Sequence[str], lignes: Iterable[Sequence[Any]], *, titre: str, quand: dt.datetime
) -> bytes:
    """One sheet, dated ``quand``; instants and dates are given as text or naive by the caller."""
    classeur = openpyxl.Workbook()
    feuille = classeur.active
    feuille.title = titre[:31]
    feuille.append(list(entetes))
    feuille.freeze_panes = "A2"
    for ligne in lignes:
        feuille.append([sans_formule(cellule) for cellule in ligne])
    naif = quand.astimezone(dt.UTC).replace(tzinfo=None)
    classeur.properties.created = classeur.properties.modified = naif
    sortie = io.BytesIO()
    classeur.save(sortie)
    return _dater(sortie.getvalue(), naif)


def _dater(octets: bytes, quand: dt.datetime) -> bytes:
    """Date every part of the archive ``quand``: same rows, same instant, same bytes."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as avant, zipfile.ZipFile(sortie, "w") as apres:
        for nom in avant.namelist():
            partie = zipfile.ZipInfo(nom, quand.timetuple()[:6])
            partie.compress_type = zipfile.ZIP_DEFLATED
            apres.writestr(partie, avant.read(nom))
    return sortie.getvalue()
