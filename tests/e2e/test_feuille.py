"""The sheet of a séance in a browser: one tap per person, and a network that comes and goes."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from centre.temps import aujourdhui
from presences.models import Presence
from tests.builders import creer_personne, creer_place, creer_seance, creer_utilisateur


@pytest.fixture
def feuille(live_server, client, page):
    """The page of a séance of yesterday with two people, opened by the coordination."""
    seance = creer_seance(jour=aujourdhui() - dt.timedelta(days=1))
    for prenom in ("Nadia", "Rosa"):
        creer_place(seance, creer_personne(prenom=prenom))
    client.force_login(creer_utilisateur("coordination"))
    [(nom, biscuit)] = client.cookies.items()
    page.context.add_cookies([{"name": nom, "value": biscuit.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("presences:feuille", args=[seance.pk]))
    return page


def toucher(page, rang, reponse):
    page.locator("[data-ligne]").nth(rang).locator(f'input[value="{reponse}"]').check(force=True)


def statuts():
    return list(Presence.objects.order_by("place").values_list("statut", flat=True))


def test_un_toucher_par_personne_suffit(feuille):
    toucher(feuille, 0, "present")
    toucher(feuille, 1, "absent_excuse")
    expect(feuille.locator("[data-manque]")).to_have_text("Tout est rempli")
    assert statuts() == ["present", "absent_excuse"]


def test_sans_reseau_la_reponse_attend_puis_part(feuille):
    feuille.context.set_offline(True)
    toucher(feuille, 0, "present")
    expect(feuille.locator("[data-reseau]")).to_be_visible()
    assert statuts() == []
    feuille.context.set_offline(False)
    expect(feuille.locator("[data-reseau]")).to_be_hidden(timeout=10_000)
    assert statuts() == ["present"]


def test_une_heure_qui_manque_se_demande_sur_la_ligne(feuille):
    toucher(feuille, 0, "present_partiel")
    ligne = feuille.locator("[data-ligne]").nth(0)
    expect(ligne.get_by_role("alert")).to_contain_text("heure d’arrivée")
    ligne.get_by_label("Arrivée").fill("09:20")
    ligne.get_by_label("Arrivée").blur()
    expect(ligne.get_by_role("alert")).to_be_hidden()
    assert statuts() == ["present_partiel"]


def test_deux_onglets_se_previennent(feuille):
    place = int(feuille.locator("[data-ligne]").nth(0).get_attribute("data-ligne").split("/")[-2])
    Presence.objects.create(place_id=place, statut="absent")
    toucher(feuille, 0, "present")
    ligne = feuille.locator("[data-ligne]").nth(0)
    expect(ligne.get_by_role("alert")).to_contain_text("vous avez mis « Là »")
    assert statuts() == ["absent"]
    toucher(feuille, 0, "present")
    expect(ligne.get_by_role("alert")).to_be_hidden()
    assert statuts() == ["present"]
