"""Prepares the virtual environment; each obstacle is one French sentence and a failure.

Usage: amorcer.py VENV REQUIREMENTS [PORT]. Runs on the system's Python, with nothing installed.
A stamp keeps what was installed: nothing is done when the locked requirements have not changed.
"""

import hashlib
import importlib.util
import socket
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent


def verifier_port(port: str) -> None:
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT={port} n’est pas un numéro de port : choisissez un nombre de 1 à 65535.")
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", int(port)))
        except PermissionError:
            sys.exit(
                f"Le port {port} est réservé au système : relancez avec « make demo PORT=8001 »."
            )
        except OSError:
            sys.exit(f"Le port {port} est déjà pris : relancez avec « make demo PORT=8001 ».")


def creer(venv: Path) -> Path:
    python = venv / "bin" / "python"
    if python.exists() and (venv / "bin" / "pip").exists():
        return python
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        paquet = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(
            f"Il manque le module venv de Python : « apt-get install {paquet} », puis relancez."
        )
    resultat = subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False)
    if resultat.returncode:
        sys.exit(f"L’environnement Python {venv} n’a pas pu être créé.")
    return python


def installer(python: Path, venv: Path, fichier: Path) -> None:
    lu = fichier.read_bytes() + sys.version.encode()
    empreinte = hashlib.sha256(lu).hexdigest()
    tampon = venv / f".pose-{fichier.stem}"
    if tampon.exists() and tampon.read_text() == empreinte:
        return
    print("Installation des dépendances (une à deux minutes la première fois)…", flush=True)
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    resultat = subprocess.run(
        [*pip, "--require-hashes", "-r", str(fichier)], check=False, cwd=RACINE
    )
    if resultat.returncode:
        sys.exit(
            "Les dépendances n’ont pas pu être installées : vérifiez la connexion, puis relancez."
        )
    tampon.write_text(empreinte)


def main() -> None:
    venv, fichier = RACINE / sys.argv[1], RACINE / sys.argv[2]
    if len(sys.argv) > 3:
        verifier_port(sys.argv[3])
    installer(creer(venv), venv, fichier)


if __name__ == "__main__":
    main()
