"""A social worker takes a slot for somebody in her office; the reception closes another (S5)."""

import icalendar
from playwright.sync_api import expect

from inscriptions.emails import rendre
from inscriptions.models import Place
from parcours.models import Consentement, Personne


def remplir(page, *, prenom, nom, naissance, telephone):
    page.locator("#id_prenom").fill(prenom)
    page.locator("#id_nom").fill(nom)
    page.locator("#id_date_naissance").fill(naissance)
    page.locator("#id_telephone").fill(telephone)
    page.locator("#id_accord").check()
    page.get_by_role("button", name="Poser le rendez-vous").click()


def heures_du_23(page):
    carte = page.locator("section").filter(has_text="Lundi 23 novembre")
    return carte.locator(".creneaux__heures a").all_inner_texts()


def fermer_le_dernier(page, maison, fenetre):
    page.goto(f"{maison}/seances/{fenetre}/creneaux/")
    page.get_by_role("button", name="Fermer 17 h 30").click()
    expect(page.get_by_text("Le créneau de 17 h 30 est fermé.")).to_be_visible()


def ouvrir_un_agenda(page, chemin):
    """Name a device and read the address that is shown this once."""
    page.goto(chemin)
    page.get_by_label("Sur quel appareil").fill("Mon téléphone")
    page.get_by_role("button", name="Créer l’adresse").click()
    return page.get_by_label("L’adresse à copier").input_value()


def titres(page, adresse):
    """What the calendar of the 23rd shows, and that it names nobody."""
    octets = page.request.get(adresse).body()
    assert "Amélie" not in octets.decode()
    entrees = icalendar.Calendar.from_ical(octets).walk("VEVENT")
    return [str(e["SUMMARY"]) for e in entrees if e.decoded("DTSTART").day == 23]


def elle_est_reconnue(page):
    """Names the other way round, no accents, another telephone: nobody is created twice."""
    page.locator(".creneaux__heures a").first.click()
    personne = {"prenom": "Dupre", "nom": "amelie", "naissance": "1990-05-04"}
    remplir(page, **personne, telephone="06 12 34 56 80")
    expect(page.get_by_text("Oui, c’est Amélie D., même date de naissance")).to_be_visible()
    assert Personne.objects.filter(date_naissance="1990-05-04").count() == 1


def test_la_travailleuse_sociale_pose_un_rendez_vous_sur_un_creneau_libre(visiteur, maison):
    sociale, collegue = visiteur("ts.udaf"), visiteur("ts.cms")
    for page in (sociale, collegue):
        page.goto(f"{maison}/creneaux/")
    libres = heures_du_23(sociale)
    assert len(libres) == 3

    for page in (sociale, collegue):
        page.get_by_role("link", name="16 h 30 – 17 h").first.click()
    sociale.get_by_role("button", name="Poser le rendez-vous").click()
    expect(sociale.get_by_role("heading", name="5 réponses à corriger")).to_be_visible()
    personne = {"prenom": "Amélie", "nom": "Dupré", "naissance": "1990-05-04"}
    remplir(sociale, **personne, telephone="06 12 34 56 78")
    expect(sociale.get_by_text("Rendez-vous posé pour Amélie D.")).to_be_visible()
    assert len(heures_du_23(sociale)) == 2

    autre = {"prenom": "Paul", "nom": "Weber", "naissance": "1970-02-01"}
    remplir(collegue, **autre, telephone="06 12 34 56 79")
    expect(collegue.get_by_text("Ce créneau vient d’être pris")).to_be_visible()
    assert "Amélie" not in collegue.content()
    place = Place.objects.get(personne__nom="Dupré")
    assert Consentement.objects.get(personne=place.personne).objet == "partage_contact"
    envoi = place.personne.envois.get()
    assert (envoi.message.canal, "mploi" in rendre(envoi.message).texte) == ("sms", False)
    elle_est_reconnue(collegue)

    agendas = [ouvrir_un_agenda(p, f"{maison}/creneaux/agenda/") for p in (sociale, collegue)]
    assert [titres(sociale, adresse) for adresse in agendas] == [["RDV"], []]
    fermer_le_dernier(visiteur("accueil"), maison, place.seance.fenetre_id)
    sociale.goto(f"{maison}/creneaux/")
    assert len(heures_du_23(sociale)) == 1
    sociale.get_by_role("button", name="Rendre le créneau de Amélie D.").click()
    expect(sociale.get_by_text("Le créneau de Amélie D. est rendu.")).to_be_visible()
    assert len(heures_du_23(sociale)) == 2
    assert titres(sociale, agendas[0]) == ["Annulé\u00a0: RDV"]


def test_l_equipe_suit_ses_seances_d_une_adresse_montree_une_fois(visiteur, maison):
    page = visiteur("animation", viewport={"width": 390, "height": 844})
    adresse = ouvrir_un_agenda(page, f"{maison}/planning/agendas/")
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Copi")).to_be_visible()

    agenda = icalendar.Calendar.from_ical(page.request.get(adresse).body())
    assert len(agenda.walk("VEVENT")) > 10
    page.goto(f"{maison}/planning/agendas/")
    assert adresse not in page.content()
    page.get_by_role("button", name="Retirer Mon téléphone").click()
    assert page.request.get(adresse).status == 404
