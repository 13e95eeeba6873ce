"""Sixty odd files: each gets one clear sentence beside the field, nothing is kept (T13, T14)."""

import io
import sys
import tracemalloc
import zipfile
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bilans.imports.fichiers import SANS_ENTETES, _verifier_archive, lire
from bilans.models import Import
from centre.erreurs import Refus
from tests.bilans.tableaux import archive, avec_partie, csv, xlsx
from tests.builders import creer_utilisateur

pytestmark = pytest.mark.django_db

SIMPLE = xlsx(["prenom", "nom"], ["Rosa", "Pinto"])
BOMBE = avec_partie(SIMPLE, "xl/media/plat.bin", b"0" * (41 * 2**20))
ENTITES = avec_partie(
    SIMPLE,
    "xl/workbook.xml",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>',
)

DEGRES = [(f"&{debut};", fin) for debut, fin in pairwise("abcdefghi")]
RIRES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {fin} "{debut * 10}">' for debut, fin in DEGRES)
    + "]><worksheet>&i;</worksheet>"
)
DISQUE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>'
)


FEUILLE = "xl/worksheets/sheet1.xml"
CASE = '<c t="inlineStr"><is><t>a</t></is></c>'
RACINE = 'worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def gonfle(partie, motif, fois=300_000, racine="a"):
    """A workbook of a few kilobytes whose part holds as many marks."""
    texte = f"<{racine}>{motif * fois}</{racine.split()[0]}>"
    return "a.xlsx", avec_partie(SIMPLE, partie, texte)


REFUSES = {
    "vide": ("a.csv", b""),
    "une ligne blanche": ("a.csv", b"\n\n"),
    "que des espaces": ("a.csv", b"   "),
    "trop gros": ("a.csv", b"prenom;nom\n" + b"a;b\n" * 1_400_000),
    "extension inconnue": ("a.ods", b"prenom;nom"),
    "sans extension": ("personnes", b"prenom;nom"),
    "programme": ("a.exe", b"MZ\x90"),
    "pdf renomme": ("a.csv", b"%PDF-1.7"),
    "ancien classeur": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "ancien classeur renomme": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "classeur nomme csv": ("a.csv", SIMPLE),
    "csv nomme classeur": ("a.xlsx", b"prenom;nom\nRosa;Pinto"),
    "octet nul": ("a.csv", b"prenom;nom\nRo\x00sa;Pinto"),
    "lettres impossibles": ("a.csv", b"prenom;nom\n\x81\x8d;\x9d"),
    "soixante et une colonnes": ("a.csv", b"prenom;nom" + b";x" * 59 + b"\n"),
    "case trop longue": ("a.csv", b"prenom;nom\nRosa;" + b"P" * 501),
    "case geante": ("a.csv", b"prenom;nom\nRosa;" + b"P" * 140_000),
    "vingt mille et une lignes": ("a.csv", b"prenom;nom\n" + b"A;B\n" * 20_001),
    "archive abimee": ("a.xlsx", SIMPLE[: len(SIMPLE) // 2]),
    "archive vide": ("a.xlsx", b"PK\x03\x04"),
    "archive sans classeur": ("a.xlsx", archive(**{"lisez.txt": "bonjour"})),
    "bombe": ("a.xlsx", BOMBE),
    "mille parties": ("a.xlsx", archive(**{f"p{n}": "" for n in range(201)})),
    "entites": ("a.xlsx", ENTITES),
    "feuille abimee": ("a.xlsx", avec_partie(SIMPLE, "xl/worksheets/sheet1.xml", "<oups")),
    "derniere case": ("a.xlsx", xlsx(["prenom", "nom"], case=("A1048576", "x"))),
    "derniere colonne": ("a.xlsx", xlsx(["prenom", "nom"], case=("XFD2", "x"))),
    "classeur vide": ("a.xlsx", xlsx()),
    "un seul retour": ("a.csv", b"\r\n"),
    "que des points-virgules": ("a.csv", b";;;;\n;;;;"),
    "tsv vide": ("a.tsv", b""),
    "image": ("a.png", b"\x89PNG\r\n"),
    "image nommee csv": ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00"),
    "image nommee classeur": ("a.xlsx", b"\x89PNG\r\n\x1a\n"),
    "page web": ("a.html", b"<table><tr><td>Rosa"),
    "page web nommee classeur": ("a.xlsx", b"<html><table><tr><td>Rosa"),
    "texte riche": ("a.rtf", b"{\\rtf1"),
    "document": ("a.docx", SIMPLE),
    "document renomme": ("a.xlsx", archive(**{"word/document.xml": "<w/>"})),
    "ods renomme": ("a.xlsx", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
    "archive renommee": ("a.xlsx", archive(**{"personnes.csv": "prenom;nom"})),
    "archive": ("a.zip", archive(**{"personnes.csv": "prenom;nom"})),
    "sept-zip": ("a.xlsx", b"7z\xbc\xaf\x27\x1c"),
    "gzip": ("a.csv", b"\x1f\x8b\x08\x00\x00\x00"),
    "classeur a macros": ("a.xlsm", SIMPLE),
    "macros cachees": ("a.xlsx", avec_partie(SIMPLE, "xl/vbaProject.bin", b"\xd0\xcf")),
    "modele a macros": ("a.xltm", SIMPLE),
    "classeur binaire": ("a.xlsb", SIMPLE),
    "classeur chiffre": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"EncryptedPackage"),
    "majuscules": ("A.XLSX", b"prenom;nom"),
    "utf-16 coupe": ("a.csv", b"\xff\xfep\x00r"),
    "utf-16 sans marque": ("a.csv", "prenom;nom\nRosa;Pinto".encode("utf-16-le")),
    "utf-32": ("a.csv", "prenom;nom".encode("utf-32")),
    "guillemet jamais ferme": ("a.csv", b'prenom;nom\n"Rosa;Pinto\n' + b"x;y\n" * 40_000),
    "cent mille colonnes": ("a.csv", b"prenom;nom" + b";x" * 100_000),
    "cent mille colonnes plus bas": ("a.csv", b"prenom;nom\nRosa;Pinto" + b";x" * 100_000),
    "un million de lignes": ("a.csv", b"prenom;nom\n" + b"A;B\n" * 1_000_000),
    "un million de retours": ("a.csv", b"prenom;nom\n" + b"\n" * 1_000_000),
    "contenu d un autre": ("a.csv", b"PK\x03\x04prenom;nom"),
    "relations coupees": ("a.xlsx", avec_partie(SIMPLE, "xl/_rels/workbook.xml.rels", "<oups")),
    "types coupes": ("a.xlsx", avec_partie(SIMPLE, "[Content_Types].xml", "")),
    "styles abimes": ("a.xlsx", avec_partie(SIMPLE, "xl/styles.xml", "<styleSheet><oups")),
    "milliard de rires": ("a.xlsx", avec_partie(SIMPLE, "xl/worksheets/sheet1.xml", RIRES)),
    "styles gonfles": gonfle("xl/styles.xml", "<xf/>"),
    "feuilles gonflees": gonfle("xl/workbook.xml", "<sheet/>"),
    "types gonfles": gonfle("[Content_Types].xml", "<Default/>"),
    "rangee gonflee": gonfle("xl/worksheets/sheet1.xml", "<c/>"),
    "rangees vides": gonfle("xl/worksheets/sheet1.xml", f"<row>{'<c/>' * 999}</row>", 2_501),
    "fins de rangee feintes": gonfle("xl/worksheets/sheet1.xml", "<c/><!--</row>-->"),
    "textes gonfles": gonfle("xl/sharedStrings.xml", "<si><t/></si>", 700_000),
    # Each row is as long as the place of its last cell, be it empty.
    "cases vides": gonfle(FEUILLE, f'<row>{CASE}{CASE}<c r="XFD2"/></row>', 1_000, RACINE),
    "entite du disque": ("a.xlsx", avec_partie(SIMPLE, "xl/workbook.xml", DISQUE)),
}


MACROS = "Ce classeur contient des macros\u00a0: enregistrez-le en .xlsx."
PHRASES = {
    "Ce fichier est vide.": ("vide", "tsv vide"),
    SANS_ENTETES: (
        *("une ligne blanche", "que des espaces", "classeur vide", "un seul retour"),
        "que des points-virgules",
    ),
    "Ce fichier dépasse 5 Mo. Envoyez-le en plusieurs fois.": ("trop gros",),
    "Envoyez un fichier .csv ou .xlsx.": (
        *("extension inconnue", "sans extension", "programme", "ancien classeur", "image"),
        *("page web", "texte riche", "document", "archive", "classeur binaire"),
    ),
    "Le contenu n’est pas celui d’un fichier .csv.": (
        *("pdf renomme", "classeur nomme csv", "contenu d un autre"),
    ),
    "C’est un ancien classeur\u00a0: enregistrez-le en .xlsx.": (
        *("ancien classeur renomme", "classeur chiffre"),
    ),
    "Le contenu n’est pas celui d’un fichier .xlsx.": (
        *("csv nomme classeur", "image nommee classeur", "page web nommee classeur", "sept-zip"),
        "majuscules",
    ),
    "Ce fichier n’est pas un texte.": (
        *("octet nul", "image nommee csv", "gzip", "utf-16 sans marque", "utf-32"),
    ),
    "Enregistrez ce fichier en «\u00a0CSV UTF-8\u00a0».": ("lettres impossibles", "utf-16 coupe"),
    "La ligne 1 a plus de 60 colonnes.": ("soixante et une colonnes", "cent mille colonnes"),
    "La ligne 2 a plus de 60 colonnes.": ("derniere colonne", "cent mille colonnes plus bas"),
    "Une case de la ligne 2 dépasse 500 lettres.": ("case trop longue",),
    "La ligne 2 ne se lit pas\u00a0: un guillemet y manque peut-être.": ("case geante",),
    "La ligne 32768 ne se lit pas\u00a0: un guillemet y manque peut-être.": (
        "guillemet jamais ferme",
    ),
    "Ce fichier a plus de 20\u00a0000 lignes.": (
        *("vingt mille et une lignes", "derniere case", "un million de lignes"),
        "un million de retours",
    ),
    "Ce classeur est abîmé ou protégé\u00a0: ouvrez-le, puis enregistrez-le de nouveau en .xlsx.": (
        *("archive abimee", "archive vide", "entites", "feuille abimee", "relations coupees"),
        *("types coupes", "styles abimes", "milliard de rires", "entite du disque"),
    ),
    "Ce fichier n’est pas un classeur .xlsx.": (
        *("archive sans classeur", "document renomme", "ods renomme", "archive renommee"),
    ),
    "Ce classeur est trop gros une fois ouvert.": (
        *("bombe", "mille parties", "styles gonfles", "feuilles gonflees", "types gonfles"),
        *("rangee gonflee", "rangees vides", "fins de rangee feintes", "textes gonfles"),
        "cases vides",
    ),
    MACROS: ("classeur a macros", "macros cachees", "modele a macros"),
}
DITES = [(cas, phrase) for phrase, cas_dits in PHRASES.items() for cas in cas_dits]


def test_il_y_en_a_au_moins_soixante_et_chacun_a_sa_phrase():
    assert len(REFUSES) >= 60
    assert sorted(cas for cas, _ in DITES) == sorted(REFUSES)


@pytest.mark.parametrize(("cas", "phrase"), DITES, ids=[cas for cas, _ in DITES])
def test_un_fichier_etrange_est_une_phrase(cas, phrase):
    with pytest.raises(Refus) as refus:
        lire(*REFUSES[cas])
    assert str(refus.value) == phrase


@pytest.mark.parametrize("cas", ["vide", "bombe", "programme", "archive abimee"])
def test_la_phrase_est_a_cote_du_champ_et_rien_n_est_garde(client, cas):
    client.force_login(creer_utilisateur("coordination"))
    envoi = SimpleUploadedFile(*REFUSES[cas])
    reponse = client.post("/bilans/imports/personnes/", {"fichier": envoi})
    [phrase] = reponse.context["form"].errors["fichier"]
    assert (reponse.status_code, phrase[-1], Import.objects.count()) == (200, ".", 0)


def test_le_plus_gros_refus_tient_en_memoire():
    """Far under 300 MB: a giant file stops at its first row too many."""
    lourds = [REFUSES[cas] for cas in ("un million de lignes", "bombe", "trop gros")]
    tracemalloc.start()
    for nom, contenu in lourds:
        with pytest.raises(Refus):
            lire(nom, contenu)
    _, sommet = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sommet < 100 * 2**20


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("utf-16.csv", "Prénom;Nom\nZoé;Brûlé".encode("utf-16")),
        ("excel.csv", "sep=;\r\nPrénom;Nom\r\nZoé;Brûlé".encode("cp1252")),
        ("barres.txt", "Prénom|Nom\nZoé|Brûlé".encode()),
        ("tabulations.tsv", "Prénom\tNom\nZoé\tBrûlé".encode()),
        ("mac.csv", "Prénom;Nom\rZoé;Brûlé\r".encode()),
        ("guillemets.csv", 'Prénom;Nom\n"Zoé";"Brûlé"'.encode()),
        ("blancs.csv", "\n\nPrénom;Nom\n\n Zoé ; Brûlé \n\n".encode()),
        ("dos.csv", "Prénom;Nom\nZoé;Brûlé".encode("cp850")),
        ("macintosh.csv", "Prénom;Nom\nZoé;Brûlé".encode("mac_roman")),
        ("titre.csv", "Liste 2026\n;\nPrénom;Nom\nZoé;Brûlé".encode()),
        ("classeur.xlsx", xlsx(["Prénom", "Nom"], [None], ["Zoé", "Brûlé"])),
        ("titre.xlsx", xlsx(["Liste 2026"], [None], ["Prénom", "Nom"], ["Zoé", "Brûlé"])),
    ],
)
def test_les_formes_usuelles_se_lisent(nom, contenu):
    lu = lire(nom, contenu)
    assert (lu.entetes, [cases for _, cases in lu.lignes]) == (
        ["Prénom", "Nom"],
        [["Zoé", "Brûlé"]],
    )


def test_vingt_mille_lignes_de_quarante_textes_passent_la_porte():
    _verifier_archive(gonfle(FEUILLE, f"<row>{CASE * 40}</row>", 20_000)[1])


@pytest.fixture
def ouverts():
    """What is opened or called while the test lasts; a hook of the interpreter stays for good."""
    vus, ecoute = [], [True]

    def noter(evenement, arguments):
        if ecoute and evenement in ("open", "socket.connect", "subprocess.Popen"):
            vus.append(str(arguments))

    sys.addaudithook(noter)
    yield vus
    ecoute.clear()


def test_un_lien_vers_un_autre_classeur_ne_s_ouvre_pas(ouverts, tmp_path):
    """A formula on another file gives what it said last; that file is there, and stays closed."""
    autre = tmp_path / "autre.xlsx"
    autre.write_bytes(xlsx(["prenom"], ["Secrète"]))
    feuille = archive_lue(SIMPLE, "xl/worksheets/sheet1.xml")
    case = '<c r="C2" t="str"><f>[1]Feuille!A2</f><v>Thionville</v></c></row></sheetData>'
    lie = avec_partie(
        SIMPLE, "xl/worksheets/sheet1.xml", feuille.replace("</row></sheetData>", case)
    )
    rels = "xl/externalLinks/_rels/externalLink1.xml.rels"
    lie = avec_partie(lie, rels, f'<Relationship TargetMode="External" Target="file://{autre}"/>')
    lie = avec_partie(lie, "xl/externalLinks/externalLink1.xml", "<externalLink><oups")
    ouverts.clear()
    assert [cases for _, cases in lire("a.xlsx", lie).lignes] == [["Rosa", "Pinto", "Thionville"]]
    assert not any("autre.xlsx" in vu or "socket" in vu for vu in ouverts)
    autre.read_bytes()
    assert any("autre.xlsx" in vu for vu in ouverts)


def archive_lue(classeur, partie):
    with zipfile.ZipFile(io.BytesIO(classeur)) as lue:
        return lue.read(partie).decode()


def test_un_retour_dans_une_case_ne_coupe_pas_la_ligne():
    lu = lire("a.csv", csv("prenom;nom", '"Zoé;Anne";"Brûlé\nMaïga"', "Rosa;Pinto"))
    assert [cases for _, cases in lu.lignes] == [["Zoé;Anne", "Brûlé\nMaïga"], ["Rosa", "Pinto"]]
