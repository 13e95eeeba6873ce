"""A sheet taken with the network really cut in the browser, and a card read at the desk (S9)."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from centre.models.acces import code_court, empreinte_de
from centre.temps import aujourdhui, instant, maintenant
from inscriptions.operations.liens import nouvelle_carte
from presences.models import (
    AppareilTablette,
    ArriveeParCarte,
    CodeTablette,
    Emport,
    OperationTablette,
    Presence,
    Signature,
)
from presences.operations import pointer
from presences.operations.tablette_appareils import revoquer
from tests import builders as b
from tests.e2e import gestes

CODE = "407193"
TABLETTE = {"width": 820, "height": 1180}


@pytest.fixture
def cuisine():
    """The séance of today, on now, led by Hélène; four people are expected."""
    animatrice = b.creer_utilisateur("animation", prenom="Hélène", nom="Rouvier")
    atelier = b.creer_atelier(titre="Cuisine")
    debut = maintenant() - dt.timedelta(hours=1)
    minuit = maintenant().replace(hour=0, minute=5, second=0, microsecond=0)
    seance = b.creer_seance(
        atelier,
        jour=aujourdhui(),
        debut=max(debut, minuit),
        fin=maintenant() + dt.timedelta(hours=1),
    )
    seance.animateurs.add(b.creer_professionnel(animatrice))
    for prenom, nom in (("Nadia", "Ferhat"), ("Rosa", "Petit"), ("Karim", "Benali")):
        b.creer_place(seance, b.creer_personne(prenom=prenom, nom=nom))
    seance.animatrice = animatrice
    return seance


@pytest.fixture
def ouvrir(live_server, client, browser, browser_context_args):
    """A fresh browser where somebody is logged in; console errors fail the test."""
    contextes, erreurs = [], []

    def faire(utilisateur, chemin="/tablette/", **options):
        contexte = browser.new_context(**{**browser_context_args, **options})
        contexte.set_default_timeout(10_000)
        contexte.set_default_navigation_timeout(30_000)
        contextes.append(contexte)
        client.force_login(utilisateur)
        biscuit = client.cookies["sessionid"].value
        contexte.add_cookies([{"name": "sessionid", "value": biscuit, "url": live_server.url}])
        page = contexte.new_page()
        page.on("pageerror", lambda e: erreurs.append(str(e)))
        page.goto(live_server.url + chemin)
        return page

    yield faire
    for contexte in contextes:
        contexte.close()
    assert erreurs == []


def preparer(page):
    """With the network: the tablet is made known, the code is chosen."""
    page.get_by_label("Le nom de la tablette").fill("Tablette de la cuisine")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Votre code", exact=True).fill(CODE)
    page.get_by_label("Encore une fois").fill(CODE)
    page.get_by_role("button", name="Garder ce code").click()


def entrer(page, code=CODE):
    page.get_by_label("Votre code à six chiffres").fill(code)
    page.get_by_role("button", name="Ouvrir", exact=True).click()


def ligne(page, nom):
    return page.locator("[data-ligne]").filter(has_text=nom)


def repondre(page, nom, reponse):
    ligne(page, nom).get_by_role("radio", name=reponse).check(force=True)


def signer(page, nom):
    ligne(page, nom).get_by_role("button", name="Signer").click()
    cadre = page.locator("[data-cadre]").bounding_box()
    page.mouse.move(cadre["x"] + 60, cadre["y"] + 60)
    page.mouse.down()
    for pas in range(8):
        page.mouse.move(cadre["x"] + 60 + 30 * pas, cadre["y"] + 60 + 20 * (pas % 2))
    page.mouse.up()
    page.get_by_role("button", name="C’est bon").click()
    expect(ligne(page, nom).locator("[data-signee]")).to_be_visible()


def couper(page, oui=True):
    page.context.set_offline(oui)


def statuts():
    return {
        p.place.personne.prenom: p.statut
        for p in Presence.objects.select_related("place__personne")
    }


MAGASIN = """async () => {
  const fin = (demande) => new Promise((oui) => { demande.onsuccess = () => oui(demande.result); });
  const clair = (ligne) => new TextDecoder().decode(ligne?.octets ?? new ArrayBuffer(0));
  let tout = JSON.stringify({ ...localStorage });
  for (const { name } of await indexedDB.databases()) {
    const base = await fin(indexedDB.open(name));
    for (const nom of base.objectStoreNames) {
      const lignes = await fin(base.transaction(nom).objectStore(nom).getAll());
      for (const ligne of lignes) tout += JSON.stringify(ligne) + clair(ligne);
    }
    base.close();
  }
  return tout;
}"""


def dans_le_magasin(page):
    """Everything the browser keeps on this site, as text: what a thief would read."""
    return page.evaluate(MAGASIN)


def test_une_matinee_sans_reseau_revient_une_fois(ouvrir, cuisine, live_server):
    page = ouvrir(cuisine.animatrice, viewport=TABLETTE)
    preparer(page)
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_be_visible()
    expect(page.locator("body[data-prete]")).to_have_count(1)

    couper(page)
    page.reload()
    entrer(page, "000001")
    expect(page.get_by_text("Il reste 4\u00a0essais")).to_be_visible()
    assert CodeTablette.objects.get().essais == 0  # the service has heard nothing
    entrer(page)
    repondre(page, "Nadia F.", "Là")
    repondre(page, "Rosa P.", "Pas venu·e")
    signer(page, "Nadia F.")
    page.get_by_label("Prénom").fill("Olena")
    page.get_by_label("Première lettre du nom").fill("h")
    page.get_by_role("button", name="Ajouter").click()
    signer(page, "Olena H.")
    expect(page.get_by_text("Pas de réseau")).to_be_visible()
    assert (statuts(), OperationTablette.objects.count()) == ({}, 0)
    magasin = dans_le_magasin(page)
    noms = ("Nadia", "Rosa", "Olena", "Cuisine", CODE, "06 39")
    assert ([n for n in noms if n in magasin], '"octets"' in magasin) == ([], True)

    # Meanwhile, at the office.
    bureau = b.creer_utilisateur("coordination", prenom="Claire", nom="Martin")
    pointer(cuisine.places.get(personne__prenom="Rosa"), statut="absent_excuse", par=bureau)
    pointer(cuisine.places.get(personne__prenom="Karim"), statut="absent_excuse", par=bureau)

    couper(page, False)
    expect(page.get_by_text("Rosa P. : il y a deux réponses.")).to_be_visible(timeout=20_000)
    assert statuts() == {
        "Nadia": "present", "Rosa": "absent_excuse", "Karim": "absent_excuse", "Olena": "present",
    }  # fmt: skip
    conflit = page.locator(".tablette__conflit")
    expect(conflit).to_contain_text("Sur cette tablette : Pas venu·e")
    expect(conflit).to_contain_text("Au centre : A prévenu")
    expect(conflit).to_contain_text("par Claire Martin")
    gestes.photographier(page, "s9-conflit")
    conflit.get_by_role("button", name="Garder celle de la tablette").click()
    expect(conflit).to_have_count(0)
    page.get_by_role("button", name="J’ai fini, tout envoyer").click()
    expect(page.get_by_role("heading", name="Tout est enregistré")).to_be_visible()
    expect(page.locator("[data-bilan]")).to_contain_text("2 signatures, 1 personne en plus")
    assert statuts()["Rosa"] == "absent"
    assert sorted(Signature.objects.values_list("place__personne__prenom", "temoin__prenom")) == [
        ("Nadia", "Hélène"),
        ("Olena", "Hélène"),
    ]
    assert Emport.objects.get().graine == ""
    assert dans_le_magasin(page).count('"octets"') == 0


def test_une_journee_se_signe_le_matin_puis_l_apres_midi(ouvrir, cuisine, live_server):
    """Two boxes on the sheet, two signatures, without network; the second comes at 13:00."""
    jour = aujourdhui()
    cuisine.debut = instant(jour, dt.time(0, 5))
    cuisine.fin = instant(jour, dt.time(23, 55))
    cuisine.save(update_fields=["debut", "fin"])
    page = ouvrir(cuisine.animatrice, viewport=TABLETTE)
    preparer(page)
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_be_visible()
    expect(page.locator("body[data-prete]")).to_have_count(1)
    couper(page)
    page.clock.set_system_time(instant(jour, dt.time(10)))
    repondre(page, "Nadia F.", "Là")
    expect(page.locator("[data-manque]")).to_have_text(
        "2\u00a0réponses et 1\u00a0signature manquent"
    )
    signer(page, "Nadia F.")
    expect(ligne(page, "Nadia F.").locator("[data-signee]")).to_have_text("Signé le matin")
    expect(ligne(page, "Nadia F.").get_by_role("button", name="Signer")).to_have_count(0)
    page.clock.set_system_time(instant(jour, dt.time(13)))
    repondre(page, "Rosa P.", "Pas venu·e")
    ligne(page, "Nadia F.").get_by_role("button", name="Signer l’après-midi").click()
    expect(page.get_by_text("Nadia F. signe ici pour l’après-midi")).to_be_visible()
    gestes.photographier(page, "s9-apres-midi")
    page.get_by_role("button", name="Ne pas signer").click()
    signer(page, "Nadia F.")
    expect(ligne(page, "Nadia F.").locator("[data-signee]")).to_have_text(
        "Signé le matin et l’après-midi"
    )
    couper(page, False)
    expect(page.get_by_text("Tout est enregistré.")).to_be_visible(timeout=20_000)
    assert list(Signature.objects.values_list("place__personne__prenom", "demi_journee")) == [
        ("Nadia", "matin"),
        ("Nadia", "apres_midi"),
    ]


def test_deux_onglets_et_une_coupure_n_ecrivent_qu_une_fois(ouvrir, cuisine, live_server):
    page = ouvrir(cuisine.animatrice)
    preparer(page)
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_be_visible()
    # The answer of the first sending is lost on its way: the tablet sends the same again.
    perdues = []

    def perdre(route):
        if not perdues:
            perdues.append(route.request.post_data)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/tablette/synchro/", perdre)
    repondre(page, "Nadia F.", "Là")
    expect(ligne(page, "Nadia F.")).to_contain_text("gardé ici")
    second = page.context.new_page()
    second.goto(page.url)
    entrer(second)
    expect(ligne(second, "Nadia F.")).to_contain_text("enregistré", timeout=20_000)
    repondre(page, "Nadia F.", "Là")
    couper(page)
    repondre(page, "Rosa P.", "Là")
    repondre(second, "Rosa P.", "Là")
    couper(page, False)
    expect(ligne(second, "Rosa P.")).to_contain_text("enregistré", timeout=20_000)
    assert statuts() == {"Nadia": "present", "Rosa": "present"}
    assert len(perdues) == 1
    assert list(
        OperationTablette.objects.order_by("pk").values_list("place__personne__prenom", "resultat")
    ) == [("Nadia", "ecrite"), ("Rosa", "ecrite")]


def test_une_tablette_perdue_s_efface_au_premier_contact(ouvrir, cuisine, live_server):
    page = ouvrir(cuisine.animatrice)
    preparer(page)
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_be_visible()
    expect(page.locator("body[data-prete]")).to_have_count(1)
    couper(page)
    repondre(page, "Nadia F.", "Là")
    revoquer(AppareilTablette.objects.get())
    couper(page, False)
    expect(page.get_by_text("Cette tablette a été retirée")).to_be_visible(timeout=20_000)
    assert statuts() == {}
    assert dans_le_magasin(page).count('"octets"') == 0


def test_cinq_codes_faux_effacent_la_liste(ouvrir, cuisine, live_server):
    page = ouvrir(cuisine.animatrice)
    preparer(page)
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_be_visible()
    expect(page.locator("body[data-prete]")).to_have_count(1)
    couper(page)
    page.reload()
    for essai in range(5):
        entrer(page, f"00000{essai}")
        if essai < 4:
            expect(page.get_by_text(f"Il reste {4 - essai}\u00a0essai")).to_be_visible()
    expect(page.get_by_role("heading", name="Il faut du réseau pour commencer")).to_be_visible()
    assert dans_le_magasin(page).count('"octets"') == 0


def test_apres_vingt_quatre_heures_les_noms_s_effacent_et_les_reponses_repartent(
    ouvrir, cuisine, live_server
):
    page = ouvrir(cuisine.animatrice)
    page.clock.install()
    page.reload()
    preparer(page)
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_be_visible()
    expect(page.locator("body[data-prete]")).to_have_count(1)
    couper(page)
    repondre(page, "Nadia F.", "Là")
    expect(ligne(page, "Nadia F.")).to_contain_text("gardé ici")
    page.clock.fast_forward("23:50:00")
    assert dans_le_magasin(page).count('"octets"') == 3  # key, list, one answer

    page.clock.fast_forward("00:20:00")  # nobody touches it: the answer alone stays, sealed
    page.wait_for_function(f"async () => (await ({MAGASIN})()).split('octets').length === 2")
    entrer(page)
    expect(page.get_by_role("heading", name="Il faut du réseau pour commencer")).to_be_visible()
    assert (page.locator("[data-ligne]").count(), statuts()) == (0, {})

    couper(page, False)
    page.reload()
    entrer(page)
    expect(ligne(page, "Nadia F.")).to_contain_text("enregistré", timeout=20_000)
    expect(page.get_by_text("L’horloge de cette tablette avance de")).to_be_visible()
    assert statuts() == {"Nadia": "present"}


# The browser of the tests has a camera of its own but cannot read QR codes: this reads instead,
# from a picture that the camera has really given.
LECTEUR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(video) { return video.videoWidth ? [{ rawValue: "%s" }] : []; }
};"""


def test_la_camera_lit_la_carte_a_la_borne_et_sur_la_tablette(ouvrir, cuisine, live_server):
    ArriveeParCarte.objects.create(atelier=cuisine.atelier)
    nadia, rosa = (cuisine.places.get(personne__prenom=p).personne for p in ("Nadia", "Rosa"))
    page = ouvrir(b.creer_utilisateur("coordination"), "/presences/bornes/")
    page.context.grant_permissions(["camera"], origin=live_server.url)
    page.add_init_script(LECTEUR % f"{live_server.url}/moi/{nouvelle_carte(nadia)}/")
    page.get_by_role("button", name="Ouvrir la borne ici").click()
    page.get_by_role("button", name="Lire ma carte").click()
    expect(page.get_by_text("Bonjour Nadia, c’est noté")).to_be_visible()

    carte = nouvelle_carte(rosa)
    karim = cuisine.places.get(personne__prenom="Karim").personne
    chiffres = code_court(empreinte_de(nouvelle_carte(karim)))
    page = ouvrir(cuisine.animatrice)
    page.context.grant_permissions(["camera"], origin=live_server.url)
    page.add_init_script(LECTEUR % f"{live_server.url}/moi/{carte}/")
    page.reload()
    preparer(page)
    entrer(page)
    expect(ligne(page, "Rosa P.")).to_be_visible()
    couper(page)
    page.locator("[data-camera]").click()
    expect(page.locator("[data-bonjour]")).to_contain_text("Rosa")
    # Without a camera that reads: the eight figures, typed or sent by a scanner, without network.
    page.locator("#c-carte").focus()
    page.keyboard.type(f"{chiffres}\n")
    expect(page.locator("[data-bonjour]")).to_contain_text("Karim")
    couper(page, False)
    expect(ligne(page, "Karim B.")).to_contain_text("enregistré", timeout=20_000)
    assert set(statuts()) == {"Nadia", "Rosa", "Karim"}


def test_la_borne_ne_dit_que_bonjour(ouvrir, cuisine, live_server):
    ArriveeParCarte.objects.create(atelier=cuisine.atelier)
    nadia = cuisine.places.get(personne__prenom="Nadia").personne
    jeton = nouvelle_carte(nadia)
    page = ouvrir(b.creer_utilisateur("coordination"), "/presences/bornes/")
    page.get_by_role("button", name="Ouvrir la borne ici").click()
    expect(page.get_by_text("Montrez votre carte.")).to_be_visible()
    page.keyboard.type(f"{live_server.url}/moi/{jeton}/\n")
    expect(page.get_by_text("Bonjour Nadia, c’est noté")).to_be_visible()
    # This browser reads no QR code: the field, which a scanner or a hand fills, is all there is.
    expect(page.get_by_role("button", name="Lire ma carte")).to_have_count(0)
    expect(page.locator("#carte")).to_be_focused()
    rosa = cuisine.places.get(personne__prenom="Rosa").personne
    page.keyboard.type(f"{code_court(empreinte_de(nouvelle_carte(rosa)))}\n")
    expect(page.get_by_text("Bonjour Rosa, c’est noté")).to_be_visible()
    page.locator("#carte").fill("12345678")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Adressez-vous à l’accueil.")).to_be_visible()
    assert set(statuts()) == {"Nadia", "Rosa"}
    page.goto(f"{live_server.url}/personnes/")
    assert "/connexion/" in page.url
