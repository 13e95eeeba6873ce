"""Real worker processes, killed with SIGKILL in the middle of real SMTP exchanges."""

import collections
import email
import functools
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from centre.messagerie.travail import Ouvrier
from centre.models import Message
from centre.temps import maintenant
from tests.builders import creer_centre, deposer_invitation
from tests.centre.puits import Puits, Serveur
from tests.promesses import LONGS, noter

pytestmark = pytest.mark.django_db(transaction=True)
RACINE = Path(__file__).resolve().parents[2]
# The long proof, 100 kills of two workers over 500 messages: ESSAIS_LONGS=1.
OUVRIERS, TOURS, PAR_TOUR = (2, 50, 10) if LONGS else (1, 4, 3)
# Seconds that a worker has to end the queue after the last kill.
FIN = 600 if LONGS else 60
TOUS = [f"p{n}@example.org" for n in range(TOURS * PAR_TOUR)]


def url_de_la_base():
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    # A socket is a folder: it stands before the name of the base.
    hote, dossier = base["HOST"], ""
    if hote.startswith("/"):
        hote, dossier = "", f"{hote}/"
    acces = f"{base['USER']}:{base['PASSWORD']}@{hote}:{base['PORT'] or 5432}"
    return f"postgres://{acces}/{dossier}{base['NAME']}"


@pytest.fixture(scope="module")
def souche(django_db_setup):
    """The process that forks workers, Django loaded."""
    environnement = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "centre.settings",
        "LIRE_ENV": "non",
        "DEBUG": "non",
        "DEMONSTRATION": "non",
        "SECRET_KEY": "x" * 60,
        "DATABASE_URL": url_de_la_base(),
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "JOURNAL_NIVEAU": "ERROR",
    }
    commande = [sys.executable, "-m", "tests.centre.ouvrier"]
    tubes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(commande, cwd=RACINE, env=environnement, **tubes) as processus:
        yield processus
        processus.stdin.close()


class Lance:
    """A worker at work, known by its process id and what it says."""

    def __init__(self, pid, tube):
        self.pid, self.dit = pid, tube.open()
        assert self.dit.readline() == "Messagerie en marche.\n"

    def arreter(self, signe):
        """Send the signal, wait for the end; returns its last words."""
        os.kill(self.pid, signe)
        with self.dit:
            return self.dit.read()


@pytest.fixture
def lancer(souche, tmp_path):
    rangs = itertools.count()

    def lancer(port, *options):
        tube = tmp_path / f"ouvrier-{next(rangs)}"
        os.mkfifo(tube)
        print(port, tube, *options, file=souche.stdin, flush=True)
        return Lance(int(souche.stdout.readline()), tube)

    return lancer


@transaction.atomic
def remplir(adresses):
    centre = creer_centre()
    for adresse in adresses:
        deposer_invitation(centre, destinataire=adresse, uid=f"{adresse}-uid", cle=adresse)


def tuer(puits, lancer, etapes):
    """Each turn: new messages, new workers, and SIGKILL in the middle of an exchange."""
    hasard = random.Random(20261119)
    for tour in range(TOURS):
        remplir(TOUS[tour * PAR_TOUR : (tour + 1) * PAR_TOUR])
        ouvriers = [lancer() for _ in range(OUVRIERS)]
        puits.attendre(hasard.choice(etapes), delai=2)
        for ouvrier in ouvriers:
            ouvrier.arreter(signal.SIGKILL)


def finir(lancer):
    """Let a worker end the queue; what was put off is due at once."""
    ouvrier, limite = lancer(), time.monotonic() + FIN
    while Message.objects.a_traiter().exists() and time.monotonic() < limite:
        Message.objects.filter(etat="a_reessayer").update(a_partir_de="2026-01-01T00:00Z")
        time.sleep(0.1)
    assert ouvrier.arreter(signal.SIGTERM) == "Messagerie arrêtée.\n"


def par_adresse(puits):
    recus = collections.defaultdict(list)
    for adresse, octets in puits.recus:
        recus[adresse].append(octets)
    return recus


def capricieux(adresse, rang):
    """The first five refused, then 10 % put off and 2 % cut without an answer."""
    if rang <= 5 or rang % 10 == 3:
        return "451 plus tard"
    return "coupe" if rang % 50 == 7 else None


def test_tuer_l_ouvrier_ne_perd_rien_et_repete_les_memes_octets(lancer):
    """5 % of the mails are kept by a relay that hangs up instead of saying so (G7)."""
    puits = Puits(lenteur=0.1, humeur=capricieux, doute=lambda rang: rang % 20 == 11)
    with Serveur(puits) as port:
        bon = functools.partial(lancer, port)
        tuer(puits, bon, ["RCPT", "DATA"])
        finir(bon)
    recus = par_adresse(puits)
    assert sorted(recus) == sorted(TOUS)
    assert {a: len(set(copies)) for a, copies in recus.items()} == dict.fromkeys(TOUS, 1)
    repetes = len(puits.recus) - len(TOUS)
    noter(
        f"G7 {connection.vendor}: {OUVRIERS * TOURS} arrêts, {len(TOUS)} messages, "
        f"{repetes} répétés, {puits.doutes} ambigus, 0 perdu"
    )
    assert repetes <= OUVRIERS * TOURS + puits.doutes
    ids = {a: email.message_from_bytes(copies[0])["Message-ID"] for a, copies in recus.items()}
    assert ids == dict(Message.objects.values_list("destinataire", "message_id"))
    assert set(Message.objects.values_list("etat", flat=True)) == {"envoye"}


def test_un_ouvrier_qui_marque_avant_d_envoyer_perd_du_courrier(lancer):
    puits = Puits(lenteur=0.1)
    with Serveur(puits) as port:
        mauvais = functools.partial(lancer, port, "--marquer-avant")
        tuer(puits, mauvais, ["RCPT"])
        finir(mauvais)
    assert set(Message.objects.values_list("etat", flat=True)) == {"envoye"}
    assert len(par_adresse(puits)) < len(TOUS)


@pytest.mark.parametrize("signe", [signal.SIGINT, signal.SIGTERM])
def test_un_arret_demande_finit_le_message_en_main(signe, lancer):
    puits = Puits(lenteur=0.2)
    remplir(TOUS[:5])
    with Serveur(puits) as port:
        ouvrier = lancer(port)
        puits.attendre("RCPT")
        assert ouvrier.arreter(signe) == "Messagerie arrêtée.\n"
    assert not Message.objects.filter(etat="en_cours").exists()
    assert Message.objects.filter(etat="envoye").count() == len(puits.recus)


def prendre_tout(pris):
    """Lease until nothing is due, each message noted by who took it."""
    ouvrier = Ouvrier()
    try:
        while message := ouvrier.reserver(maintenant()):
            pris.append(message.pk)
    finally:
        connection.close()


def test_quatre_ouvriers_ne_prennent_jamais_le_meme_message():
    remplir(TOUS)
    pris = []
    fils = [threading.Thread(target=prendre_tout, args=(pris,)) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(pris) == sorted(Message.objects.values_list("pk", flat=True))
    assert set(Message.objects.values_list("tentatives", flat=True)) == {1}
