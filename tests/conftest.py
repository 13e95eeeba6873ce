"""What every test stands on: a database in a file of its own, folders of its own, no network."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from tests.builders import creer_utilisateur
from tests.monde import Monde


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite in a file, as in the service: in memory it has neither WAL nor a second connection."""
    if connection.vendor != "sqlite":
        yield
        return
    en_memoire = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 (random name)
    dossier = tempfile.mkdtemp(prefix="centre-tests-", dir=en_memoire)
    connections["default"].settings_dict["TEST"]["NAME"] = str(Path(dossier) / "centre.sqlite3")
    yield
    shutil.rmtree(dossier, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A backup without a migration is no backup: tables made from the models say they have one."""
    with django_db_blocker.unblock():
        registre = MigrationRecorder(connection)
        if not registre.has_table():
            registre.ensure_schema()
            registre.record_applied("centre", "0001_initial")


def pytest_collection_modifyitems(items):
    ailleurs = {"postgresql": "sqlite", "sqlite": "postgresql"}[connection.vendor]
    saut = pytest.mark.skip(reason=f"ne concerne que {ailleurs}")
    for item in items:
        if item.get_closest_marker(ailleurs):
            item.add_marker(saut)
    if connection.vendor == "postgresql":
        # The others have answered once already, beside SQLite.
        items[:] = [item for item in items if depend_de_la_base(item)]
    longs_d_abord(items)


# What each of the two processes begins with: a crawl that came last would keep the other waiting.
PREMIERS = ({"test_fuites", "test_migrations"}, {"test_robustesse", "test_deux_mondes"})


def longs_d_abord(items):
    tetes = [[i for i in items if i.path.stem in noms] for noms in PREMIERS]
    autres = [i for i in items if not any(i.path.stem in noms for noms in PREMIERS)]
    milieu = max(0, len(items) // 2 - len(tetes[0]))
    items[:] = [*tetes[0], *autres[:milieu], *tetes[1], *autres[milieu:]]


BASE = {"db", "transactional_db", "client", "live_server"}


def depend_de_la_base(item):
    if item.get_closest_marker("rendu"):
        return False
    return item.get_closest_marker("django_db") or not BASE.isdisjoint(item.fixturenames)


@pytest.fixture(scope="module")
def base_du_module(django_db_setup, django_db_blocker):
    """One world for the module, rolled back at its end; each test undoes what it wrote."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Monde.construire()
        transaction.set_rollback(True)


@pytest.fixture
def monde(base_du_module, db):
    return base_du_module


@pytest.fixture
def claire(client):
    """A coordination, logged in the browser ``client``."""
    claire = creer_utilisateur("coordination")
    client.force_login(claire)
    return claire


@pytest.fixture
def navigateur(claire, client):
    """The browser of a coordination."""
    return client


@pytest.fixture
def essais_oublies():
    """Limits count the tries of one address: here all tests have the same."""
    cache.clear()


@pytest.fixture(autouse=True)
def dossiers(settings, tmp_path):
    """Mails, SMS and files of a test stay with the test."""
    settings.COURRIELS_DOSSIER = tmp_path / "courriels"
    settings.SMS_DOSSIER = tmp_path / "sms"
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    settings.SAUVEGARDES_DOSSIER = tmp_path / "sauvegardes"
