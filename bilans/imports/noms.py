"""How a row names somebody: a first and a last name, both in one cell, or a reference of ours."""

from __future__ import annotations

from collections.abc import Collection

from bilans.imports.colonnes import Colonne
from bilans.imports.genres import Genre

PRENOM = Colonne("prenom", "prénom", (), "Nadia", obligatoire=True)
NOM = Colonne("nom", "nom", ("nom de famille", "nom d'usage"), "Ferhat", obligatoire=True)
# Of our own exports: it tells two people of one name apart.
REFERENCE = Colonne("reference", "référence de nos exports", ("personne",), "", est_au_modele=False)
NOM_PRENOM = Colonne(
    "nom_prenom",
    "nom puis prénom, dans la même case",
    ("nom prenom", "nom et prenom", "nom, prenom", "nom / prenom", "nom/prenom", "noms prenoms"),
    "FERHAT Nadia",
    est_au_modele=False,
)
PRENOM_NOM = Colonne(
    "prenom_nom",
    "prénom puis nom, dans la même case",
    ("prenom nom", "prenom et nom", "prenom, nom", "prenom / nom", "prenom/nom"),
    "Nadia FERHAT",
    est_au_modele=False,
)
NOMS = (PRENOM, NOM, NOM_PRENOM, PRENOM_NOM, REFERENCE)


def separer(texte: str, *, nom_d_abord: bool) -> tuple[str, str]:
    """First and last name of one cell: by its comma, its capitals, or the order of two words.

    Of three words without capitals nobody can say: the first name is then empty.
    """
    avant, virgule, apres = (morceau.strip() for morceau in texte.partition(","))
    if virgule:
        return apres, avant
    mots = texte.split()
    hauts = [mot for mot in mots if len(mot) > 1 and mot.isupper()]
    if 0 < len(hauts) < len(mots):
        return " ".join(mot for mot in mots if mot not in hauts), " ".join(hauts)
    if len(mots) != 2:
        return "", texte
    return (mots[1], mots[0]) if nom_d_abord else (mots[0], mots[1])


class Nommes(Genre):
    """Rows that name somebody, in two cells or in one."""

    @classmethod
    def deduites(cls, colonnes: Collection[str]) -> set[str]:
        ensemble = {NOM_PRENOM.nom, PRENOM_NOM.nom}
        return set() if ensemble.isdisjoint(colonnes) else {PRENOM.nom, NOM.nom}

    @classmethod
    def completer(cls, cellules: dict[str, str]) -> dict[str, str]:
        for colonne in (NOM_PRENOM, PRENOM_NOM):
            texte = cellules.pop(colonne.nom, "")
            if texte and not cellules.get(PRENOM.nom) and not cellules.get(NOM.nom):
                prenom, nom = separer(texte, nom_d_abord=colonne is NOM_PRENOM)
                cellules |= {PRENOM.nom: prenom, NOM.nom: nom}
        return cellules
