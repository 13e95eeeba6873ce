"""The Toussaint week of 2026 (S4): what stays open, what stops, when it resumes, on every side."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect

from ateliers.models import Seance
from centre.temps import a_paris, instant
from inscriptions.models import Place
from inscriptions.operations.liens import nouvelle_carte
from tests.documents import texte
from tests.e2e import gestes

JEUDI = dt.date(2026, 10, 22)
LUNDI = dt.date(2026, 10, 26)
SEMAINE = "2026-W44"
OUVERTS = {
    "Relaxation": "lundi",
    "Permanence Emploi": "lundi",
    "Couture": "mardi",
    "Atelier français": "mardi",
    "Multimédia": "jeudi",
    "Cuisine": "vendredi",
    "Atelier Français Langue Étrangère": "vendredi",
}


@pytest.fixture
def maison(horloge, live_server):
    """The living centre as it is on the Thursday of the first holiday week."""
    connection.ensure_connection()
    horloge.move_to(instant(JEUDI, dt.time(10, 35)))
    call_command("createcachetable", verbosity=0)
    call_command("demonstration", "--date", f"{JEUDI}", stdout=StringIO())
    return live_server.url


def test_semaine_de_la_toussaint(visiteur, maison):
    page = visiteur("coordination", viewport={"width": 1440, "height": 1300})
    page.goto(f"{maison}/planning/?semaine={SEMAINE}")
    la_semaine_montre_sept_lignes_et_grise_la_huitieme(page)
    l_affiche_dit_la_meme_chose(page, maison)
    la_participante_lit_la_date_de_reprise(visiteur(viewport={"width": 360, "height": 780}), maison)
    une_date_gardee_a_la_main_survit(page, maison)


def la_semaine_montre_sept_lignes_et_grise_la_huitieme(page) -> None:
    expect(page.get_by_text("Vacances de la Toussaint").first).to_be_visible()
    for titre, jour in OUVERTS.items():
        colonne = page.get_by_role("region", name=jour.capitalize())
        bloc = colonne.get_by_role("link").filter(has_text=titre)
        expect(bloc).to_be_visible()
    assert page.locator(".jour__grille > .seance:not(.seance--pause, .th-indi)").count() == 7
    grisee = page.locator(".seance--pause")
    expect(grisee).to_have_count(1)
    expect(grisee).to_contain_text("Espace Vie et Quotidien")
    expect(grisee).to_contain_text("Pas d’atelier, vacances scolaires")
    # A phone has the same words, in the agenda of that day.
    page.set_viewport_size({"width": 390, "height": 844})
    expect(grisee.get_by_text("Pas d’atelier, vacances scolaires")).to_be_visible()
    gestes.photographier(page, "s4-semaine-de-vacances")
    page.set_viewport_size({"width": 1440, "height": 1300})


def l_affiche_dit_la_meme_chose(page, adresse) -> None:
    lien = page.request.get(f"{adresse}/planning/affiche/?semaine={SEMAINE}")
    lu = " ".join(texte(lien.body()).split())
    assert "du lundi 26 au samedi 31 octobre 2026" in lu
    assert "Espace Vie et Quotidien : pas d’atelier. Reprise lundi 2 novembre." in lu
    assert [titre for titre in OUVERTS if titre.split()[0] not in lu] == []


def la_participante_lit_la_date_de_reprise(page, adresse) -> None:
    """Somebody who comes to that atelier only: the first thing she reads is the day it resumes."""
    reprise = Seance.objects.get(
        atelier__code="EVQ", centre__slug="le-lierre", date_origine=dt.date(2026, 11, 2)
    )
    autres = Place.objects.filter(
        seance__debut__gt=instant(JEUDI, dt.time(10)), seance__debut__lt=reprise.debut
    )
    place = (
        Place.objects.filter(seance=reprise, etat="confirmee")
        .exclude(personne__in=autres.values("personne"))
        .select_related("personne")
        .order_by("pk")[0]
    )
    page.goto(f"{adresse}/moi/{nouvelle_carte(place.personne)}/")
    titre = page.get_by_role("heading", level=1)
    assert " ".join(titre.inner_text().split()).lower() == "lundi 2 novembre"
    expect(page.get_by_text("14 heures").first).to_be_visible()
    gestes.photographier(page, "s4-page-de-la-personne")


def une_date_gardee_a_la_main_survit(page, adresse) -> None:
    """The coordinator keeps Monday 26 October; making the dates again leaves it where it is."""
    evq = Seance.objects.filter(atelier__code="EVQ", centre__slug="le-lierre")
    serie = evq.filter(serie__isnull=False).latest("debut").serie
    page.goto(f"{adresse}/ateliers/series/{serie.pk}/dates/")
    page.locator(f'button[name="jour"][value="{LUNDI}"]').first.click()
    page.locator('button[name="etape"][value="prevenir"]').click()
    ajoutee = evq.get(date_origine=LUNDI)
    assert f"{a_paris(ajoutee.debut):%H:%M}" == "14:00"

    call_command("planifier", stdout=StringIO())
    assert evq.get(date_origine=LUNDI).pk == ajoutee.pk
    assert not evq.filter(date_origine=LUNDI - dt.timedelta(days=7)).exists()
    page.goto(f"{adresse}/planning/?semaine={SEMAINE}")
    expect(page.locator(".seance--pause")).to_have_count(0)
    lundi = page.get_by_role("region", name="Lundi")
    expect(lundi.get_by_role("link").filter(has_text="Espace Vie et Quotidien")).to_be_visible()
