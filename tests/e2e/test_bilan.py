"""The coordinator tells the year 2013: two dates, the numbers behind, a report that stays (S11)."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from bilans.demonstration import lierre_2013
from bilans.models import Rapport
from centre.temps import instant
from presences.models import Presence
from tests.e2e import gestes


@pytest.fixture
def page(browser, browser_context_args, live_server):
    with time_machine.travel(instant(dt.date(2014, 1, 15), dt.time(10)), tick=True):
        call_command("createcachetable", verbosity=0)
        lierre_2013.charger()
        contexte = browser.new_context(**browser_context_args)
        contexte.set_default_timeout(20_000)
        ouverte = contexte.new_page()
        gestes.connecter(ouverte, live_server.url, "coordination.2013")
        yield ouverte
        contexte.close()


def carte(page, nom):
    return page.locator(".chiffre", has=page.get_by_text(nom, exact=True))


def compter(page, adresse, au, audience="interne"):
    choix = f"du=2013-01-01&au={au}&dispositif=action-lierre&audience={audience}"
    page.goto(f"{adresse}/bilans/rapport/?{choix}")


def test_raconter_l_annee_2013(page, live_server):
    compter(page, live_server.url, "2013-12-10")
    orientees = carte(page, "Personnes orientées")
    expect(orientees).to_contain_text("86")
    expect(orientees).to_contain_text(re.compile(r"Un an avant.*: 77\s*\(\+11,7 %\)"))
    compter(page, live_server.url, "2013-12-31")
    expect(carte(page, "Personnes orientées")).to_contain_text("89")
    expect(carte(page, "Séances")).to_contain_text(re.compile(r"400.*sur 413"))
    for atelier, tenues in (("Sophrologie", 24), ("Groupe de paroles", 20), ("Arts plastiques", 15),
                            ("Création vidéo", 4), ("Initiation musicale", 5),
                            ("Sortie culturelle", 10)):  # fmt: skip
        ligne = page.locator("#ateliers tr", has=page.get_by_role("rowheader", name=atelier))
        expect(ligne.locator("td").nth(1)).to_have_text(str(tenues))
    gestes.photographier(page, "s11-rapport")
    suivre_un_chiffre(page)
    valider_puis_corriger(page, live_server.url)
    compter(page, live_server.url, "2013-12-31", "externe")
    expect(page.locator("#orienteurs")).to_contain_text("<\u00a05")
    expect(page.locator("main")).not_to_contain_text("Groupe de paroles")


def suivre_un_chiffre(page):
    """From 89 to the people behind it, fifty a page."""
    carte(page, "Personnes orientées").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Personnes orientées")).to_be_visible()
    assert page.locator("tbody tr").count() == 50
    page.go_back()
    carte(page, "Séances").get_by_role("link").first.click()
    expect(page.locator("tbody tr").first).to_contain_text("jeu. 3 janv.")
    page.go_back()


def emporter(page, nom):
    adresse = page.get_by_role("link", name=nom, exact=True).evaluate("lien => lien.href")
    return page.request.get(adresse, timeout=20_000).body()


def valider_puis_corriger(page, adresse):
    """A presence corrected after the fact changes nothing in the report, and is listed on it."""
    page.get_by_role("button", name="Valider le rapport").click()
    expect(page.get_by_text("Ces chiffres ne changeront plus")).to_be_visible()
    pdf, ods = emporter(page, "PDF"), emporter(page, "ODS")
    assert (pdf[:5], b"/StructTreeRoot" in pdf, b"opendocument" in ods[:90]) == (
        b"%PDF-", True, True,
    )  # fmt: skip
    fige = Rapport.objects.get()
    expect(page.locator(".rapport__empreinte")).to_have_text(fige.empreinte)
    Presence.objects.filter(statut="present", place__seance__atelier__code="COU").first().delete()
    page.reload()
    expect(carte(page, "Participations")).to_contain_text(re.compile(r"2.880"))
    corrections = page.locator("#corrections")
    expect(corrections).to_contain_text(re.compile(r"Participations\s*2.880\s*2.879"))
    page.goto(f"{adresse}/bilans/rapports/")
    expect(page.get_by_role("link", name="Rapport d’activité du 01/01/2013")).to_be_visible()
