"""The mailbox, read from a real IMAP server of this machine."""

import smtplib
import socket
import subprocess
import sys
import time
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from imap_tools import AND, MailBoxUnencrypted

from centre.erreurs import Refus
from inscriptions.boite import relever
from inscriptions.models import ReponseRecue
from tests.builders import creer_personne
from tests.inscriptions.test_reception import (  # noqa: F401 (fixtures)
    PLUS_TARD,
    amina,
    courriel,
    etat,
    place,
    vevent,
)

pytestmark = pytest.mark.django_db
NOM, SECRET = "centre", "s3cret-de-boite"


def port_libre():
    with socket.create_server(("127.0.0.1", 0)) as essai:
        return essai.getsockname()[1]


@pytest.fixture(scope="module")
def serveur():
    """Ports of a mail server that forgets everything when it stops."""
    smtp, imap = port_libre(), port_libre()
    ordre = [sys.executable, "-m", "mail_devel", "--host", "127.0.0.1", "--no-http"]
    ordre += ["--smtp-port", str(smtp), "--imap-port", str(imap)]
    ordre += ["--user", NOM, "--password", SECRET]
    with subprocess.Popen(ordre, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as processus:
        try:
            attendre(smtp)
            attendre(imap)
            yield smtp, imap
        finally:
            processus.terminate()


def attendre(port, delai=20):
    fin = time.monotonic() + delai
    while time.monotonic() < fin:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


@pytest.fixture
def boite(serveur, settings):
    """An empty mailbox; returns its address and a way to drop a mail in it."""
    smtp, imap = serveur
    settings.IMAP_URL = f"imap://{NOM}:{SECRET}@127.0.0.1:{imap}/INBOX"
    with lire_boite(imap) as ouverte:
        ouverte.delete([m.uid for m in ouverte.fetch(AND(all=True), mark_seen=False)])

    def deposer(octets, de="amina@example.org"):
        with smtplib.SMTP("127.0.0.1", smtp, timeout=10) as client:
            client.sendmail(de, ["centre@lierre.example"], octets)

    return imap, deposer


@pytest.fixture
def a_temps():
    """The clock of the answers, before the séance."""
    with time_machine.travel(PLUS_TARD):
        yield


def lire_boite(imap):
    return MailBoxUnencrypted("127.0.0.1", imap, timeout=10).login(NOM, SECRET)


def drapeaux(imap):
    with lire_boite(imap) as ouverte:
        return {
            m.headers["message-id"][0]: (r"\Seen" in m.flags, r"\Flagged" in m.flags)
            for m in ouverte.fetch(AND(all=True), mark_seen=False)
        }


@pytest.mark.usefixtures("a_temps")
def test_la_boite_est_lue_une_fois_et_chaque_courriel_porte_sa_marque(boite, place):  # noqa: F811
    imap, deposer = boite
    deposer(courriel(vevent(place.uid), identite="<oui@example.org>"))
    deposer(courriel(vevent("inconnue"), identite="<inconnue@example.org>"))
    sortie = StringIO()
    call_command("relever_reponses", stdout=sortie)
    assert sortie.getvalue() == "2\u00a0courriels lus.\n"
    assert etat(place) == ("confirmee", "vient")
    assert drapeaux(imap) == {
        "<oui@example.org>": (True, False),
        "<inconnue@example.org>": (True, True),
    }
    call_command("relever_reponses", stdout=(encore := StringIO()))
    assert encore.getvalue() == "0\u00a0courriel lu.\n"
    assert ReponseRecue.objects.count() == 2


def test_une_base_occupee_laisse_le_courriel_non_lu(boite, settings):
    imap, deposer = boite
    deposer(courriel(vevent("x"), identite="<attend@example.org>"))

    def occupee(octets):
        raise Refus("Le service est très demandé, réessayez.", code="verrou")

    assert relever(settings.IMAP_URL, occupee) == 0
    assert drapeaux(imap) == {"<attend@example.org>": (False, False)}


def test_un_courriel_qui_fait_tomber_le_lecteur_n_arrete_pas_les_autres(boite, settings):
    imap, deposer = boite
    for nom in ("poison", "bon"):
        deposer(courriel(vevent(nom), identite=f"<{nom}@example.org>"))

    def fragile(octets):
        if b"<poison@" in octets:
            raise RuntimeError("poison")
        return False

    assert relever(settings.IMAP_URL, fragile) == 2
    assert drapeaux(imap) == {
        "<poison@example.org>": (True, True),
        "<bon@example.org>": (True, False),
    }


def test_un_courriel_trop_gros_n_est_pas_telecharge(boite):
    _, deposer = boite
    deposer(courriel(vevent("x", lignes=["COMMENT:" + "a" * 900] * 2_400)))
    call_command("relever_reponses", stdout=StringIO())
    assert ReponseRecue.objects.get().raison == "trop_gros"


@pytest.mark.parametrize("url", ["https://x", "imap://127.0.0.1", "imaps://"])
def test_une_adresse_de_boite_mal_ecrite_se_dit(url):
    with pytest.raises(ImproperlyConfigured, match="IMAP_URL s’écrit"):
        relever(url, bool)


@pytest.mark.usefixtures("a_temps")
def test_un_dossier_de_fichiers_est_lu(tmp_path, place):  # noqa: F811
    (tmp_path / "1.eml").write_bytes(courriel(vevent(place.uid)))
    (tmp_path / "2.eml").write_bytes(courriel(vevent(place.uid)))
    sortie = StringIO()
    call_command("relever_reponses", fichier=tmp_path, stdout=sortie)
    assert (
        sortie.getvalue()
        == "2\u00a0courriels lus.\nNotée\u00a0: 2\nSans effet\u00a0: 0\nÀ lire\u00a0: 0\n"
    )


def test_sans_boite_ni_fichier_la_commande_dit_quoi_donner(settings, tmp_path):
    settings.IMAP_URL = ""
    with pytest.raises(CommandError, match="IMAP_URL est vide"):
        call_command("relever_reponses")
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("relever_reponses", fichier=tmp_path / "absent.eml")
    assert creer_personne().reponses_recues.count() == 0
