"""``make demo``: prepares the demonstration, then serves web and messages until Ctrl-C.

The two programs are started in sessions of their own, so that Ctrl-C reaches this one only: it
stops them in order and waits. When one of them ends by itself the other is stopped too.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

RACINE = Path(__file__).resolve().parent.parent
HOTE, PORT = os.environ.get("HOTE", "127.0.0.1"), os.environ.get("PORT", "8000")
ADRESSE = f"http://{'127.0.0.1' if HOTE == '0.0.0.0' else HOTE}:{PORT}"  # noqa: S104 (compared)
DELAI_ARRET_S = 10


class Arret(Exception):
    """Ctrl-C, or the end of the terminal."""


def preparer() -> None:
    """Tables, cache and demonstration data, in one process: Django loads once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415 (only in the process that prepares)
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demonstration", *sys.argv[2:])


def demander_arret(numero: int, cadre: FrameType | None) -> None:
    raise Arret


def lancer() -> dict[str, subprocess.Popen[bytes]]:
    python = sys.executable
    commandes = {
        "le site": [python, "-m", "gunicorn", "--bind", f"{HOTE}:{PORT}", "centre.wsgi"],
        "la messagerie": [python, "manage.py", "messagerie"],
    }
    return {
        nom: subprocess.Popen(commande, cwd=RACINE, start_new_session=True)
        for nom, commande in commandes.items()
    }


def attendre_reponse(programmes: dict[str, subprocess.Popen[bytes]]) -> bool:
    for _ in range(300):
        if any(p.poll() is not None for p in programmes.values()):
            return False
        try:
            urllib.request.urlopen(f"{ADRESSE}/sante/", timeout=5)  # noqa: S310 (our own address)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return True
    return False


def surveiller(programmes: dict[str, subprocess.Popen[bytes]]) -> int:
    """Wait for the first program that ends by itself, which none should."""
    while True:
        for nom, programme in programmes.items():
            if programme.poll() is not None:
                print(f"Arrêt inattendu : {nom} (code {programme.returncode}).")
                return 1
        time.sleep(0.3)


def arreter(programmes: dict[str, subprocess.Popen[bytes]]) -> None:
    for programme in programmes.values():
        if programme.poll() is None:
            programme.terminate()
    limite = time.monotonic() + DELAI_ARRET_S
    for programme in programmes.values():
        try:
            programme.wait(max(0.1, limite - time.monotonic()))
        except subprocess.TimeoutExpired:
            programme.kill()
            programme.wait()


def servir() -> int:
    programmes = lancer()
    code = 1
    try:
        if attendre_reponse(programmes):
            print(f"\nCentre est prêt : {ADRESSE}/  (connexion : {ADRESSE}/connexion/)")
            print("Les comptes et leur mot de passe sont sur la page de connexion.")
            print("Courriels et SMS : var/courriels et var/sms. Ctrl-C pour arrêter.\n", flush=True)
        code = surveiller(programmes)
    except Arret:
        print("\nArrêt demandé…", flush=True)
        code = 0
    finally:
        # A second Ctrl-C must not leave a program behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        arreter(programmes)
    print("Centre est arrêté." if code == 0 else "Centre s’est arrêté sur une erreur.", flush=True)
    return code


def main() -> int:
    os.environ.setdefault("DEMONSTRATION", "oui")
    if sys.argv[1:2] == ["--preparer"]:
        preparer()
        return 0
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, demander_arret)
    try:
        preparation = subprocess.run(
            [sys.executable, __file__, "--preparer", *sys.argv[1:]], check=False, cwd=RACINE
        )
    except Arret:
        print("\nArrêt demandé pendant la préparation.")
        return 130
    if preparation.returncode:
        print("La démonstration n’a pas pu être préparée ; la raison est ci-dessus.")
        return preparation.returncode
    return servir()


if __name__ == "__main__":
    sys.exit(main())
