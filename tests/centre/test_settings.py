"""Settings of production, read by a process that has a production environment."""

import json
import os
import subprocess
import sys

import pytest

from centre.checks import verifier_domaine

LIRE = """
import json, sys
from django.conf import settings
json.dump({nom: getattr(settings, nom, None) for nom in sys.argv[1:]}, sys.stdout, default=str)
"""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "centre.settings",
    "LIRE_ENV": "non",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "centre.example",
}


def lancer(*noms, **environnement):
    hote = {n: os.environ[n] for n in ("PATH", "HOME") if n in os.environ}
    return subprocess.run(
        [sys.executable, "-c", LIRE, *noms],
        env={**hote, **PRODUCTION, **environnement},
        capture_output=True,
        text=True,
        check=False,
    )


def lire(*noms, **environnement):
    return json.loads(lancer(*noms, **environnement).stdout)


def test_production_ferme_tout():
    attendu = {
        "DEBUG": False,
        "DEMONSTRATION": False,
        "ALLOWED_HOSTS": ["centre.example"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_AGE": 28800,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_PROXY_SSL_HEADER": None,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    }

    assert lire(*attendu) == attendu


def test_sqlite_recoit_exactement_les_options_promises():
    base = lire("DATABASES", DATABASE_URL="sqlite:////tmp/x.sqlite3")["DATABASES"]["default"]

    assert base["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    assert "ATOMIC_REQUESTS" not in base


def test_postgresql_par_son_adresse():
    adresse = "postgres://centre:mdp@base.example:5433/centre"

    base = lire("DATABASES", DATABASE_URL=adresse)["DATABASES"]["default"]

    assert (base["ENGINE"], base["HOST"], base["PORT"], base["NAME"]) == (
        "django.db.backends.postgresql",
        "base.example",
        5433,
        "centre",
    )
    assert "random_page_cost" in base["OPTIONS"]["options"]
    assert "init_command" not in base["OPTIONS"]


@pytest.mark.parametrize(
    "cle", ["", "trop-courte", "exemple-a-remplacer-avant-toute-mise-en-service"]
)
def test_production_refuse_une_cle_faible(cle):
    resultat = lancer("DEBUG", SECRET_KEY=cle)

    assert resultat.returncode == 1
    assert "SECRET_KEY doit être une clé aléatoire" in resultat.stderr


def test_domaine_d_exemple_signale_avant_la_mise_en_service(settings):
    assert [m.id for m in verifier_domaine(None)] == ["centre.W002"]

    settings.DOMAINE = "centre.example.org"
    assert verifier_domaine(None) == []


def test_entetes_de_securite(client, db):
    reponse = client.get("/sante/")

    directives = {d.strip() for d in reponse["Content-Security-Policy"].split(";")}
    assert directives == {
        "default-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "worker-src 'self'",
    }
    assert reponse["Referrer-Policy"] == "same-origin"
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in reponse["Permissions-Policy"]
