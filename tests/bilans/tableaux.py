"""Files as somebody would send them, and what becomes of them."""

import io
import zipfile

import openpyxl

from bilans.models import Import
from bilans.operations.imports import (
    appliquer_import,
    choisir_colonnes,
    deposer_import,
    lire_la_suite,
)
from tests.builders import creer_centre, creer_utilisateur


def csv(*lignes, lettres="utf-8"):
    return "\r\n".join(lignes).encode(lettres)


def xlsx(*rangees, case=None):
    classeur = openpyxl.Workbook()
    for rangee in rangees:
        classeur.active.append(rangee)
    if case:
        classeur.active[case[0]] = case[1]
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def archive(**parties):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as fichier:
        for nom, contenu in parties.items():
            fichier.writestr(nom, contenu)
    return sortie.getvalue()


def avec_partie(contenu, nom, texte):
    """The same workbook with one part replaced, or one more."""
    entree = zipfile.ZipFile(io.BytesIO(contenu))
    parties = {n: entree.read(n) for n in entree.namelist()}
    return archive(**{**parties, nom: texte})


def lire_tout(importe):
    """From the columns that the headings name to the last row read."""
    importe = choisir_colonnes(importe, importe.colonnes)
    while importe.etat == Import.Etat.LECTURE:
        importe = lire_la_suite(importe)
    return importe


def apercu(contenu, nom="a.csv", genre="personnes", centre=None):
    """A file read to its end, not confirmed."""
    importe = deposer_import(
        centre=centre or creer_centre(),
        par=creer_utilisateur("coordination"),
        genre=genre,
        nom=nom,
        contenu=contenu,
    )
    return lire_tout(importe)


def etats(contenu, nom="a.csv", genre="personnes"):
    return list(apercu(contenu, nom, genre).lignes.values_list("numero", "etat"))


def messages(contenu, nom="a.csv", genre="personnes"):
    return [m for m in apercu(contenu, nom, genre).lignes.values_list("message", flat=True) if m]


def importer(contenu, nom="a.csv", genre="personnes", choisies=()):
    """How many rows the file added."""
    return appliquer_import(apercu(contenu, nom, genre), choisies=choisies)
