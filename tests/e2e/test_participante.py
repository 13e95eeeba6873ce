"""No e-mail, little French, a telephone shared with her son: no step asks for more."""

import datetime as dt
import re
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from ateliers.models import Seance
from centre.models import Message
from centre.temps import instant
from inscriptions.emails import rendre
from inscriptions.models import Place
from parcours.models import Personne
from presences.models import PhotoFeuille, Presence
from tests.builders import image
from tests.documents import texte
from tests.e2e import gestes

FLE = "Français Langue Étrangère"
SEMAINE = dt.timedelta(days=7)


def inscrire_au_comptoir(page, adresse: str) -> Personne:
    """First name, name, telephone, language, channel; the e-mail stays blank."""
    page.goto(f"{adresse}/personnes/nouvelle/")
    page.locator("#id_prenom").fill("Zohra")
    page.locator("#id_nom").fill("Quillian")
    page.locator("#id_telephone").fill("06 39 98 77 01")
    page.locator("#id_telephone_est_partage").check()
    page.locator("#id_langue").select_option("tr")
    page.locator('[name="canal"][value="sms"]').check() if page.locator(
        '[name="canal"][type="radio"]'
    ).count() else page.locator("#id_canal").select_option("sms")
    page.locator("main form[method=post] button:not([name])").last.click()
    zohra = Personne.objects.get(nom="Quillian")
    assert (zohra.courriel, zohra.langue, zohra.canal) == ("", "tr", "sms")
    return zohra


def la_carte_se_lit_sans_savoir_lire(page, adresse: str, zohra: Personne, place: Place) -> None:
    """The day in full, a drawn clock, the bus stop, the telephone."""
    page.goto(f"{adresse}/personnes/{zohra.reference}/carte/")
    carte = page.locator(".carte-a6--rdv")
    expect(carte).to_contain_text("Vendredi 20 novembre")
    expect(carte).to_contain_text("14 heures")
    expect(carte).to_contain_text("Arrêt de bus")
    expect(carte).to_contain_text(re.compile(r"03\s53\s01\s00\s00"))
    expect(carte.locator("svg.cadran")).to_be_visible()
    gestes.photographier(page, "s6-carte")
    assert FLE not in carte.inner_text()
    assert place.seance.debut == instant(dt.date(2026, 11, 20), dt.time(14))


def le_rappel_part_la_veille(horloge, zohra: Personne) -> str:
    horloge.move_to(instant(dt.date(2026, 11, 26), dt.time(10)))
    for fichier in settings.SMS_DOSSIER.glob("*.txt"):
        fichier.unlink()
    call_command("messagerie", "--une-fois", stdout=StringIO())
    gestes.envoyer(horloge)
    textes = [f.read_text() for f in settings.SMS_DOSSIER.glob("*.txt")]
    [sien] = [t for t in textes if str(zohra.telephone) in t]
    rappel = Message.objects.get(envoi__personne=zohra, envoi__motif="rappel")
    assert (rappel.etat, len(rendre(rappel).texte) <= 160) == ("envoye", True)
    return sien


def elle_signe_sur_le_papier(page, adresse: str, seance: Seance) -> None:
    """A cross or initials on the sheet, with the animateur as witness; the paper comes back."""
    papier = f"{adresse}/presences/seances/{seance.pk}/papier/"
    page.goto(papier)
    jeton = page.locator('[name="csrfmiddlewaretoken"]').first.get_attribute("value")
    pdf = page.request.post(
        f"{papier}pdf/", form={"csrfmiddlewaretoken": jeton}, headers={"Referer": papier}
    )
    papier_lu = texte(pdf.body())
    assert "Quillian" in papier_lu
    assert "Signature" in papier_lu
    page.get_by_label("Photo ou scan").set_input_files(
        {"name": "feuille.png", "mimeType": "image/png", "buffer": image(400)}
    )
    page.get_by_role("button", name="Garder", exact=True).click()
    expect(page.get_by_role("link", name="Photo 1")).to_be_visible()
    page.goto(f"{adresse}/presences/seances/{seance.pk}/")
    groupe = page.get_by_role("group", name="Zohra Q.", exact=True)
    groupe.get_by_role("radio", name="Là").check(force=True)
    expect(groupe.locator("xpath=ancestor::li")).to_have_attribute("data-statut", "present")
    gestes.photographier(page, "s6-feuille")


def test_une_participante_sans_courriel_ni_lecture(visiteur, maison, horloge):
    accueil = visiteur("accueil")
    zohra = inscrire_au_comptoir(accueil, maison)
    gestes.inscrire(accueil, maison, zohra, FLE)
    places = Place.objects.filter(personne=zohra).select_related("seance").order_by("seance__debut")
    premiere, seconde = places[0], places[1]
    la_carte_se_lit_sans_savoir_lire(accueil, maison, zohra, premiere)

    horloge.move_to(instant(dt.date(2026, 11, 20), dt.time(16, 5)))
    elle_signe_sur_le_papier(visiteur("coordination"), maison, premiere.seance)
    assert Presence.objects.get(place=premiere).statut == "present"
    assert PhotoFeuille.objects.get().feuille.seance == premiere.seance

    sms = le_rappel_part_la_veille(horloge, zohra)
    assert "?" not in sms
    for mot in ("27", "14:00", "31 avenue de Guise", "03 53 01 00 00"):
        assert mot in sms
    for mot in (FLE, "RSA", "social", "http"):
        assert mot not in sms

    accueil = visiteur("accueil")
    accueil.goto(f"{maison}/planning/?semaine=2026-W48")
    accueil.locator(f'a[href^="/seances/{seconde.seance_id}/"]').first.click()
    accueil.get_by_role("button", name="A prévenu : Zohra Q.").click()
    seconde.refresh_from_db()
    assert (seconde.etat, zohra.jetons.count()) == ("annulee_personne", 0)
