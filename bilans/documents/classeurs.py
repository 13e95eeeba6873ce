"""A document for a spreadsheet: CSV, XLSX and ODS from the same rows, no live formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from html import escape
from textwrap import wrap
from typing import Any

import openpyxl

from bilans.documents import Cellule, Document, Table
from centre.tableur import sans_formule

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
Rangee = list[Cellule]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def feuilles(document: Document) -> Iterator[tuple[str, list[Rangee]]]:
    """Name and rows of each sheet: the figures, one sheet a table, then the words."""
    yield "Chiffres", list(_chiffres(document))
    for table in document.tables:
        yield table.titre, list(_table(table))
    if document.textes:
        textes: list[Rangee] = [[texte.titre, texte.texte] for texte in document.textes]
        yield "Textes", [["Rubrique", "Texte"], *textes]


def _chiffres(document: Document) -> Iterator[Rangee]:
    yield [document.titre, document.centre, document.action]
    yield ["Période", document.du, document.au]
    yield ["Compté le", document.compte_le]
    if document.chiffres:
        yield ["Code", "Chiffre", "Unité", "Valeur", "Sur", "Un an avant", "Écart (%)", "Remarque"]
    for c in document.chiffres:
        valeur = _valeur(c.valeur, c.unite)
        yield [
            c.code, c.nom, c.unite, valeur, c.denominateur, _valeur(c.avant, c.unite),
            _ecart(c.ecart), c.note,
        ]  # fmt: skip
    for note in document.notes:
        yield [note]


def _ecart(ecart: str) -> float | None:
    """« +11,7 % » as a number: a text that begins with a sign would be escaped as a formula."""
    return float(ecart.removesuffix(" %").replace(",", ".")) if ecart else None


def _table(table: Table) -> Iterator[Rangee]:
    yield [table.libelle, *(_nom(colonne.nom, colonne.genre) for colonne in table.colonnes)]
    for ligne in table.lignes:
        cellules = zip(table.colonnes, ligne.cellules, strict=True)
        yield [ligne.libelle, *(_valeur(v, c.genre) for c, v in cellules)]
    for note in table.notes:
        yield [note]


def _nom(nom: str, genre: str) -> str:
    return f"{nom} (%)" if genre == "taux" else nom


def _valeur(valeur: Cellule, genre: str) -> Cellule:
    """Hours leave as hours with decimals, so that a spreadsheet adds them up."""
    if genre == "heures" and isinstance(valeur, int | float):
        return round(valeur / 60, 4)
    return valeur


def en_csv(document: Document) -> bytes:
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    for rang, (nom, rangees) in enumerate(feuilles(document)):
        if rang:
            ecrivain.writerow([])
        ecrivain.writerow([sans_formule(nom)])
        for rangee in rangees:
            ecrivain.writerow([_pour_csv(valeur) for valeur in rangee])
    return sortie.getvalue().encode("utf-8-sig")


def _pour_csv(valeur: Cellule) -> Cellule:
    """Decimals with a comma: beside semicolons, a French spreadsheet reads « 95.7 » as words."""
    if isinstance(valeur, float):
        return str(valeur).replace(".", ",")
    return "" if valeur is None else sans_formule(valeur)


def en_xlsx(document: Document) -> bytes:
    classeur = openpyxl.Workbook()
    classeur.remove(classeur.active)
    for nom, rangees in feuilles(document):
        # What the name of a sheet may be there, in whole words.
        feuille = classeur.create_sheet(wrap(nom, 31)[0].replace("/", " "))
        for rangee in rangees:
            feuille.append([sans_formule(valeur) for valeur in rangee])
        feuille.column_dimensions["A"].width = 38
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def en_ods(document: Document) -> bytes:
    """OpenDocument 1.3 by hand: three parts, the type first and not compressed."""
    tables = "".join(
        f'<table:table table:name="{escape(nom)}">{"".join(_rangee(r) for r in rangees)}'
        "</table:table>"
        for nom, rangees in feuilles(document)
    )
    contenu = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0" office:version="1.3"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifeste = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        f'xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPES["ods"]}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", TYPES["ods"], zipfile.ZIP_STORED)
        archive.writestr("content.xml", contenu)
        archive.writestr("META-INF/manifest.xml", manifeste)
    return sortie.getvalue()


def _rangee(rangee: Rangee) -> str:
    return f"<table:table-row>{''.join(_case(valeur) for valeur in rangee)}</table:table-row>"


def _case(valeur: Cellule) -> str:
    if valeur is None:
        return "<table:table-cell/>"
    if isinstance(valeur, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{valeur}">'
            f"<text:p>{valeur}</text:p></table:table-cell>"
        )
    texte = escape("".join(c for c in valeur if c >= " " or c in "\n\t"))
    return (
        f'<table:table-cell office:value-type="string"><text:p>{texte}</text:p></table:table-cell>'
    )


ECRIVAINS: dict[str, Any] = {"csv": en_csv, "xlsx": en_xlsx, "ods": en_ods}


def nom_de_fichier(document: Document, extension: str) -> str:
    du, au = (dt.date.fromisoformat(jour) for jour in (document.du, document.au))
    suite = "-partenaires" if document.audience == "externe" else ""
    return f"{document.genre}-{du:%Y%m%d}-{au:%Y%m%d}{suite}.{extension}"
