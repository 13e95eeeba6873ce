"""The whole loop: a séance is planned, told, moved, cancelled, held, and read by who may."""

import datetime as dt

from playwright.sync_api import expect

from ateliers.models import Seance
from bilans.demonstration.monde import jeton_de_demonstration
from bilans.demonstration.scenes import personne_du_lien
from centre.temps import instant
from presences.models import Presence
from tests.e2e import gestes

JETON = jeton_de_demonstration("actuel")


def planifier_la_vannerie(page, adresse) -> list[int]:
    """Create, preview, publish; returns the ids of the five Mondays."""
    gestes.creer_atelier(page, adresse, "Vannerie")
    gestes.ecrire_la_serie(
        page,
        du="2026-11-23",
        au="2027-01-03",
        debut="13:00",
        fin="13:45",
        animatrice="Hélène Rouvier",
    )
    expect(page.get_by_role("heading", name="Vérifier les dates")).to_be_visible()
    # the Monday between Christmas and New Year: the house is closed
    expect(page.get_by_text("Centre fermé").first).to_be_visible()
    page.get_by_role("button", name="Publier 5 dates").click()
    seances = Seance.objects.filter(atelier__titre="Vannerie").order_by("debut")
    return list(seances.values_list("pk", flat=True))


def test_boucle_de_la_coordinatrice_au_travailleur_social(visiteur, maison, horloge):
    lucia = personne_du_lien("actuel")
    page = visiteur("coordination")
    page.goto(f"{maison}/planning/")
    expect(page.get_by_role("heading", name="Semaine du 16 au 21 novembre")).to_be_visible()
    lundi, deplacee, annulee, *_ = planifier_la_vannerie(page, maison)

    gestes.inscrire(page, maison, lucia, "Vannerie")
    expect(page.get_by_text(f"{lucia.nom_court} a 5 places.")).to_be_visible()
    gestes.envoyer(horloge)

    gestes.deplacer(page, maison, deplacee, jour="2026-12-02", debut="14:00", fin="14:45")
    expect(page.get_by_text("Rien n’est encore parti")).to_be_visible()
    page.get_by_role("button", name="prévenir 1 personne").click()
    gestes.envoyer(horloge)

    gestes.annuler(page, maison, annulee, "Lieu indisponible")
    page.get_by_role("button", name="prévenir 1 personne").click()
    gestes.envoyer(horloge)

    recus = gestes.evenements(lucia.courriel)
    assert [(r["methode"], r["debut"], r["instance"]) for r in recus] == [
        ("REQUEST", "2026-11-23 13:00", ""),
        ("REQUEST", "2026-12-02 14:00", "2026-11-30 13:00"),
        ("CANCEL", "2026-12-07 13:00", "2026-12-07 13:00"),
    ]
    assert len({r["uid"] for r in recus}) == 1
    assert [r["sequence"] for r in recus] == sorted({r["sequence"] for r in recus})

    la_participante_voit(visiteur(), maison, lucia)
    horloge.move_to(instant(dt.date(2026, 11, 23), dt.time(13, 50)))
    l_animatrice_emarge(visiteur("animation"), maison, lundi, lucia)
    le_prescripteur_voit(visiteur("ts.cms"), maison, lucia, lundi)
    un_autre_ne_voit_rien(visiteur("ts.udaf"), maison, lucia)


def la_participante_voit(page, adresse, lucia) -> None:
    """Her page and her feed follow: moved, cancelled, discreet until the letters are written."""
    page.goto(f"{adresse}/moi/{JETON}/")
    assert "Vannerie" not in page.content()
    gestes.ouvrir_la_page_personnelle(page, adresse, JETON, lucia.nom[:3])
    expect(page.get_by_role("listitem").filter(has_text="Mercredi 2 décembre")).to_contain_text(
        "14 heures · Vannerie"
    )
    expect(
        page.get_by_role("listitem")
        .filter(has_text="Lundi 7 décembre")
        .filter(has_text="13 heures")
    ).to_contain_text("Annulé")
    flux = page.request.get(gestes.ajouter_a_son_agenda(page)).text()
    assert "DTSTART;TZID=Europe/Paris:20261202T140000" in flux
    assert "DTSTART;TZID=Europe/Paris:20261130T130000" not in flux
    assert "STATUS:CANCELLED" in flux


def l_animatrice_emarge(page, adresse, seance: int, lucia) -> None:
    page.goto(f"{adresse}/presences/seances/{seance}/")
    groupe = page.get_by_role("group", name=lucia.nom_court, exact=True)
    groupe.get_by_role("radio", name="Là").check()
    expect(groupe).not_to_contain_text("à remplir")
    page.get_by_role("button", name="Fermer la feuille").click()
    expect(page.get_by_text("Feuille fermée").first).to_be_visible()
    assert Presence.objects.get(place__seance=seance).statut == "present"
    assert Seance.objects.get(pk=seance).etat == Seance.Etat.TENUE


def le_prescripteur_voit(page, adresse, lucia, seance: int) -> None:
    """Her presence, and only that: no absence, no reserved atelier, no page of the team."""
    page.goto(f"{adresse}/orientations/")
    page.get_by_role("link", name=lucia.nom_court).click()
    expect(page.get_by_role("row").filter(has_text="Vannerie")).to_contain_text(
        "lundi 23 novembre 2026"
    )
    texte = page.locator("main").inner_text()
    assert "Liste partielle" in texte
    for cache in ("prévenu", "Pas venu", "Groupe de paroles", "Sophrologie", "inventée"):
        assert cache not in texte
    for url in (f"/seances/{seance}/", f"/presences/seances/{seance}/", "/messages/", "/bilans/"):
        assert page.request.get(f"{adresse}{url}").status in (403, 404)


def un_autre_ne_voit_rien(page, adresse, lucia) -> None:
    page.goto(f"{adresse}/orientations/")
    assert lucia.nom_court not in page.content()
    assert page.request.get(f"{adresse}/personnes/{lucia.reference}/").status == 404
