"""The participant's page and the request for a place, in nine languages, on a 360-pixel phone."""

import json
import re

from django.conf import settings
from playwright.sync_api import expect

from bilans.demonstration.monde import jeton_de_demonstration
from inscriptions.models import DemandePublique
from tests.e2e import gestes

PETIT = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
REPONSES = ("vient", "aide")
FAITS = """() => ({
  langue: document.documentElement.lang,
  sens: getComputedStyle(document.body).direction,
  trop: document.documentElement.scrollWidth - 360,
  reponses: [...document.querySelectorAll('.reponse')].map((b) => {
    const r = b.getBoundingClientRect();
    return r.width > 200 && r.height >= 44 && r.left >= 0 && r.right <= 360;
  }),
})"""


# The longest hour that French writes, where the page writes hers: in how many lines.
LIGNES = """() => {
  const heure = document.querySelector('.rdv__heure');
  heure.textContent = '14\u00a0heures\u00a030';
  return Math.round(heure.clientHeight / parseFloat(getComputedStyle(heure).lineHeight));
}"""


def voir(page) -> str:
    return json.dumps(page.evaluate(FAITS), sort_keys=True)


def attendu(langue: str, boutons: int) -> str:
    sens = "rtl" if langue == "ar" else "ltr"
    return json.dumps(
        {"langue": langue, "reponses": [True] * boutons, "sens": sens, "trop": 0}, sort_keys=True
    )


def repondre(page, reponse: str) -> None:
    page.locator(f'.reponse[value="{reponse}"]').click()
    expect(page.locator(f'.reponse[value="{reponse}"]')).to_have_attribute("aria-pressed", "true")


def test_neuf_langues_sur_un_petit_telephone(visiteur, maison):
    page = visiteur(**PETIT)
    page.goto(f"{maison}/moi/{jeton_de_demonstration('actuel')}/")
    for rang, (langue, nom) in enumerate(settings.LANGUAGES):
        page.goto(f"{maison}/moi/?langue={langue}")
        assert voir(page) == attendu(langue, 3)
        choix = page.locator(f'.langues a[lang="{langue}"]')
        expect(choix).to_have_attribute("aria-current", "true")
        expect(choix).to_have_text(re.compile(re.escape(nom), re.IGNORECASE))
        # This browser has no voice: no button that would stay silent.
        expect(page.locator("[data-lire]")).to_be_hidden()
        repondre(page, REPONSES[rang % 2])
        gestes.photographier(page, f"moi-{langue}")
    assert page.evaluate(LIGNES) == 1


def test_une_place_se_demande_sans_script_dans_chaque_langue(visiteur, maison, horloge):
    page = visiteur(**PETIT, java_script_enabled=False)
    adresse = f"{maison}/c/le-lierre/couture/place/"
    for langue, _ in settings.LANGUAGES:
        page.goto(f"{adresse}?langue={langue}")
        expect(page.locator("html")).to_have_attribute("lang", langue)
        expect(page.locator(".reponse--oui")).to_be_visible()
    page.goto(f"{adresse}?langue=ar")
    page.locator("#id_prenom").fill("Amal")
    page.locator("#id_nom").fill("Quillfort")
    page.locator("#id_telephone").fill("06 39 98 77 20")
    page.locator("#id_accord").check()
    horloge.shift(10)
    page.locator(".reponse--oui").click()
    expect(page.locator("#code")).to_be_visible()
    for fichier in settings.SMS_DOSSIER.glob("*.txt"):
        fichier.unlink()
    gestes.envoyer(horloge)
    [sms] = [f.read_text() for f in settings.SMS_DOSSIER.glob("*.txt") if "code" in f.read_text()]
    page.locator("#code").fill(re.search(r"\b\d{6}\b", sms)[0])
    page.locator(".reponse--oui").click()
    expect(page.locator("#code")).to_have_count(0)
    demande = DemandePublique.objects.get(nom="Quillfort")
    assert (demande.etat, demande.langue) == ("confirmee", "ar")
    accueil = visiteur("accueil")
    accueil.goto(f"{maison}/demandes-d-inscription/{demande.pk}/")
    accueil.get_by_role("button", name="Accepter").click()
    expect(accueil.get_by_text("Demande acceptée\u00a0: Amal Q.")).to_be_visible()
    gestes.photographier(accueil, "demande-acceptee")


def enregistrer_une_voix(page, adresse: str) -> None:
    """The browser's microphone fills the ordinary file field."""
    page.goto(f"{adresse}/voix/poser/?phrase=viens&langue=fr")
    page.get_by_role("button", name="Enregistrer avec le micro").click()
    expect(page.locator("[data-etat]")).to_have_text("Parlez maintenant.")
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Arrêter").click()
    expect(page.locator("[data-etat]")).to_contain_text("C’est enregistré.")
    page.get_by_role("button", name="Garder ce son").click()
    expect(page.get_by_text("5\u00a0phrases enregistrées, 76\u00a0manquent")).to_be_visible()


def test_une_voix_s_enregistre_puis_s_entend_et_le_mode_d_emploi_tient(visiteur, maison):
    page = visiteur("coordination", permissions=["microphone"])
    enregistrer_une_voix(page, maison)
    gestes.photographier(page, "voix")
    page.goto(f"{maison}/mode-d-emploi/le-lierre/")
    gestes.photographier(page, "mode-d-emploi")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    elle = visiteur(**PETIT)
    elle.goto(f"{maison}/moi/{jeton_de_demonstration('actuel')}/")
    elle.goto(f"{maison}/moi/?langue=fr")
    with elle.expect_response("**/moi/sons/viens/") as son:
        elle.locator('a.ecouter[href="/moi/sons/viens/"]').click()
    assert son.value.headers["content-type"] == "audio/webm"
    expect(elle).to_have_url(f"{maison}/moi/?langue=fr")
    gestes.photographier(elle, "moi-voix")
