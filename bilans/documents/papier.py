"""The same document as a tagged PDF, through typst: drawings beside their tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bilans.documents import Chiffre, Document, Table
from bilans.documents.dessins import decrire, dessiner
from bilans.documents.ecriture import ecrire, fraction, genre_de
from centre.ecriture import jour_long_annee, pluriel
from centre.pdf import composer, dessin

# Fifty-three rows of numbers would hide the rest of the report on paper.
SANS_LIGNES = ("semaines",)


def en_pdf(document: Document, *, empreinte: str = "", quand: dt.datetime) -> bytes:
    return composer("rapport.typ", donnees(document, empreinte), quand=quand)


def donnees(document: Document, empreinte: str) -> dict[str, Any]:
    du, au = (dt.date.fromisoformat(jour) for jour in (document.du, document.au))
    return {
        "titre": document.titre,
        "centre": document.centre,
        "action": document.action,
        "periode": f"Du {jour_long_annee(du)} au {jour_long_annee(au)}",
        "compte": f"Compté le {dt.datetime.fromisoformat(document.compte_le):%d/%m/%Y à %H:%M}",
        "audience": "Version pour les partenaires" if document.audience == "externe" else "",
        "empreinte": empreinte,
        "dessin": dessin("lierre"),
        "chiffres": [_chiffre(chiffre) for chiffre in document.chiffres],
        "tables": [_table(table) for table in document.tables],
        "textes": [{"titre": t.titre, "texte": t.texte} for t in document.textes],
        "notes": document.notes,
    }


def _chiffre(chiffre: Chiffre) -> dict[str, str]:
    genre = genre_de(chiffre.unite)
    detail = chiffre.unite
    if chiffre.unite == "euros":
        detail = f"pour {pluriel(int(chiffre.denominateur or 0), 'période,périodes')}"
    elif chiffre.denominateur is not None and chiffre.unite != "jours":
        detail = fraction(chiffre.numerateur, chiffre.denominateur, chiffre.rapport)
    return {
        "nom": chiffre.nom,
        "valeur": ecrire(chiffre.valeur, genre),
        "detail": f"{detail}. {chiffre.note}" if chiffre.note else detail,
        "avant": f"{ecrire(chiffre.avant, genre)}{f' ({chiffre.ecart})' if chiffre.ecart else ''}",
    }


def _table(table: Table) -> dict[str, Any]:
    sans = table.cle in SANS_LIGNES
    return {
        "titre": table.titre,
        "libelle": table.libelle,
        "textes": [colonne.genre == "texte" for colonne in table.colonnes],
        "colonnes": [] if sans else [colonne.nom for colonne in table.colonnes],
        "lignes": []
        if sans
        else [
            {
                "libelle": ligne.libelle,
                "total": ligne.est_total,
                "cellules": [
                    ecrire(valeur, colonne.genre)
                    for colonne, valeur in zip(table.colonnes, ligne.cellules, strict=True)
                ],
            }
            for ligne in table.lignes
        ],
        "dessin": dessiner(table),
        "description": decrire(table),
        "notes": table.notes,
    }
