"""Papers about one person: the letter after calls without answer, the sheet of information."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from centre.ecriture import jour_long_annee, telephone
from centre.pdf import composer, dessin

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
) -> bytes:
    """Compose an A4 PDF with the head of the centre; raises ``PDFImpossible``."""
    donnees = {
        "centre": {
            "nom": centre.nom,
            "adresse": ", ".join(filter(None, (centre.adresse, centre.ville))),
            "telephone": telephone(centre.telephone),
        },
        "titre": intitule,
        "date": jour_long_annee(quand),
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


def _ce_que_nous_ecrivons() -> list[Bloc]:
    return [
        titre("Ce que nous écrivons"),
        liste(
            [
                "Votre nom et comment vous joindre.",
                "Les ateliers où vous venez.",
                "Ce que vous voulez faire, et ce qui vous aide.",
                "Nous n’écrivons pas votre maladie, votre religion, votre compte en banque.",
            ]
        ),
        titre("Pourquoi"),
        texte("Pour vous accueillir, vous prévenir, et avancer avec vous."),
        titre("Qui peut lire"),
        liste(
            [
                "L’accueil\u00a0: votre nom, votre téléphone, vos rendez-vous.",
                "L’animatrice ou l’animateur\u00a0: votre prénom, pour son atelier.",
                "Votre référent·e et la coordination\u00a0: votre parcours.",
                "La personne qui vous a orientée\u00a0: l’étape où vous en êtes, jamais pourquoi. "
                "Vos présences seulement si vous dites oui.",
                "Ce que vous confiez en entretien reste avec la personne qui vous écoute.",
            ]
        ),
        titre("Combien de temps"),
        texte("Deux ans après notre dernier contact, nous effaçons votre nom."),
    ]


def _vos_droits(centre: Centre) -> list[Bloc]:
    delegue = centre.delegue_donnees or f"l’équipe de {centre.nom}"
    return [
        titre("Vos droits"),
        liste(
            [
                "Voir ce qui est écrit, et en avoir une copie.",
                "Corriger ce qui est faux.",
                "Dire non, ou changer d’avis, à tout moment. Cela ne change rien à votre accueil.",
                "Savoir qui a regardé votre dossier.",
                "Demander que votre nom soit effacé.",
            ]
        ),
        texte(
            f"Pour demander\u00a0: {delegue}, au {telephone(centre.telephone)}. "
            "Nous répondons en un mois."
        ),
        texte(
            "Pas d’accord avec notre réponse\u00a0? Vous pouvez écrire à la CNIL, "
            "3 place de Fontenoy, 75007 Paris."
        ),
    ]


def feuille_d_information(centre: Centre, *, quand: dt.datetime) -> bytes:
    """The sheet of RGPD 13 in simple French: short sentences, one idea each, « vous »."""
    blocs = [*_ce_que_nous_ecrivons(), *_vos_droits(centre)]
    return document(
        centre, intitule="Vos données, vos droits", blocs=blocs, quand=quand, taille="12pt"
    )
