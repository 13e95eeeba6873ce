"""A séance of the week is dragged, stretched, moved by keyboard; each opens the same preview."""

import datetime as dt

from django.db.models import F
from playwright.sync_api import expect

from ateliers.models import Seance
from centre.models import Message
from centre.temps import a_paris, instant

SEMAINE = "/planning/?semaine=2026-W48"
MARDI = dt.date(2026, 11, 24)


def la_couture() -> Seance:
    return Seance.objects.get(
        atelier__code="COU", centre__slug="le-lierre", date_origine=MARDI, fenetre=None
    )


def horaires(seance) -> str:
    seance.refresh_from_db()
    return f"{a_paris(seance.debut):%d %H:%M} – {a_paris(seance.fin):%H:%M}"


def bloc_de(page, seance):
    return page.locator(f'[data-deplacer="/seances/{seance.pk}/deplacer/"]')


def point_de_la_grille(page, jour: str, heure: float) -> tuple[float, float]:
    """Pixels of an hour in the column of a day; the grid shows 8 h to 19 h."""
    colonne = page.locator(f'.jour__grille[data-jour="{jour}"]').bounding_box()
    return colonne["x"] + colonne["width"] / 2, colonne["y"] + colonne["height"] * (heure - 8) / 11


def glisser(page, depart, arrivee) -> None:
    page.mouse.move(*depart)
    page.mouse.down()
    page.mouse.move((depart[0] + arrivee[0]) / 2, (depart[1] + arrivee[1]) / 2)
    page.mouse.move(*arrivee)
    page.mouse.up()


def avant_et_apres(page) -> tuple[str, str]:
    expect(page.get_by_text("Rien n’est encore parti")).to_be_visible()
    bascule = page.locator(".bascule")
    textes = [bascule.locator(f".bascule__{mot}").inner_text() for mot in ("avant", "apres")]
    avant, apres = (" ".join(texte.lower().split()) for texte in textes)
    return avant, apres


def test_glisser_etirer_et_deplacer_au_clavier_montrent_d_abord_qui_est_prevenu(visiteur, maison):
    seance = la_couture()
    page = visiteur("coordination", viewport={"width": 1440, "height": 1300})
    la_souris_deplace_puis_defait(page, maison, seance)
    le_bord_change_la_fin(page, maison, seance)
    le_clavier_deplace(page, maison, seance)
    une_autre_est_passee_avant(page, maison, seance)
    sans_javascript_le_formulaire_suffit(visiteur, maison, seance)


def la_souris_deplace_puis_defait(page, adresse, seance) -> None:
    en_attente = Message.objects.filter(etat="en_attente", envoi__deplacement__seance=seance)
    page.goto(adresse + SEMAINE)
    depart = point_de_la_grille(page, "2026-11-24", 10)
    glisser(page, depart, point_de_la_grille(page, "2026-11-25", 15.05))
    avant, apres = avant_et_apres(page)
    assert ("mardi 24 novembre" in avant, "9 h – 11 h" in avant) == (True, True)
    assert ("mercredi 25 novembre" in apres, "14 h – 16 h" in apres) == (True, True)
    assert horaires(seance) == "24 09:00 – 11:00"

    page.get_by_role("button", name="Déplacer et prévenir").click()
    expect(page.get_by_text("La séance est déplacée.")).to_be_visible()
    assert horaires(seance) == "25 14:00 – 16:00"
    assert en_attente.count() > 0

    page.get_by_role("button", name="Défaire").click()
    expect(page.get_by_text("C’est défait")).to_be_visible()
    assert horaires(seance) == "24 09:00 – 11:00"
    assert en_attente.count() == 0


def le_bord_change_la_fin(page, adresse, seance) -> None:
    page.goto(adresse + SEMAINE)
    poignee = bloc_de(page, seance).locator("[data-poignee]").bounding_box()
    depart = (poignee["x"] + poignee["width"] / 2, poignee["y"] + poignee["height"] / 2)
    glisser(page, depart, point_de_la_grille(page, "2026-11-24", 12.52))
    assert "9 h – 12 h 30" in avant_et_apres(page)[1]
    page.get_by_role("link", name="Ne rien changer").click()
    assert horaires(seance) == "24 09:00 – 11:00"


def le_clavier_deplace(page, adresse, seance) -> None:
    page.goto(adresse + SEMAINE)
    lien = bloc_de(page, seance).get_by_role("link")
    lien.focus()
    for touche in ("d", "ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(touche)
    dit = page.locator("[data-glisse-dit]")
    expect(dit).to_have_text("Couture : mercredi 25 novembre, 9 h 30 – 11 h 45.")
    page.keyboard.press("Escape")
    expect(dit).to_have_text("Rien n’a changé.")
    expect(lien).to_be_focused()
    expect(bloc_de(page, seance).locator(".seance__heures")).to_contain_text("11")
    for touche in ("d", "ArrowLeft", "Enter"):
        page.keyboard.press(touche)
    assert "lundi 23 novembre" in avant_et_apres(page)[1]


def une_autre_est_passee_avant(page, adresse, seance) -> None:
    """Somebody changed the séance after the page was read: nothing is lost in silence."""
    page.goto(adresse + SEMAINE)
    Seance.objects.filter(pk=seance.pk).update(version=F("version") + 1)
    bloc_de(page, seance).get_by_role("link").focus()
    for touche in ("d", "ArrowRight", "Enter"):
        page.keyboard.press(touche)
    expect(page.get_by_role("heading", name="Déplacer la séance")).to_be_visible()
    expect(page.get_by_text("a changé").first).to_be_visible()
    assert horaires(seance) == "24 09:00 – 11:00"


def sans_javascript_le_formulaire_suffit(visiteur, adresse, seance) -> None:
    page = visiteur("coordination", java_script_enabled=False)
    page.goto(adresse + SEMAINE)
    page.get_by_role("link", name="Voir ce qui attend").click()
    expect(page.get_by_role("heading", name="À faire", level=1)).to_be_visible()
    page.goto(adresse + SEMAINE)
    bloc_de(page, seance).get_by_role("link").click()
    page.get_by_role("link", name="Déplacer").first.click()
    page.locator("#id_jour").fill("2026-11-26")
    page.get_by_role("button", name="Voir qui est prévenu").click()
    assert "jeudi 26 novembre" in avant_et_apres(page)[1]
    page.get_by_role("button", name="Déplacer sans prévenir").click()
    seance.refresh_from_db()
    assert seance.debut == instant(dt.date(2026, 11, 26), dt.time(9))
