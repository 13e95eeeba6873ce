"""Reading a file that somebody sends: refused before it is unpacked when it is not what it says.

Limits: 5 MiB, 20 000 rows, 60 columns, 500 characters a cell; an XLSX of at most 200 parts and
40 MiB unpacked, with so many marks a row, a part and in all: a reader keeps each of them, far
larger than it is written, and takes some eight microseconds for each: twenty seconds at the most.
Its empty cells count too, no more in all than 20 000 rows of 60. Every refusal is a French
sentence; nothing in a file may end in an error page.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import IO, Any

import openpyxl

from centre.erreurs import Refus
from centre.tableur import avec_formule

OCTETS_MAX = 5 * 2**20
LIGNES_MAX = 20_000
COLONNES_MAX = 60
CASES_MAX = (LIGNES_MAX + 1) * COLONNES_MAX
CELLULE_MAX = 500
PARTIES_MAX = 200
DEPLIE_MAX = 40 * 2**20
# A row of 16 384 cells has 65 536 marks; the texts of a workbook stand together in one part.
BALISES_MAX, BALISES_DES_TEXTES = 100_000, 2_000_000
# 20 000 rows of 40 texts, each in three elements.
ELEMENTS_MAX = 2_500_000
FEUILLES, LES_TEXTES = "xl/worksheets/", "xl/sharedstrings.xml"
FIN_DE_RANGEE = re.compile(rb"</(?:\w+:)?row\s*>")
BLOC = 2**20
TROP_GROS = "Ce classeur est trop gros une fois ouvert."
SEPARATEURS = (";", ",", "\t", "|")
TEXTES = (".csv", ".tsv", ".txt")
ZIP, ANCIEN_XLS, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
# Letters of Windows, of its command line (« CSV MS-DOS »), of old Macintosh: the first of equals.
ANCIENNES = ("cp1252", "cp850", "mac_roman")
ACCENTS = "àâçéèêëîïôùûœÀÂÇÉÈÊËÎÏÔŒ’…–—«»°€•"
# Rows that may stand above the headings.
TITRES_MAX = 10
SANS_ENTETES = "Une des dix premières lignes doit nommer les colonnes, chacune dans sa case."
ILLISIBLE = (
    "Ce classeur est abîmé ou protégé\u00a0: ouvrez-le, puis enregistrez-le de nouveau en .xlsx."
)


@dataclass(frozen=True)
class Tableau:
    """Cells as text: the headings, then the rows below with their number in the file."""

    entetes: list[str]
    lignes: list[tuple[int, list[str]]]


def lire(nom: str, contenu: bytes) -> Tableau:
    """Read a CSV or an XLSX; raises Refus with what to do."""
    if not contenu:
        raise Refus("Ce fichier est vide.", code="vide")
    if len(contenu) > OCTETS_MAX:
        raise Refus("Ce fichier dépasse 5 Mo. Envoyez-le en plusieurs fois.", code="taille")
    suffixe = PurePath(nom).suffix.lower()
    if suffixe in (".xlsm", ".xltm"):
        raise Refus(
            "Ce classeur contient des macros\u00a0: enregistrez-le en .xlsx.", code="macros"
        )
    if suffixe not in (*TEXTES, ".xlsx"):
        raise Refus("Envoyez un fichier .csv ou .xlsx.", code="extension")
    if contenu.startswith(ANCIEN_XLS):
        raise Refus("C’est un ancien classeur\u00a0: enregistrez-le en .xlsx.", code="xls")
    est_zip = contenu.startswith(ZIP)
    if est_zip != (suffixe == ".xlsx") or contenu.startswith(PDF):
        raise Refus(f"Le contenu n’est pas celui d’un fichier {suffixe}.", code="contenu")
    return _tableau(_rangees_xlsx(contenu) if est_zip else _rangees_csv(contenu))


def _tableau(rangees: Iterable[Sequence[Any]]) -> Tableau:
    """Check each row as it is read, so that a giant file stops at the first row too many."""
    entetes: list[str] | None = None
    lignes = []
    for numero, rangee in enumerate(rangees, start=1):
        if numero > LIGNES_MAX + 1:
            raise Refus("Ce fichier a plus de 20\u00a0000 lignes.", code="lignes")
        cellules = _cellules(rangee, numero)
        if entetes is None:
            # A list often has a title, or a blank row, above its headings; no kind has one column.
            entetes = cellules if sum(map(bool, cellules)) > 1 else None
        elif any(cellules):
            lignes.append((numero, cellules))
        if entetes is None and numero == TITRES_MAX:
            break
    if entetes is None:
        raise Refus(SANS_ENTETES, code="entetes")
    return Tableau(entetes, lignes)


def _cellules(rangee: Sequence[Any], numero: int) -> list[str]:
    fin = len(rangee)
    while fin and rangee[fin - 1] in (None, ""):
        fin -= 1
    if fin > COLONNES_MAX:
        raise Refus(f"La ligne {numero} a plus de 60 colonnes.", code="colonnes")
    cellules = [_texte(valeur) for valeur in rangee[:fin]]
    if any(len(cellule) > CELLULE_MAX for cellule in cellules):
        raise Refus(f"Une case de la ligne {numero} dépasse 500 lettres.", code="cellule")
    return cellules


def _texte(valeur: Any) -> str:
    """A cell as somebody would type it: dates in ISO, whole numbers without a decimal."""
    if valeur is None:
        return ""
    if isinstance(valeur, dt.datetime):
        return valeur.date().isoformat()
    if isinstance(valeur, float) and valeur.is_integer():
        return str(int(valeur))
    # What our own exports write before a text that looks like a formula.
    return avec_formule(str(valeur).strip())


def _rangees_csv(contenu: bytes) -> Iterator[Sequence[str]]:
    texte = _decoder(contenu)
    if "\x00" in texte:
        raise Refus("Ce fichier n’est pas un texte.", code="contenu")
    premiere, _, suite = texte.partition("\n")
    annonce = premiere.strip().lower()
    if annonce.startswith("sep=") and annonce[4:] in SEPARATEURS:
        # Some spreadsheets say their separator on a line of its own.
        separateur, texte = annonce[4:], suite
    else:
        separateur = max(SEPARATEURS, key=_ligne_separee(texte).count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)
    try:
        yield from lecteur
    except csv.Error as erreur:
        raise Refus(
            f"La ligne {lecteur.line_num} ne se lit pas\u00a0: un guillemet y manque peut-être.",
            code="csv",
        ) from erreur


def _ligne_separee(texte: str) -> str:
    """The first row with a separator in it: the headings, below the title of a list."""
    debut = islice(io.StringIO(texte), TITRES_MAX)
    return next((ligne for ligne in debut if any(s in ligne for s in SEPARATEURS)), "")


def _decoder(contenu: bytes) -> str:
    """UTF-8 or UTF-16 by their mark, UTF-8 without it, else the letters that read as French."""
    a_marque_16 = contenu.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return contenu.decode("utf-16" if a_marque_16 else "utf-8-sig")
    except UnicodeError:
        lu = "" if a_marque_16 else max(_anciennes(contenu), key=_francais, default="")
    if not lu:
        raise Refus("Enregistrez ce fichier en «\u00a0CSV UTF-8\u00a0».", code="lettres")
    return lu


def _anciennes(contenu: bytes) -> Iterator[str]:
    """What each set of letters reads; those of today are believed without an « é »."""
    for lettres in ANCIENNES:
        lu = contenu.decode(lettres, "replace")
        if "\N{REPLACEMENT CHARACTER}" not in lu and ("é" in lu or lettres == ANCIENNES[0]):
            yield lu


def _francais(texte: str) -> int:
    return 2 * sum(map(texte.count, ACCENTS)) + sum(map(texte.count, "ŠšŽž"))


def _rangees_xlsx(contenu: bytes) -> Iterator[Sequence[Any]]:
    """Rows of the first sheet, once the archive is known to be small and to be a workbook."""
    _verifier_archive(contenu)
    try:
        # read_only: row by row; data_only: the last result of a formula, never the formula.
        # Other workbooks that this one names are not read at all.
        classeur = openpyxl.load_workbook(
            io.BytesIO(contenu), read_only=True, data_only=True, keep_links=False
        )
        feuille = classeur.worksheets[0]
        # What the file says of its own size is not believed.
        feuille.reset_dimensions()
        cases = 0
        for rangee in feuille.iter_rows(values_only=True):
            cases += len(rangee)
            if cases > CASES_MAX:
                raise Refus(TROP_GROS, code="bombe")
            yield rangee
    except Refus:
        raise
    except Exception as erreur:
        # Whatever a damaged or hostile archive does to the reader is one sentence here.
        raise Refus(ILLISIBLE, code="illisible") from erreur


def _verifier_archive(contenu: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            parties = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as erreur:
        raise Refus(ILLISIBLE, code="illisible") from erreur
    noms = {partie.filename for partie in parties}
    if any(nom.endswith("vbaProject.bin") for nom in noms):
        raise Refus(
            "Ce classeur contient des macros\u00a0: enregistrez-le en .xlsx.", code="macros"
        )
    if len(parties) > PARTIES_MAX or sum(partie.file_size for partie in parties) > DEPLIE_MAX:
        raise Refus(TROP_GROS, code="bombe")
    if any(partie.flag_bits & 0x1 for partie in parties):
        raise Refus(ILLISIBLE, code="illisible")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= noms:
        raise Refus("Ce fichier n’est pas un classeur .xlsx.", code="contenu")
    _verifier_balises(contenu)


def _verifier_balises(contenu: bytes) -> None:
    """Refus for a part, or a row of a sheet, with more marks than a reader can hold."""
    en_tout = 0
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            for nom in archive.namelist():
                maxi = BALISES_DES_TEXTES if nom.lower() == LES_TEXTES else BALISES_MAX
                with archive.open(nom) as partie:
                    lues, de_suite = _balises(partie, nom.lower().startswith(FEUILLES))
                en_tout += lues
                if de_suite > maxi or en_tout > ELEMENTS_MAX:
                    raise Refus(TROP_GROS, code="bombe")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as erreur:
        raise Refus(ILLISIBLE, code="illisible") from erreur


def _balises(partie: IO[bytes], par_rangee: bool) -> tuple[int, int]:
    """Elements of a part, marks of its longest row; a comment could feign the end of a row."""
    en_tout = plus_long = depuis = 0
    reste = b""
    while bloc := partie.read(BLOC):
        lu = reste + bloc
        coupe = lu.rfind(b">") + 1
        lu, reste = lu[:coupe], lu[coupe:]
        par_rangee = par_rangee and b"<!" not in lu
        en_tout += lu.count(b"<") - lu.count(b"</")
        rangees = FIN_DE_RANGEE.split(lu) if par_rangee else [lu]
        for rang, rangee in enumerate(rangees):
            depuis = rangee.count(b"<") + (0 if rang else depuis)
            plus_long = max(plus_long, depuis)
    return en_tout, plus_long
