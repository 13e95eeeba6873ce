"""S7: before a point, the UDAF worker checks what he may; her log says that he did."""

import re

from playwright.sync_api import expect

from ateliers.models import Atelier
from parcours.models import Orientation, Parcours
from presences.models import Presence
from tests.builders import creer_place, creer_presence, creer_seance
from tests.e2e import gestes
from tests.e2e.conftest import JOUR

TS = "ts.udaf@lierre.example"


def sienne(**champs):
    """An open parcours that this worker prescribed, in the living centre."""
    return (
        Parcours.objects.filter(
            prescripteur__utilisateur__courriel=TS, date_fin_reelle__isnull=True, **champs
        )
        .select_related("personne", "orientation")
        .order_by("pk")[0]
    )


def present_a(parcours, *, sensibilite, jours_avant, statut="present"):
    """A past séance of a kind, where the person came (or did not)."""
    atelier = Atelier.objects.filter(
        centre=parcours.centre, sensibilite=sensibilite, genre="atelier"
    ).order_by("pk")[0]
    jour = JOUR - jours_avant * (JOUR - JOUR.replace(day=18))
    seance = creer_seance(atelier, jour, heure=7, duree=45)
    creer_presence(creer_place(seance, parcours.personne, parcours=parcours), statut=statut)
    return atelier


def contenu(page):
    """The page without the form token that is drawn for every answer."""
    jeton = r'name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(jeton, "", page.content())


def test_s7_avant_un_point_le_travailleur_social_verifie(visiteur, maison):
    suivie = sienne(transmission_presence="prevue_au_contrat")
    page = visiteur("ts.udaf")
    page.goto(f"{maison}/orientations/")
    page.get_by_role("link", name=suivie.personne.nom_court).click()
    expect(page.get_by_text("La personne est informée de cette consultation")).to_be_visible()
    expect(page.get_by_text("Liste partielle").first).to_be_visible()
    gestes.photographier(page, "s7-orientations")

    l_heure_et_le_total_suivent_une_presence_partagee(page, suivie)
    rien_ne_bouge_avec_ce_qui_est_reserve(page, suivie)
    une_personne_volontaire_garde_ses_presences(page, maison)
    ce_que_le_fichier_dit(page, maison, suivie)
    les_autres_ne_sont_pas_a_lui(page, maison)
    elle_peut_lire_qui_a_regarde(visiteur("coordination"), maison, suivie)


def l_heure_et_le_total_suivent_une_presence_partagee(page, suivie):
    """Hours over two dates, and a total that is the sum of the lines in sight."""
    present_a(suivie, sensibilite=0, jours_avant=2)
    page.get_by_label("Du", exact=True).fill("2026-11-16")
    page.get_by_label("au", exact=True).fill("2026-11-22")
    page.get_by_role("button", name="Changer la période").click()
    ligne = page.get_by_role("row").filter(has_text="mardi 17 novembre 2026")
    expect(ligne.first).to_be_visible()
    affichees = page.locator("main table").locator("tbody tr:not(.ligne--total) td.nombre")
    minutes = sum(en_minutes(texte) for texte in affichees.all_inner_texts())
    total = page.locator("tr.ligne--total td.nombre").inner_text()
    assert (en_minutes(total), minutes > 0) == (minutes, True)


def en_minutes(texte):
    """« 1 h 30 », « 45 min » or « déjà comptée »."""
    heures = re.search(r"(\d+)\s*h(?:\s*(\d+))?", texte)
    if heures:
        return int(heures[1]) * 60 + int(heures[2] or 0)
    seules = re.search(r"(\d+)\s*min", texte)
    return int(seules[1]) if seules else 0


def rien_ne_bouge_avec_ce_qui_est_reserve(page, suivie):
    """The groupe de paroles and an absence: not a gap, not a line, not a total, not a byte."""
    page.reload()
    avant = contenu(page)
    protege = present_a(suivie, sensibilite=3, jours_avant=1)
    present_a(suivie, sensibilite=0, jours_avant=1, statut="absent")
    page.reload()
    assert contenu(page) == avant
    assert protege.titre not in avant
    assert Presence.objects.filter(place__parcours=suivie, statut="absent").exists()


def une_personne_volontaire_garde_ses_presences(page, adresse):
    """A volunteer who shares nothing: not one presence, and words that reproach nothing."""
    fermee = sienne(transmission_presence="aucune")
    present_a(fermee, sensibilite=0, jours_avant=2)
    page.goto(f"{adresse}/orientations/{fermee.orientation_id}/")
    texte = page.locator("main").inner_text()
    assert "Son attestation lui est remise" in texte
    assert "novembre 2026" not in texte


def ce_que_le_fichier_dit(page, adresse, suivie):
    page.goto(f"{adresse}/orientations/")
    page.get_by_label("Prénom et nom").fill(str(suivie.personne))
    page.get_by_label("Date de naissance").fill(f"{suivie.personne.date_naissance}")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_text("Exporter ma liste").click()
    with page.expect_download() as attente:
        page.get_by_role("link", name="CSV").click()
    lignes = attente.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lignes) == 2
    assert suivie.personne.nom in lignes[1]


def les_autres_ne_sont_pas_a_lui(page, adresse):
    autre = Orientation.objects.exclude(prescripteur__utilisateur__courriel=TS).first()
    reponse = page.request.get(f"{adresse}/orientations/{autre.pk}/")
    assert reponse.status == 404
    page.goto(f"{adresse}/orientations/acces/")
    expect(page.get_by_role("heading", name="Mes accès")).to_be_visible()
    assert autre.personne.nom_court not in page.locator("table").inner_text()


def elle_peut_lire_qui_a_regarde(page, adresse, suivie):
    """Her log names the reader and his organisation; the team reads it to her."""
    page.goto(f"{adresse}/personnes/{suivie.personne.reference}/")
    regards = page.get_by_role("region", name="Qui a regardé")
    expect(regards).to_contain_text("UDAF")
