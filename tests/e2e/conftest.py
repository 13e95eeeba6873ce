"""The browser: the system's Chromium, driven by playwright, without network."""

import datetime as dt
import os
import shutil
from contextlib import closing
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect

from centre.temps import instant
from tests.e2e import gestes

JOUR = dt.date(2026, 11, 19)
NOMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NOMS)), None)

# A busy machine is slow, not wrong: what must show has as long as what must answer.
ATTENTE = 15_000
expect.set_options(timeout=ATTENTE)
# playwright's loop runs in the thread of the test, which also reads the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.navigateur)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium manque : apt-get install chromium")
        pytest.skip("Chromium n’est pas installé sur cette machine")
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--lang=fr-FR",
            # A camera that shows a moving picture, so that what opens one can be tried.
            "--use-fake-device-for-media-stream",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture
def horloge():
    """The clock of 19 November 2026, 10:35 in Paris, for this process and its server's threads."""
    with time_machine.travel(instant(JOUR, dt.time(10, 35)), tick=True) as voyage:
        yield voyage


@pytest.fixture(scope="session")
def moule(tmp_path_factory):
    """Where the demonstration, built by the first test that needs it, is kept for the others."""
    return tmp_path_factory.mktemp("moule") / "demonstration.sqlite3"


@pytest.fixture
def maison(horloge, live_server, moule):
    """The living centre of the demonstration, served; returns its address.

    Each test has it as if just built: the rows of the first one are kept in a file.
    """
    connection.ensure_connection()
    base = connection.connection
    if moule.exists():
        with closing(type(base)(str(moule))) as gardee:
            gardee.backup(base)
    else:
        call_command("createcachetable", verbosity=0)
        call_command("demonstration", "--date", f"{JOUR}", "--centres", "2", stdout=StringIO())
        with closing(type(base)(str(moule))) as gardee:
            base.backup(gardee)
    return live_server.url


@pytest.fixture
def visiteur(browser, browser_context_args, maison):
    """Opens a fresh browser for somebody: ``visiteur("coordination")``, or a stranger."""
    contextes = []

    def ouvrir(compte: str = "", **options):
        contexte = browser.new_context(**{**browser_context_args, **options})
        contexte.set_default_timeout(ATTENTE)
        contextes.append(contexte)
        page = contexte.new_page()
        if compte:
            gestes.connecter(page, maison, compte)
        return page

    yield ouvrir
    for contexte in contextes:
        contexte.close()
