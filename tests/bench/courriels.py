"""Five hundred invitations: how long the request that causes them, and how fast they leave.

``python -m tests.bench courriels [postgresql]`` moves one séance of 500 people who read mail, then
empties the outbox into a local SMTP server over one connection.
"""

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
from tests.bench.mesure import Cout, couter, ici
from tests.centre.puits import Puits, Serveur

TITRE = "Cinq cents invitations"
TEXTE = """
Écrit par `python -m tests.bench courriels` (SQLite) et `python scripts/postgresql_temporaire.py
python -m tests.bench courriels postgresql`. Une séance de 500 personnes qui lisent leurs courriels
est déplacée : la demande met 500 invitations dans la boîte d’envoi. Puis un ouvrier les remet à un
serveur SMTP local, par une seule connexion. Le plus rapide de {tours} tours, au mur et au
processeur ; le serveur SMTP tourne dans le même processus et compte donc dans les deux.

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


def mettre_en_file() -> Cout:
    seance = une_seance(GENS)
    return couter(lambda: deplacer(seance))[1]


def vider() -> Cout:
    """All of them over one connection."""
    Message.objects.update(a_partir_de=maintenant() - JOUR)
    puits = Puits()
    settings.DEMONSTRATION = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Serveur(puits) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        partis, cout = couter(Ouvrier().vider)
    assert (partis, len(puits.recus), puits.connexions) == (GENS, GENS, 1)
    return cout


def tableau() -> str:
    cent, deux_cents = requetes(100), requetes(200)
    Message.objects.all().delete()
    mises, envois = [], []
    for _ in range(TOURS):
        mises.append(mettre_en_file())
        envois.append(vider())
    mise, envoi = (min(lot, key=lambda cout: cout.mur) for lot in (mises, envois))
    lignes = [
        f"| {ici()} | s | s CPU | Mo | SQL |",
        "|---|--:|--:|--:|--:|",
        f"| 500 invitations mises en file | {mise.mur:.2f} | {mise.processeur:.2f} | {mise.mo} "
        f"| {mise.requetes} |",
        f"| 500 courriels, une connexion | {envoi} |",
    ]
    par_seconde = f"{GENS / envoi.mur:.0f} au mur, {GENS / envoi.processeur:.0f} au processeur"
    lignes += [
        f"| courriels par seconde : {par_seconde} | | | | |",
        f"| requêtes pour 100 : {cent} ; pour les 100 suivantes : {deux_cents - cent} | | | | |",
    ]
    return TEXTE.format(tours=TOURS) + "\n".join(lignes) + "\n"
