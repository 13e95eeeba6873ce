"""A séance of Arts plastiques goes to the next day: one screen, everybody told, undone (S2)."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from ateliers.models import Seance
from bilans.figures import Perimetre, Periode, calculer
from centre.models import Centre, Lieu, Message
from centre.temps import instant, maintenant
from inscriptions.emails import rendre
from inscriptions.operations import prendre_place
from parcours.models import Personne
from tests import builders as b
from tests.e2e import gestes

MERCREDI, JEUDI = dt.date(2026, 10, 14), dt.date(2026, 10, 15)
OCTOBRE = Periode(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
CANAUX = ["sms"] * 6 + ["courriel"] * 2 + ["appel"] * 2
M2 = "jeudi 15 octobre, à 10 heures. Lieu : place Roland"


@pytest.fixture
def seance(maison, horloge):
    """Ten people on 14 October, two of them taken on the 15th from 9 to 11; it is the 12th."""
    horloge.move_to(instant(dt.date(2026, 10, 12), dt.time(9)))
    centre = Centre.objects.get(slug="le-lierre")
    adultes = Lieu.objects.get(centre=centre, nom="Espace adultes")
    arts = b.creer_atelier(centre, titre="Arts plastiques", slug="arts", sensibilite=1)
    debut = instant(MERCREDI, dt.time(9, 30))
    seance = b.creer_seance(arts, debut=debut, fin=debut + dt.timedelta(hours=2), lieu=adultes)
    multimedia = b.creer_atelier(centre, titre="Multimédia du jeudi")
    autre = b.creer_seance(multimedia, JEUDI, lieu=adultes)
    for rang, canal in enumerate(CANAUX):
        personne = b.creer_personne(
            centre, prenom=f"Samira{rang}", canal=canal, telephone=f"06 39 98 01 {rang:02d}"
        )
        prendre_place(seance=seance, personne=personne, par=None)
        if rang in (1, 3):
            prendre_place(seance=autre, personne=personne, par=None)
    gestes.envoyer(horloge)
    return seance


def agenda(page, adresse, seance) -> str:
    flux = page.request.get(f"{adresse}/agenda/le-lierre/arts.ics").text()
    [vevent] = [v for v in flux.split("BEGIN:VEVENT") if seance.uid in v]
    return vevent


def jusqu_a_l_apercu(page, adresse, seance) -> None:
    page.goto(f"{adresse}/seances/{seance.pk}/deplacer/?jour={JEUDI}&debut=10:00&fin=12:00")
    page.get_by_label("Lieu", exact=True).select_option(label="Salle polyvalente")
    page.get_by_label("Raison").fill("animatrice absente")
    page.get_by_role("button", name="Voir qui est prévenu").click()


def un_seul_ecran_dit_tout(page, seance) -> None:
    """Who, by which channel, who is taken at that hour, the words; nothing has left."""
    comptes = page.locator(".avant__compte")
    expect(comptes).to_have_text(["6 SMS", "2 courriels", "2 appels"], use_inner_text=True)
    expect(page.get_by_text("2 personnes sont déjà prises")).to_be_visible()
    for nom in ("Samira1", "Samira3"):
        ligne = page.get_by_role("row").filter(has_text=nom)
        expect(ligne).to_contain_text("Aussi à Multimédia du jeudi")
    expect(page.get_by_text("Rien n’est encore parti")).to_be_visible()
    gestes.photographier(page, "s2-avant-d-envoyer")
    assert nouveaux(seance) == []


def nouveaux(seance: Seance) -> list[Message]:
    du_geste = Message.objects.filter(envoi__motif="deplacement", envoi__seance=seance)
    return list(du_geste.order_by("pk"))


def test_une_seance_se_deplace(visiteur, maison, horloge, seance):
    page = visiteur("coordination")
    avant = agenda(page, maison, seance)
    assert "DTSTART;TZID=Europe/Paris:20261014T093000" in avant
    comptees = compter()
    # Undone before anything has left: nothing leaves, ever.
    jusqu_a_l_apercu(page, maison, seance)
    un_seul_ecran_dit_tout(page, seance)
    page.get_by_role("button", name="Déplacer et prévenir 10 personnes").click()
    page.get_by_role("button", name="Défaire").click()
    expect(page.get_by_text("C’est défait")).to_be_visible()
    gestes.envoyer(horloge)
    assert {m.etat for m in nouveaux(seance)} == {"annule"}
    # Moved for good.
    jusqu_a_l_apercu(page, maison, seance)
    page.get_by_role("button", name="Déplacer et prévenir 10 personnes").click()
    expect(page.get_by_text("Déplacée du mercredi 14 octobre, animatrice absente")).to_be_visible()
    histoire = page.get_by_role("listitem").filter(has_text="Déplacée du mercredi 14 octobre")
    expect(histoire.first).to_contain_text("au jeudi 15 octobre")
    le_meme_rendez_vous_a_bouge(seance, avant, agenda(page, maison, seance))
    gestes.envoyer(horloge)
    les_messages_ne_nomment_pas_l_atelier(seance)
    assert compter() == comptees


def le_meme_rendez_vous_a_bouge(seance: Seance, avant: str, apres: str) -> None:
    """Same UID (read by it), new hours, SEQUENCE risen by each of the three changes."""
    sequence = int(avant.split("SEQUENCE:")[1].split()[0])
    assert f"SEQUENCE:{sequence + 3}" in apres
    assert "DTSTART;TZID=Europe/Paris:20261015T100000" in apres
    lue = Seance.objects.get(pk=seance.pk)
    assert (lue.lieu.nom, lue.minutes, lue.date_origine) == ("Salle polyvalente", 120, None)
    dernier = lue.deplacements.latest("pk")
    assert (dernier.avant_debut, dernier.apres_debut) == (seance.debut, lue.debut)


def les_messages_ne_nomment_pas_l_atelier(seance) -> None:
    partis = [m for m in nouveaux(seance) if m.etat != "annule"]
    assert sorted(m.canal for m in partis) == sorted(CANAUX)
    for message in partis:
        rendu = rendre(message)
        assert "Arts plastiques" not in f"{rendu.sujet}{rendu.texte}{rendu.html}"
    sms = [rendre(m).texte for m in partis if m.canal == Personne.Canal.SMS]
    assert all(M2 in texte and len(texte) <= 160 for texte in sms)


def compter() -> dict[str, int]:
    """F11 of October: a moved séance is one séance."""
    perimetre = Perimetre(Centre.objects.get(slug="le-lierre"), None, maintenant())
    return calculer("F11", perimetre, OCTOBRE).valeur
