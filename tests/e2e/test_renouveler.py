"""S10: an ASI begun on 18/03/2026 is prepared, asked, agreed by the link of a mail, and once."""

import datetime as dt
import email
import email.policy
import re
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from bilans.demonstration.dorees import dispositif_livre
from centre.models import Professionnel
from centre.temps import instant
from parcours.models import Personne
from parcours.operations.parcours import Entree, ouvrir_parcours
from tests.e2e import gestes


def compte(nom):
    return Professionnel.objects.get(
        utilisateur__courriel=f"{nom}@lierre.example", centre__slug="le-lierre"
    )


def lien_du_courriel():
    for fichier in settings.COURRIELS_DOSSIER.glob("*.eml"):
        courriel = email.message_from_bytes(fichier.read_bytes(), policy=email.policy.default)
        texte = courriel.get_body(("plain",)).get_content()
        trouve = re.search(r"https://[^/]+(/renouvellement/\S+)", texte)
        if trouve:
            return trouve[1]
    raise AssertionError("aucun lien")


def test_s10_un_renouvellement_de_six_mois(visiteur, maison, horloge):
    horloge.move_to(instant(dt.date(2026, 8, 18), dt.time(10)))
    personne = Personne.objects.filter(centre__slug="le-lierre").actives().earliest("pk")
    referent = compte("referent")
    entree = Entree(dt.date(2026, 3, 18), dispositif_livre("asi"), referent, None, compte("ts.cms"))
    parcours = ouvrir_parcours(personne=personne, entree=entree, par=referent.utilisateur)
    page = visiteur("referent")
    page.goto(f"{maison}/renouvellements/")
    ligne = page.get_by_role("row", name=f"{personne.nom} {personne.prenom}")
    expect(ligne).to_contain_text("À demander")
    expect(ligne).to_contain_text("17/09/2026")
    ligne.get_by_role("link").click()
    page.get_by_label("Pourquoi continuer").fill("Elle finit ses papiers et cherche un emploi.")
    page.get_by_label("Elle est d’accord, depuis le").fill("2026-08-18")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("jusqu’au 17/03/2027")
    page.get_by_role("button", name="Demander").click()
    expect(page.get_by_role("heading", name="Demande partie")).to_be_visible()
    call_command("messagerie", "--une-fois", stdout=StringIO())
    chemin = lien_du_courriel()
    assert personne.nom.lower() not in chemin.lower()
    _accepter(visiteur(), maison + chemin, parcours)
    page.reload()
    expect(page.locator("main")).to_contain_text("déjà renouvelé. Il ne peut plus l’être")
    expect(page.locator("main")).to_contain_text("17/03/2027")
    gestes.photographier(page, "s10-renouvele")


def _accepter(inconnu, adresse, parcours):
    """Reading changes nothing; one click agrees; the link then opens nothing."""
    inconnu.goto(adresse)
    parcours.refresh_from_db()
    assert parcours.date_fin_prevue == dt.date(2026, 9, 17)
    gestes.photographier(inconnu, "s10-avis")
    inconnu.get_by_role("button", name="D’accord pour continuer").click()
    expect(inconnu.locator("main")).to_contain_text("Merci")
    parcours.refresh_from_db()
    assert parcours.date_fin_prevue == dt.date(2027, 3, 17)
    assert inconnu.goto(adresse).status == 404
