"""The sheet of a séance in a browser: one tap per person, and a network that comes and goes."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from centre.temps import aujourdhui
from presences.models import Correction, Feuille, Presence
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


@pytest.fixture
def grande_feuille(live_server, client, page):
    """Sixty people expected yesterday, on a telephone."""
    seance = creer_seance(jour=aujourdhui() - dt.timedelta(days=1), capacite=60)
    for rang in range(60):
        creer_place(seance, creer_personne(prenom=f"Rosa{rang:02d}"))
    client.force_login(creer_utilisateur("coordination"))
    [(nom, biscuit)] = client.cookies.items()
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([{"name": nom, "value": biscuit.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("presences:feuille", args=[seance.pk]))
    return page


def test_soixante_personnes_en_soixante_trois_touchers_sans_recharger(grande_feuille):
    page = grande_feuille
    page.evaluate("window.jamaisRechargee = true")
    touchers = 0
    for rang in range(57):
        page.locator("[data-ligne]").nth(rang).locator(".choix--la").click()
        touchers += 1
    for rang in (57, 58):
        page.locator("[data-ligne]").nth(rang).locator(".choix--prevenu").click()
        touchers += 1
    # Everybody else at once: the last line is answered without being touched.
    page.get_by_role("button", name="Tout le monde est là sauf…").click()
    touchers += 1
    expect(page.locator("[data-manque]")).to_have_text("Tout est rempli", timeout=20_000)
    assert page.evaluate("window.jamaisRechargee") is True
    page.get_by_role("button", name="Fermer la feuille").click()
    touchers += 1
    expect(page.get_by_text("Feuille fermée").first).to_be_visible()
    assert touchers <= 63
    assert Counter(statuts()) == {"present": 58, "absent_excuse": 2}


def test_coupure_de_vingt_secondes_chaque_geste_une_fois_et_dit(feuille):
    """A cut in the middle of an answer: sent again, written once, and told (G26)."""
    coupees = []

    def couper(route):
        """The service writes, its answer is lost: the page cannot know, and sends again."""
        if len(coupees) < 2:
            coupees.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    feuille.route("**/presences/places/*/", couper)
    toucher(feuille, 0, "present")
    toucher(feuille, 1, "absent")
    expect(feuille.locator("[data-a-envoyer]")).to_have_text("2 réponses restent à envoyer.")
    expect(feuille.locator("[data-attente]:visible")).to_have_count(2)
    expect(feuille.locator("[data-envoyees]")).to_have_text(
        "Le réseau est revenu. 2 réponses qui attendaient sont enregistrées.", timeout=25_000
    )
    expect(feuille.locator("[data-attente]:visible")).to_have_count(0)
    assert (coupees, statuts()) == ([200, 200], ["present", "absent"])
    assert Feuille.objects.get().version == 3
    assert Correction.objects.count() == 0


def test_sans_javascript_la_feuille_entiere_part_par_son_bouton(browser, live_server, client):
    seance = creer_seance(jour=aujourdhui() - dt.timedelta(days=1))
    creer_place(seance)
    creer_place(seance)
    client.force_login(creer_utilisateur("coordination"))
    [(nom, biscuit)] = client.cookies.items()
    contexte = browser.new_context(java_script_enabled=False)
    contexte.add_cookies([{"name": nom, "value": biscuit.value, "url": live_server.url}])
    page = contexte.new_page()
    page.goto(live_server.url + reverse("presences:feuille", args=[seance.pk]))
    page.locator("[data-ligne]").nth(0).locator('input[value="absent"]').check(force=True)
    page.get_by_role("button", name="Tout le monde est là sauf…").click()
    assert statuts() == ["absent", "present"]
    contexte.close()


def test_une_par_une_puis_recopier_au_clavier(feuille):
    """The roll call, one person on the screen; then the paper typed with the keyboard alone."""
    feuille.get_by_role("link", name="Une par une").click()
    feuille.get_by_role("button", name="Là", exact=True).click()
    feuille.get_by_role("button", name="A prévenu").click()
    expect(feuille.get_by_text("L’appel est fini")).to_be_visible()
    assert statuts() == ["present", "absent_excuse"]
    feuille.goto(re.sub(r"appel/.*", "saisie/", feuille.url))
    feuille.keyboard.press("ControlOrMeta+a")
    for frappe in ("9:20", "Enter", "x", "Enter", "Enter"):
        feuille.keyboard.press(frappe) if frappe == "Enter" else feuille.keyboard.type(frappe)
    expect(feuille.get_by_text("Réponses enregistrées")).to_be_visible()
    assert statuts() == ["present_partiel", "present"]


def toucher(page, rang, reponse):
    page.locator("[data-ligne]").nth(rang).locator(f'input[value="{reponse}"]').check(force=True)


def statuts():
    return list(Presence.objects.order_by("place").values_list("statut", flat=True))


def test_un_toucher_par_personne_suffit(feuille):
    toucher(feuille, 0, "present")
    toucher(feuille, 1, "absent_excuse")
    expect(feuille.locator("[data-manque]")).to_have_text("Tout est rempli")
    assert statuts() == ["present", "absent_excuse"]


def test_deux_reponses_qui_reviennent_dans_l_autre_ordre_comptent_juste(feuille):
    retenues = []

    def retenir(route):
        """The first answer is written, and heard after the second one."""
        reponse = route.fetch()
        if retenues:
            route.fulfill(response=reponse)
        retenues.append((route, reponse))

    feuille.route("**/presences/places/*/", retenir)
    toucher(feuille, 0, "present")
    while not retenues:
        feuille.wait_for_timeout(50)
    toucher(feuille, 1, "absent_excuse")
    manque = feuille.locator("[data-manque]")
    expect(manque).to_have_text("Tout est rempli")
    route, reponse = retenues[0]
    route.fulfill(response=reponse)
    expect(feuille.locator(".appel__ligne--envoi")).to_have_count(0)
    expect(manque).to_have_text("Tout est rempli")


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
    expect(ligne.get_by_role("alert")).to_contain_text("vous avez mis «\u00a0Là\u00a0»")
    assert statuts() == ["absent"]
    toucher(feuille, 0, "present")
    expect(ligne.get_by_role("alert")).to_be_hidden()
    assert statuts() == ["present"]
