"""Papers about one person: a letter, a sheet, a copy; and the letter after calls without answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import translation

from centre.ecriture import jour_long_annee, telephone
from centre.pdf import composer, dessin
from centre.temps import a_paris

if TYPE_CHECKING:
    from centre.models import Centre
    from parcours.models import Personne

Bloc = dict[str, Any]


def titre(texte: str) -> Bloc:
    return {"genre": "titre", "texte": texte}


def texte(phrase: str) -> Bloc:
    return {"genre": "texte", "texte": phrase}


def liste(lignes: Sequence[str]) -> Bloc:
    return {"genre": "liste", "lignes": list(lignes)}


def tableau(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> Bloc:
    return {"genre": "tableau", "colonnes": list(colonnes), "lignes": [list(li) for li in lignes]}


def document(
    centre: Centre,
    *,
    intitule: str,
    blocs: Sequence[Bloc],
    quand: dt.datetime,
    destinataire: str = "",
    signature: str = "",
    taille: str = "11pt",
    langue: str = "fr",
) -> bytes:
    """Compose an A4 PDF with the head of the centre; raises ``PDFImpossible``."""
    donnees = {
        "centre": {
            "nom": centre.nom,
            "adresse": centre.adresse_entiere,
            "telephone": telephone(centre.telephone),
        },
        "titre": intitule,
        "date": jour_long_annee(quand) if langue == "fr" else f"{a_paris(quand):%d/%m/%Y}",
        "langue": langue,
        "sens": "rtl" if translation.get_language_info(langue)["bidi"] else "ltr",
        "destinataire": destinataire,
        "blocs": list(blocs),
        "signature": signature,
        "pied": "",
        "taille": taille,
        "dessins": {"lierre": dessin("lierre")},
    }
    return composer("document.typ", donnees, quand=quand)


def lettre_apres_appels(personne: Personne, *, quand: dt.datetime) -> bytes:
    """Neutral words: whoever opens the envelope learns neither who oriented her nor why."""
    centre = personne.centre
    numero = telephone(centre.telephone)
    blocs = [
        texte("Bonjour,"),
        texte("Nous avons essayé de vous appeler. Nous n’avons pas réussi à vous parler."),
        texte(f"Vous pouvez nous appeler quand vous voulez, au {numero}."),
        texte("Rien ne vous oblige à nous appeler. La porte reste ouverte."),
        texte("À bientôt,"),
    ]
    return document(
        centre,
        intitule="Nous avons essayé de vous appeler",
        blocs=blocs,
        quand=quand,
        destinataire=str(personne),
        signature=f"L’équipe de {centre.nom}",
    )
