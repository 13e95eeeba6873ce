"""The coordinator plans the year 2026 of Le Lierre, from an empty programme to the posted dates."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from ateliers.models import Atelier, Seance, Serie
from ateliers.operations import publier
from ateliers.operations.annee import CHOISIES, jours_choisis, lire_horaires
from centre.models import Affectation, Centre, PeriodeCalendrier, Utilisateur
from centre.temps import a_paris, instant
from inscriptions.operations import inscrire
from tests.builders import creer_personne
from tests.e2e import gestes

PREMIER, DERNIER = "2026-01-01", "2026-12-31"
FERMETURES = [("Fermeture d’août", "2026-08-01", "2026-08-31")]
FERMETURES += [("Fermeture de fin d’année", "2026-12-24", "2027-01-01")]


@pytest.fixture
def page(browser, browser_context_args, live_server):
    """Le Lierre without a single date, on 1 January 2026, and its coordinator at the door."""
    with time_machine.travel(instant(dt.date(2026, 1, 1), dt.time(8)), tick=True):
        call_command("createcachetable", verbosity=0)
        call_command("loaddata", "le_lierre.yaml", verbosity=0)
        _coordinatrice(Centre.objects.get(slug="le-lierre"))
        contexte = browser.new_context(**browser_context_args)
        contexte.set_default_timeout(20_000)
        ouverte = contexte.new_page()
        gestes.connecter(ouverte, live_server.url, "coordination")
        yield ouverte
        contexte.close()


def _coordinatrice(centre):
    claire = Utilisateur(courriel="coordination@lierre.example", prenom="Claire", nom="Martin")
    claire.set_password(settings.DEMONSTRATION_MOT_DE_PASSE)
    claire.save()
    Affectation.objects.create(
        utilisateur=claire, centre=centre, role="coordination", debut=dt.date(2025, 1, 1)
    )


def ouvrir_le_calendrier(page, adresse):
    """Holidays of the zone and of Moselle by one button, then the two closures by hand."""
    page.goto(f"{adresse}/calendrier/")
    page.get_by_role("button", name="Compléter avec les dates officielles").click()
    for nom in ("Vendredi saint", "Saint-Étienne", "Pont de l’Ascension"):
        expect(page.get_by_role("row", name=re.compile(nom)).first).to_be_visible()
    for nom, debut, fin in FERMETURES:
        page.get_by_role("link", name="Ajouter une période").click()
        page.locator("#id_genre").select_option("fermeture")
        page.locator("#id_nom").fill(nom)
        page.locator("#id_debut").fill(debut)
        page.locator("#id_fin").fill(fin)
        page.locator("main form button:not([type=button])").last.click()


def creer_la_serie(page, adresse, atelier, ligne, jours):
    """One line of the timetable, up to its preview: a rule, or days clicked in the calendar."""
    page.goto(f"{adresse}/ateliers/{atelier.pk}/series/nouvelle/")
    page.locator("#id_regle").select_option(
        "dates_explicites" if ligne["regle"] == CHOISIES else ligne["regle"]
    )
    if ligne["regle"] == CHOISIES:
        page.get_by_text("Des dates choisies une par une", exact=True).click()
        for jour in jours:
            page.locator(f'input[name="cochees"][value="{jour}"]').check()
    else:
        page.get_by_label(ligne["jour"], exact=True).check()
        page.locator("#id_du").fill(PREMIER)
        page.locator("#id_au").fill(DERNIER)
    page.locator("#id_heure_debut").fill(ligne["de"])
    page.locator("#id_heure_fin").fill(ligne["a"])
    if "creneau" in ligne:
        page.locator("#id_duree_creneau").fill(str(ligne["creneau"]))
    page.get_by_role("button", name="Vérifier les dates").click()
    expect(page.get_by_role("heading", name="Vérifier les dates")).to_be_visible()


def dates(code):
    seances = Seance.objects.comptees().filter(atelier__code=code).order_by("debut")
    return [a_paris(debut).date() for debut in seances.values_list("debut", flat=True)]


def test_planifier_l_annee_2026(page, live_server):
    adresse = live_server.url
    ouvrir_le_calendrier(page, adresse)
    centre = Centre.objects.get(slug="le-lierre")
    periodes = list(PeriodeCalendrier.objects.filter(centre=centre))
    ateliers = {a.code: a for a in Atelier.objects.filter(centre=centre)}
    horaires = {c: ligne for c, ligne in lire_horaires().items() if c != "SOR"}
    for code, ligne in horaires.items():
        jours = jours_choisis(ligne, 2026, periodes) if ligne["regle"] == CHOISIES else []
        creer_la_serie(page, adresse, ateliers[code], ligne, jours)
        if code == "CUI":
            verifier_l_apercu_de_la_cuisine(page)
        if code == "SOP":
            expect(page.get_by_text("24 sur 24 séances prévues en 2026")).to_be_visible()
    verifier_que_rien_n_est_visible(page, adresse)
    publier_deux_fois(page, adresse)
    verifier_les_nombres(page, adresse, ateliers)
    verifier_le_croisement_du_lundi(page, adresse)


def verifier_l_apercu_de_la_cuisine(page):
    """Reasons of the skipped Fridays, and the bridge left to decide."""
    sautees = page.locator(".colonnes__cote")
    for raison in ("Vendredi saint", "Fête du Travail", "Fête de la Victoire"):
        expect(sautees).to_contain_text(f"Jour férié\u00a0: {raison}")
    pont = page.locator(".avis", has_text="Vendredi 15 mai")
    expect(pont).to_contain_text("Pas de classe, à décider")
    gestes.photographier(page, "s1-dates-a-verifier")


def verifier_que_rien_n_est_visible(page, adresse):
    """Thirteen drafts: no séance, no name on the public page, nothing in its feed."""
    assert Serie.objects.filter(etat="brouillon").count() == 13
    anonyme = page.context.browser.new_context()
    visite = anonyme.new_page()
    visite.goto(f"{adresse}/c/le-lierre/?semaine=2026-W03")
    assert "Couture" not in visite.locator("main").inner_text()
    flux = anonyme.request.get(f"{adresse}/agenda/le-lierre.ics")
    assert "BEGIN:VEVENT" not in flux.text()
    anonyme.close()


def publier_deux_fois(page, adresse):
    for serie in Serie.objects.order_by("pk"):
        page.goto(f"{adresse}/ateliers/series/{serie.pk}/dates/")
        page.get_by_role("button", name=re.compile("^Publier")).click()
    avant = list(Seance.objects.order_by("pk").values_list("pk", "uid", "sequence", "debut"))
    for serie in Serie.objects.order_by("pk"):
        publier(serie, par=None)
    page.goto(f"{adresse}/ateliers/series/{serie.pk}/dates/")
    page.get_by_role("button", name="Mettre le planning à jour").click()
    expect(page.get_by_text("Rien n’a changé")).to_be_visible()
    assert (
        list(Seance.objects.order_by("pk").values_list("pk", "uid", "sequence", "debut")) == avant
    )


def verifier_les_nombres(page, adresse, ateliers):
    vacances = PeriodeCalendrier.objects.filter(genre__in=["vacances", "pont"])
    evq, cuisine = dates("EVQ"), dates("CUI")
    assert len(evq) == 33
    assert not [j for j in evq if any(v.contient(j) for v in vacances)]
    feries = {dt.date(2026, 4, 3), dt.date(2026, 5, 1), dt.date(2026, 5, 8)}
    assert (len(cuisine), feries & set(cuisine)) == (44, set())
    assert dt.date(2026, 5, 15) in cuisine
    page.goto(f"{adresse}/c/le-lierre/?semaine=2026-W03")
    assert "Couture" in page.locator("main").inner_text()
    page.goto(f"{adresse}/ateliers/?annee=2026")
    carte = page.get_by_role("link", name=re.compile("Sophrologie"))
    expect(carte).to_contain_text("24/24 planifiées")
    page.goto(f"{adresse}/ateliers/{ateliers['SOP'].pk}/?annee=2026")
    expect(page.get_by_text("24/24 planifiées").first).to_be_visible()
    gestes.photographier(page, "s1-atelier")


def verifier_le_croisement_du_lundi(page, adresse):
    """EVQ and Relaxation on Mondays: a warning, and the names of the people in both."""
    personnes = [
        creer_personne(prenom=p, nom=n) for p, n in (("Nadia", "Ferhat"), ("Karim", "Benali"))
    ]
    for personne in personnes:
        for code in ("EVQ", "REL"):
            inscrire(personne=personne, serie=Serie.objects.get(atelier__code=code), par=None)
    seule = creer_personne(prenom="Rosa", nom="Diaz")
    inscrire(personne=seule, serie=Serie.objects.get(atelier__code="EVQ"), par=None)
    page.goto(f"{adresse}/planning/?semaine=2026-W03")
    phrase = page.get_by_text(re.compile("2.personnes sont inscrites aux deux ateliers"))
    expect(phrase.first).to_be_visible()
    seance = Seance.objects.get(atelier__code="REL", date_origine=dt.date(2026, 1, 12))
    page.goto(f"{adresse}/seances/{seance.pk}/")
    croisement = page.locator("#croisements")
    for texte in ("Espace Vie et Quotidien", *(p.nom_court for p in personnes)):
        expect(croisement).to_contain_text(texte)
    expect(croisement).not_to_contain_text(seule.nom_court)
