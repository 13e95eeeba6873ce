"""What a bare machine is told: one sentence, and a failure."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
AMORCER = RACINE / "scripts" / "amorcer.py"
SANS_VENV = f"""
import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = ["amorcer.py", sys.argv[1], "requirements.txt"]
runpy.run_path({str(AMORCER)!r}, run_name="__main__")
"""


def lancer(*commande, **options):
    return subprocess.run(commande, capture_output=True, text=True, check=False, **options)


def test_port_pris():
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = str(prise.getsockname()[1])
        resultat = lancer(sys.executable, AMORCER, ".venv", "requirements.txt", port)

    assert resultat.returncode == 1
    assert resultat.stderr == (
        f"Le port {port} est déjà pris : relancez avec « make demo PORT=8001 ».\n"
    )


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_port_impossible(port):
    resultat = lancer(sys.executable, AMORCER, ".venv", "requirements.txt", port)

    assert resultat.returncode == 1
    assert resultat.stderr == (
        f"PORT={port} n’est pas un numéro de port : choisissez un nombre de 1 à 65535.\n"
    )


def test_module_venv_absent(tmp_path):
    resultat = lancer(sys.executable, "-c", SANS_VENV, tmp_path / "venv")

    assert resultat.returncode == 1
    debut, fin = (
        "Il manque le module venv de Python : « apt-get install python3.",
        "puis relancez.\n",
    )
    assert resultat.stderr.startswith(debut)
    assert resultat.stderr.endswith(f"-venv », {fin}")


def faux_python(dossier, version):
    programme = dossier / "python3"
    programme.write_text(f'#!/bin/sh\ncase "$2" in *platform*) echo {version};; *) exit 1;; esac\n')
    programme.chmod(0o755)


def test_python_trop_ancien(tmp_path):
    faux_python(tmp_path, "3.9.2")

    resultat = lancer("/bin/sh", RACINE / "scripts/amorcer.sh", env={"PATH": str(tmp_path)})

    assert resultat.returncode == 1
    assert resultat.stderr == (
        "Il faut Python 3.11 ou plus récent ; celui de cette machine est 3.9.2.\n"
    )


def test_python_absent(tmp_path):
    resultat = lancer("/bin/sh", RACINE / "scripts/amorcer.sh", env={"PATH": str(tmp_path)})

    assert resultat.returncode == 1
    assert resultat.stderr == (
        "Il faut Python 3.11 ou plus récent, et cette machine n’a pas de commande python3.\n"
    )


@pytest.mark.parametrize("fichier", ["requirements.txt", "requirements-dev.txt"])
def test_dependances_verrouillees_sans_adresse(fichier):
    lignes = (RACINE / fichier).read_text().splitlines()
    paquets = [n for n, ligne in enumerate(lignes) if re.match(r"[a-z0-9]", ligne)]

    assert not [ligne for ligne in lignes if "://" in ligne]
    assert all("==" in lignes[n] and "--hash=sha256:" in lignes[n + 1] for n in paquets)
