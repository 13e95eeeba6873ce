"""Runs a command beside a PostgreSQL cluster made for it and dropped at its end.

Usage: postgresql_temporaire.py COMMAND…   The command finds the cluster in DATABASE_URL.
The server runs as an unprivileged user (it refuses root), listens on loopback only, and does
without flushing to disk: its data never matter. Exit 77: PostgreSQL is not installed here.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ABSENT = 77
REGLAGES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Compiling the plan of a page's query costs more than the query on tables this small.
    "jit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
    "listen_addresses": "127.0.0.1",
}


def trouver_binaires() -> Path | None:
    """Debian keeps the server's programs out of PATH, one folder per version: take the newest."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3])
    )
    dans_path = shutil.which("initdb")
    if versions:
        return versions[-1].parent
    return Path(dans_path).resolve().parent if dans_path else None


def identite() -> dict[str, int]:
    """Whom the server runs as: ourselves, or an unprivileged user when we are root."""
    if os.geteuid() != 0:
        return {}
    for nom in ("postgres", "nobody"):
        try:
            compte = pwd.getpwnam(nom)
        except KeyError:
            continue
        return {"user": compte.pw_uid, "group": compte.pw_gid}
    return {}


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def creer_grappe(binaires: Path, dossier: Path, qui: dict[str, int], mot_de_passe: str) -> None:
    secret = dossier / "mot-de-passe"
    secret.write_text(mot_de_passe)
    if qui:
        os.chown(dossier, qui["user"], qui["group"])
        os.chown(secret, qui["user"], qui["group"])
    subprocess.run(
        [
            binaires / "initdb",
            *("-D", dossier / "donnees", "-U", "centre", "-A", "scram-sha-256"),
            *("--pwfile", secret, "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=dossier,
        **qui,
    )


def demarrer(binaires: Path, dossier: Path, qui: dict[str, int], port: int) -> subprocess.Popen:
    options = [f"-c{nom}={valeur}" for nom, valeur in REGLAGES.items()]
    serveur = subprocess.Popen(
        [
            *(binaires / "postgres", "-D", dossier / "donnees", "-p", str(port)),
            *(f"-cunix_socket_directories={dossier}", *options),
        ],
        cwd=dossier,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        **qui,
    )
    pret = [binaires / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(150):
        if serveur.poll() is not None:
            break
        if subprocess.run(pret, check=False).returncode == 0:
            return serveur
        time.sleep(0.2)
    serveur.kill()
    raise SystemExit("PostgreSQL n’a pas démarré.")


def main() -> int:
    binaires = trouver_binaires()
    if binaires is None:
        return ABSENT
    dossier = Path(tempfile.mkdtemp(prefix="centre-postgresql-", dir="/tmp"))
    serveur = None
    try:
        qui, port, mot_de_passe = identite(), port_libre(), secrets.token_hex(16)
        creer_grappe(binaires, dossier, qui, mot_de_passe)
        serveur = demarrer(binaires, dossier, qui, port)
        # By its socket: a million small queries answer a fifth sooner than through loopback.
        adresse = f"postgres://centre:{mot_de_passe}@:{port}/{dossier}/postgres"
        return subprocess.run(
            sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": adresse}
        ).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        if serveur is not None and serveur.poll() is None:
            serveur.send_signal(2)  # SIGINT: "fast" shutdown
            try:
                serveur.wait(20)
            except subprocess.TimeoutExpired:
                serveur.kill()
                serveur.wait()
        shutil.rmtree(dossier, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
