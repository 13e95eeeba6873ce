"""One piece of work of each role around a parcours, and who never sees it."""

from playwright.sync_api import expect

from inscriptions.operations.liens import nouvelle_carte
from parcours.models import Parcours, PointPrescripteur
from tests.e2e import gestes

SECRET = "Elle m’a confié une peur que je garde pour nous."
PARTAGE = "Elle cherche un mode de garde."
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def parcours_ouverts():
    return Parcours.objects.ouverts().filter(centre__slug="le-lierre").select_related("personne")


def sur_sa_page(visiteur, maison, personne):
    """A new card, scanned, then the three letters."""
    jeton = nouvelle_carte(personne)
    page = visiteur(**TELEPHONE)
    gestes.ouvrir_la_page_personnelle(page, maison, jeton, personne.nom[:3])
    return page


def test_une_fiche_par_lien_deux_appels_une_entree(visiteur, maison):
    equipe, partenaire, animation = visiteur("coordination"), visiteur(), visiteur("animation")
    equipe.goto(f"{maison}/orientations/liens/")
    equipe.get_by_label("Organisme", exact=True).select_option(label="France Travail Thionville")
    equipe.get_by_role("button", name="Faire un lien de huit jours").click()
    partenaire.goto(equipe.get_by_label("Adresse à donner").input_value())
    ecrire_la_fiche(partenaire)
    expect(partenaire.get_by_role("heading", name="Fiche reçue")).to_be_visible()
    gestes.photographier(partenaire, "roles-fiche-recue")

    equipe.goto(f"{maison}/orientations/recues/")
    equipe.get_by_role("link", name="Quillian").first.click()
    for reponse in ("Pas de réponse", "A répondu"):
        equipe.get_by_role("button", name=reponse).click()
    appels = equipe.get_by_role("region", name="Appeler").locator("li")
    expect(appels).to_have_count(2)
    expect(equipe.locator("main")).to_contain_text("répondez d’un mot : « contactée »")
    gestes.photographier(equipe, "roles-deux-appels")
    equipe.get_by_role("link", name="Écrire l’entrée").click()
    equipe.locator("main form").get_by_role("button").last.click()
    expect(equipe.locator("main")).to_contain_text("Objectif")

    assert animation.request.get(f"{maison}/orientations/recues/").status == 404
    assert "Quillian" not in animation.request.get(f"{maison}/planning/").text()


def ecrire_la_fiche(page):
    page.get_by_label("Votre prénom").fill("Odile")
    page.get_by_label("Votre nom").fill("Marchal")
    page.get_by_label("Prénom", exact=True).fill("Zohra")
    page.get_by_label("Nom", exact=True).fill("Quillian")
    page.get_by_label("Téléphone").fill("06 39 98 77 01")
    page.get_by_label("Dispositif").select_option(index=1)
    page.locator("[name=difficultes]").first.check()
    page.get_by_label("La personne est d’accord pour venir").fill("2026-11-18")
    page.get_by_label("Oui, elle veut bien").check()
    page.get_by_role("button", name="Envoyer la fiche").click()


def test_la_referente_ecrit_puis_fait_le_point_et_le_prescripteur_le_lit(visiteur, maison):
    suivi = parcours_ouverts().filter(
        referents__professionnel__utilisateur__courriel="referent@lierre.example",
        prescripteur__utilisateur__courriel="ts.cms@lierre.example",
        dispositif__code="asi",
    )[0]
    coordination, page = visiteur("coordination"), visiteur("referent")
    noter_un_entretien(page, f"{maison}/parcours/{suivi.pk}/entretiens/nouveau/")
    ce_qu_elle_seule_lit_ne_s_imprime_pas(page)
    convenir_d_un_objectif(page)
    gestes.photographier(page, "roles-sa-page")
    envoyer_le_point(page, maison, suivi)

    prescripteur = visiteur("ts.cms")
    prescripteur.goto(f"{maison}/orientations/parcours/{suivi.pk}/")
    prescripteur.get_by_role("link", name="Point").first.click()
    expect(prescripteur.locator("main")).to_contain_text(PARTAGE)
    gestes.photographier(prescripteur, "roles-point-lu")
    fiche = f"{maison}/personnes/{suivi.personne.reference}/"
    for qui, statut in ((prescripteur, 403), (coordination, 200)):
        reponse = qui.request.get(fiche)
        assert (reponse.status, SECRET in reponse.text()) == (statut, False)
    assert SECRET not in prescripteur.content()


def noter_un_entretien(page, adresse):
    page.goto(adresse)
    page.locator("#id_heure").fill("09:00")
    page.locator("#id_etat").select_option("tenu")
    page.locator("#id_partageable").fill(PARTAGE)
    page.locator("#id_explique").check()
    page.locator("#id_confidentiel").fill(SECRET)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text(PARTAGE)


def ce_qu_elle_seule_lit_ne_s_imprime_pas(page):
    secret = page.get_by_text(SECRET)
    expect(secret).to_be_visible()
    page.emulate_media(media="print")
    expect(secret).to_be_hidden()
    page.emulate_media(media="screen")


def convenir_d_un_objectif(page):
    """Neither is written before she says yes."""
    page.get_by_role("link", name="Noter un objectif").click()
    page.get_by_label("Ce qu’elle veut").fill("Prendre le bus seule")
    page.locator("[name=finalite]").first.check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("parlez-en d’abord avec elle").first).to_be_visible()
    page.get_by_label("Elle est d’accord").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("region", name="Ce qu’elle veut").get_by_role(
        "link", name="étape"
    ).last.click()
    page.get_by_label("Quoi", exact=True).fill("Faire le trajet ensemble")
    page.get_by_label("Elle est d’accord").check()
    page.get_by_role("button", name="Enregistrer").click()
    objectifs = page.get_by_role("region", name="Ce qu’elle veut")
    expect(objectifs).to_contain_text("Faire le trajet ensemble")


def envoyer_le_point(page, maison, suivi):
    page.goto(f"{maison}/personnes/{suivi.personne.reference}/")
    page.get_by_role("button", name="Écrire le point").click()
    texte = page.locator("#id_texte")
    assert SECRET not in texte.input_value()
    texte.fill(PARTAGE)
    page.get_by_label("Relu avec elle le").fill("2026-11-19")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Envoyer le point").click()
    assert PointPrescripteur.objects.filter(parcours=suivi).latest("pk").est_envoye


def test_le_binome_valide_et_l_intervenant_ecrit_avec_la_personne(visiteur, maison):
    a_deux = parcours_ouverts().get(dispositif__code="accompagnement-global")
    a_plusieurs = parcours_ouverts().get(dispositif__code="asg")
    emploi = visiteur("ts.ft")
    emploi.goto(f"{maison}/parcours/{a_deux.pk}/espace/")
    expect(emploi.locator("main")).to_contain_text("Le plan s’ouvre quand")
    emploi.get_by_role("button", name="Je valide").click()
    emploi.get_by_role("link", name="Ajouter au plan").click()
    ajouter_au_plan(emploi)
    social = visiteur("ts.cms")
    social.goto(f"{maison}/parcours/{a_deux.pk}/espace/")
    expect(social.get_by_role("row", name="Visiter la crèche")).to_be_visible()
    gestes.photographier(social, "roles-espace-binome")
    changer_puis_valider_a_deux(social, emploi, f"{maison}/parcours/{a_deux.pk}/espace/")

    espace = f"{maison}/parcours/{a_plusieurs.pk}/espace/"
    emploi.goto(f"{espace}notes/")
    emploi.get_by_label("Texte").or_(emploi.locator("#id_texte")).first.fill(
        "Un stage est possible."
    )
    emploi.get_by_role("button", name="Enregistrer").click()
    elle = sur_sa_page(visiteur, maison, a_plusieurs.personne)
    elle.get_by_role("link", name="Ce qui est écrit avec moi").click()
    expect(elle.locator("main")).to_contain_text("Un stage est possible.")
    elle.get_by_label("Ajouter une idée").fill("Ma sœur peut me conduire.")
    elle.get_by_role("button", name="Envoyer").click()
    gestes.photographier(elle, "roles-ses-notes")
    emploi.goto(espace)
    expect(emploi.get_by_role("region", name="Notes partagées")).to_contain_text("Ma sœur")
    refus = [qui.request.get(espace).status for qui in (visiteur("animation"), social)]
    assert refus == [404, 404]


def changer_puis_valider_a_deux(social, emploi, espace):
    """A change asks both halves again; one click each, and nothing is added before the second."""
    social.goto(f"{espace}diagnostic/")
    social.locator("#id_volet_social").fill("Mode de garde trouvé, permis à préparer.")
    social.get_by_role("button", name="Enregistrer").click()
    social.get_by_role("button", name="Je valide").click()
    expect(social.get_by_role("link", name="Ajouter au plan")).to_have_count(0)
    emploi.goto(espace)
    emploi.get_by_role("button", name="Je valide").click()
    expect(emploi.get_by_role("link", name="Ajouter au plan")).to_be_visible()


def ajouter_au_plan(page):
    page.locator("#id_genre").select_option("action")
    page.locator("#id_theme").select_option(index=1)
    page.locator("#id_quoi").fill("Visiter la crèche")
    page.locator("#id_qui").select_option(index=1)
    page.locator("#id_echeance").fill("2026-12-04")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("row", name="Visiter la crèche")).to_be_visible()


def test_elle_retire_un_accord_et_la_page_du_prescripteur_change(visiteur, maison):
    suivi = parcours_ouverts().filter(
        prescripteur__utilisateur__courriel="ts.udaf@lierre.example",
        transmission_presence="avec_accord_au_referent",
        orientation__isnull=False,
    )[0]
    prescripteur = visiteur("ts.udaf")
    prescripteur.goto(f"{maison}/orientations/{suivi.orientation_id}/")
    partagees = prescripteur.get_by_role("region", name="Présences partagées")
    expect(partagees).to_contain_text("Liste partielle.")
    elle = sur_sa_page(visiteur, maison, suivi.personne)
    elle.goto(f"{maison}/moi/accords/")
    montrer = elle.locator("li", has_text="Montrer quand je viens")
    expect(montrer).to_contain_text("J’accepte que le centre montre mes présences")
    gestes.photographier(elle, "roles-ce-que-j-accepte")
    montrer.get_by_role("button", name="Je dis non").click()
    expect(elle.locator("main")).to_contain_text("c’est fait tout de suite")
    prescripteur.reload()
    expect(partagees).to_contain_text("Son attestation lui est remise")
    gestes.photographier(prescripteur, "roles-accord-retire")


def test_la_deleguee_lit_le_registre_et_ce_que_l_effacement_enlevera(visiteur, maison):
    personne = parcours_ouverts().order_by("pk")[0].personne
    page, technique = visiteur("coordination"), visiteur("admin")
    page.goto(f"{maison}/donnees/registre/")
    expect(page.locator("main")).to_contain_text("Orientation et parcours")
    gestes.photographier(page, "roles-registre")
    page.goto(f"{maison}/personnes/{personne.reference}/donnees/")
    page.get_by_label("Effacement de ses données").check()
    page.get_by_label("L’équipe la connaît").check()
    page.get_by_role("button", name="Noter la demande").click()
    page.get_by_role("link", name="Voir ce qui s’efface").click()
    expect(page.locator("main")).to_contain_text("Les bilans de l’année en ont besoin")
    gestes.photographier(page, "roles-effacement")
    adresses = ("donnees/registre/", f"personnes/{personne.reference}/donnees/", "personnes/")
    lus = [technique.request.get(f"{maison}/{adresse}") for adresse in adresses]
    assert [personne.nom in lu.text() for lu in lus] == [False] * 3
    assert {lu.status for lu in lus} <= {403, 404}
