"""An outing of 22 seats, 20 taken: a mother with two children, then a man alone (S8)."""

import datetime as dt

from playwright.sync_api import expect

from ateliers.models import Seance, Sortie
from centre.models import Message
from centre.temps import instant
from inscriptions.models import Place
from parcours.models import Personne
from tests import builders as b
from tests.documents import lire
from tests.e2e import gestes

SAMEDI = dt.date(2026, 12, 12)


def preparer():
    """A published outing of the centre; one family sits on 20 seats, one person on 1 more later."""
    centre = b.creer_centre("le-lierre")
    atelier = b.creer_atelier(
        centre, genre="sortie", titre="Sortie au musée", accepte_enfants=True, capacite=22
    )
    seance = b.creer_seance(atelier, SAMEDI, 13, 240, capacite=22)
    Sortie.objects.create(seance=seance, point_rdv="Gare de Thionville")
    groupe = b.creer_personne(centre, prenom="Groupe", nom="Danse", canal="papier")
    place = b.creer_place(seance, groupe, sieges=19)
    autre = b.creer_place(seance, b.creer_personne(centre, prenom="Ines", canal="papier"))
    a = b.creer_personne(centre, prenom="Awa", nom="Zongo", telephone="06 39 98 11 11", canal="sms")
    b_ = b.creer_personne(centre, prenom="Bilal", nom="Zerrouk", canal="appel")
    return seance, place, autre, a, b_


def placer(page, adresse, seance, personne, sieges):
    page.goto(f"{adresse}/seances/{seance.pk}/?personne={personne.reference}#placer")
    page.get_by_label("Nombre de places").fill(str(sieges))
    page.get_by_role("button", name=f"Inscrire {personne.prenom}").click()


def messages_de(personne: Personne, motif: str):
    return list(Message.objects.filter(envoi__personne=personne, graine__motif=motif))


def test_sortie_la_famille_attend_entiere_et_personne_ne_passe_devant(visiteur, maison, horloge):
    seance, _, autre, awa, bilal = preparer()
    page = visiteur("coordination")
    placer(page, maison, seance, awa, 3)
    expect(page.get_by_text("Awa Z. est en liste d’attente, rang 1.")).to_be_visible()
    placer(page, maison, seance, bilal, 1)
    expect(page.get_by_text("Bilal Z. est en liste d’attente, rang 2.")).to_be_visible()
    attente = page.get_by_role("region", name="Liste d’attente")
    expect(attente).to_contain_text("La première personne de la liste passe d’abord")
    la_regle_est_montree(page, maison, seance)
    une_place_se_libere(page, maison, seance, autre, awa)
    sans_reponse_c_est_au_suivant(page, maison, seance, awa, bilal, horloge)
    les_enfants_et_la_feuille(page, maison, seance, awa, horloge)
    la_meteo_annule(page, maison, seance)


def la_regle_est_montree(page, adresse, seance) -> None:
    page.get_by_role("link", name="Changer les règles des places").click()
    tient = page.get_by_label("premier groupe qui tient")
    expect(tient).not_to_be_checked()
    expect(page.get_by_label("ceux qui sont sortis le moins")).not_to_be_checked()


def une_place_se_libere(page, adresse, seance, autre, awa) -> None:
    """One seat more: the three are held for Awa for a day, by SMS."""
    page.goto(f"{adresse}/seances/{seance.pk}/")
    ligne = page.get_by_role("row").filter(has_text=autre.personne.nom_court)
    ligne.get_by_role("button", name="A prévenu").click()
    ligne = page.get_by_role("row").filter(has_text=awa.nom_court)
    expect(ligne).to_contain_text("Proposée")
    assert Seance.objects.get(pk=seance.pk).sieges_pris == 22
    [sms] = messages_de(awa, "place")
    assert (sms.canal, sms.graine["sieges"]) == ("sms", 3)


def sans_reponse_c_est_au_suivant(page, adresse, seance, awa, bilal, horloge) -> None:
    """A day without an answer: the seats go to Bilal, who is on the call list."""
    horloge.shift(dt.timedelta(hours=24, minutes=1))
    gestes.envoyer(horloge)
    gestes.connecter(page, adresse, "coordination")
    page.goto(f"{adresse}/seances/{seance.pk}/")
    ligne = page.get_by_role("row").filter(has_text=bilal.nom_court)
    expect(ligne).to_contain_text("Proposée")
    assert Place.objects.get(personne=awa).etat == "annulee_centre"
    page.goto(f"{adresse}/appels/")
    expect(page.get_by_role("rowheader", name=str(bilal))).to_be_visible()
    # On paper the list begins under its title, however long it is.
    papier = lire(page.pdf(width="210mm", height="110mm"))
    assert "À dire" in papier.pages[0].extract_text()
    page.goto(f"{adresse}/seances/{seance.pk}/")
    ligne.get_by_role("button", name="Elle accepte").click()
    expect(page.get_by_text("Bilal Z. a sa place.")).to_be_visible()


def les_enfants_et_la_feuille(page, adresse, seance, awa, horloge) -> None:
    """Awa comes after all with one child; without a signed paper at J-2, the coordinator knows."""
    placer(page, adresse, seance, awa, 2)
    page.get_by_role("link", name=f"{awa.nom_court}, 2").click()
    page.get_by_label("Prénom").fill("Lina")
    page.get_by_label("Âge").fill("9")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(f"C’est noté pour {awa.nom_court}.")).to_be_visible()
    horloge.move_to(instant(SAMEDI - dt.timedelta(days=2), dt.time(9)))
    gestes.connecter(page, adresse, "coordination")
    page.goto(f"{adresse}/planning/")
    # The group of 19 has named nobody either: 18 people, and Lina.
    expect(page.get_by_text("19 autorisations manquent")).to_be_visible()
    page.goto(f"{adresse}/seances/{seance.pk}/")
    expect(page.get_by_role("button", name="Liste du jour")).to_be_visible()
    jeton = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    reponse = page.request.post(
        f"{adresse}/seances/{seance.pk}/sortie/liste.pdf", form={"csrfmiddlewaretoken": jeton}
    )
    assert (reponse.status, reponse.body()[:5]) == (200, b"%PDF-")


def la_meteo_annule(page, adresse, seance) -> None:
    """The group, the mother and the man are told, each by another road."""
    gestes.annuler(page, adresse, seance.pk, "Météo ou transport")
    page.get_by_role("button", name="prévenir 3 personnes").click()
    vivantes = Place.objects.vivantes().filter(seance=seance)
    dits = Message.objects.filter(envoi__seance=seance, graine__motif="annulation")
    canaux = sorted(dits.values_list("canal", flat=True))
    assert (vivantes.count(), canaux) == (0, ["appel", "papier", "sms"])
