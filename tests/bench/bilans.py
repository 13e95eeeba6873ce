"""R1, the report of activity, of one centre and one year among a million presences.

``python -m tests.bench bilans [postgresql] [essai]`` composes it as the page does, then asks the
page; « essai » is the small world, whose number of queries must be the same.
"""

import sys
import time
from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler

from bilans.figures import Perimetre, Periode
from bilans.models import Audience, Rapport
from bilans.operations.rapports import composer
from centre.models import Centre
from tests import builders
from tests.bench import mondes
from tests.bench.annees import ESSAI, MILLION, batir
from tests.bench.mesure import Cout, couter, demander, ici

TOURS = 3
TITRE = "Le rapport d’activité sur un million de présences"
TEXTE = """
Écrit par `python -m tests.bench bilans` (SQLite) et `python scripts/postgresql_temporaire.py python
-m tests.bench bilans postgresql`. Cinq ans de quatre centres ; le rapport (R1)
d’un centre pour la dernière année, comparée à celle d’avant : {annee} présences lues deux fois.
Le plus rapide de {tours} tours, au mur et au processeur, celui de PostgreSQL compris.

"""


def chronometrer(faire: Callable[[], object]) -> Cout:
    """The turn that the other work of the machine slowed least."""
    return min((couter(faire)[1] for _ in range(TOURS)), key=lambda cout: cout.processeur)


def gestes(centre: Centre, periode: Periode) -> dict[str, Callable[[], object]]:
    temoin = mondes.temoin(builders.creer_utilisateur("coordination", centre))
    service, perimetre = WSGIHandler(), Perimetre(centre)
    adresse = f"?du={periode.du}&au={periode.au}&centre={centre.slug}"
    demander(service, f"/bilans/{adresse}", **temoin)
    activite, prescripteurs = Rapport.Genre.ACTIVITE, Rapport.Genre.PRESCRIPTEURS
    return {
        "R1, pour l’équipe": lambda: composer(activite, perimetre, periode, Audience.INTERNE),
        "R1, pour les partenaires": lambda: composer(
            activite, perimetre, periode, Audience.EXTERNE
        ),
        "R2, par prescripteur": lambda: composer(
            prescripteurs, perimetre, periode, Audience.INTERNE
        ),
        "page du rapport": lambda: demander(service, f"/bilans/rapport/{adresse}", **temoin),
        "page des chiffres": lambda: demander(service, f"/bilans/{adresse}", **temoin),
    }


def tableau() -> str:
    petit = gestes(batir(ESSAI)[-1], ESSAI.derniere)
    peu = {nom: couter(faire)[1].requetes for nom, faire in petit.items()}
    taille = ESSAI if "essai" in sys.argv else MILLION
    debut = time.perf_counter()
    centre = batir(taille)[-1] if taille is MILLION else Centre.objects.latest("pk")
    construit = time.perf_counter() - debut
    lignes = []
    for nom, faire in gestes(centre, taille.derniere).items():
        cout = chronometrer(faire)
        lignes.append(
            f"| {nom} | {cout.mur:.2f} | {cout.processeur:.2f} | {cout.mo} | {peu[nom]} "
            f"| {cout.requetes} |"
        )
    nombre = f"{taille.presences:,}".replace(",", "\u00a0")
    entete = f"{ici()}, {nombre} présences écrites en {construit:.0f} s"
    tete = [f"| {entete} | s | s CPU | Mo | SQL, petit monde | SQL |", "|---|--:|--:|--:|--:|--:|"]
    annee = f"{taille.seances * taille.par_seance:,}".replace(",", "\u00a0")
    texte = TEXTE.format(annee=annee, tours=TOURS)
    return texte + "\n".join([*tete, *lignes]) + "\n"
