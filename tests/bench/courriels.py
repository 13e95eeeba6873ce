"""Five hundred invitations: how long the request that causes them, and how fast they leave.

``python -m tests.bench courriels [postgresql]`` moves one séance of 500 people who read mail, then
empties the outbox into a local SMTP server over one connection.
"""

import statistics
import time
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.messagerie.travail import Ouvrier
from centre.models import Message
from centre.temps import JOUR, maintenant
from inscriptions.models import Place
from inscriptions.operations import DeplacementVoulu, changer_seances
from parcours.models import Personne
from tests import builders
from tests.centre.puits import Puits, Serveur

TITRE = "Cinq cents invitations"
TEXTE = """
Écrit par `python -m tests.bench courriels` (SQLite) et `python scripts/postgresql_temporaire.py
python -m tests.bench courriels postgresql`. Une séance de 500 personnes qui lisent leurs courriels
est déplacée : la demande met 500 invitations dans la boîte d’envoi. Puis un ouvrier les remet à un
serveur SMTP local, par une seule connexion. Médiane de {tours} tours ; avec SQLite, temps de
processeur, celui du serveur SMTP compris, qui tourne dans le même processus.

"""
GENS, TOURS = 500, 3


def une_seance(gens: int) -> Any:
    seance = builders.creer_seance(jour=maintenant().date() + 5 * JOUR, capacite=gens)
    personnes = Personne.objects.bulk_create(
        Personne(
            centre=seance.centre,
            prenom=f"Prénom{n}",
            nom="Nom",
            cle=f"prenom{n} nom",
            canal="courriel",
            courriel=f"p{seance.pk}-{n}@example.org",
        )
        for n in range(gens)
    )
    Place.objects.bulk_create(Place(seance=seance, personne=personne) for personne in personnes)
    type(seance).objects.filter(pk=seance.pk).update(sieges_pris=gens)
    seance.refresh_from_db()
    return seance


def deplacer(seance: Any) -> None:
    voulu = DeplacementVoulu(seance, seance.debut + JOUR, seance.fin + JOUR, seance.lieu)
    changer_seances(deplacements=[voulu], par=None, prevenir=True)


def requetes(gens: int) -> int:
    seance = une_seance(gens)
    with CaptureQueriesContext(connection) as captees:
        deplacer(seance)
    return len(captees)


def horloge() -> float:
    """Processor time with SQLite, which works in this process; the wall clock with PostgreSQL."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def mettre_en_file() -> float:
    seance = une_seance(GENS)
    debut = horloge()
    deplacer(seance)
    return horloge() - debut


def vider() -> float:
    """Mails a second, all of them over one connection."""
    Message.objects.update(a_partir_de=maintenant() - JOUR)
    puits = Puits()
    settings.DEMONSTRATION = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Serveur(puits) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        debut = horloge()
        partis = Ouvrier().vider()
        duree = horloge() - debut
    assert (partis, len(puits.recus), puits.connexions) == (GENS, GENS, 1)
    return partis / duree


def tableau() -> str:
    cent, deux_cents = requetes(100), requetes(200)
    Message.objects.all().delete()
    durees, debits = [], []
    for _ in range(TOURS):
        durees.append(mettre_en_file())
        debits.append(vider())
    lignes = [
        f"| {connection.vendor} | |",
        "|---|--:|",
        f"| 500 invitations mises en file | {statistics.median(durees):.2f} s |",
        f"| requêtes SQL pour 100 | {cent} |",
        f"| requêtes SQL pour les 100 suivantes | {deux_cents - cent} |",
        f"| courriels par seconde, une connexion | {statistics.median(debits):.0f} |",
    ]
    return TEXTE.format(tours=TOURS) + "\n".join(lignes) + "\n\n"
