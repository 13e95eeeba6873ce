"""What people do on the pages, in the words of the pages."""

import email
import email.policy
import os
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar

from centre.models import Utilisateur

ONZE_MINUTES = 11 * 60
LARGEURS = {"bureau": (1440, 900), "tablette": (820, 1180), "telephone": (390, 844)}
# Where the pictures of a run are kept, to be looked at; without it only the widths are checked.
PHOTOS = os.environ.get("PHOTOS_DES_ESSAIS", "")


def connecter(page, adresse: str, compte: str) -> None:
    """Open a session without its page, which has its own test: two loads less each time."""
    client, nom = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(Utilisateur.objects.get(courriel=f"{compte}@lierre.example"))
    page.context.add_cookies([{"name": nom, "value": client.cookies[nom].value, "url": adresse}])


def creer_atelier(page, adresse: str, titre: str) -> None:
    page.goto(f"{adresse}/ateliers/nouveau/")
    page.get_by_label("Titre", exact=True).fill(titre)
    page.get_by_label("Lieu").select_option(label="Salle polyvalente")
    page.get_by_label("Capacité").fill("6")
    page.get_by_role("button", name="Créer et choisir les dates").click()


def ecrire_la_serie(page, *, du: str, au: str, debut: str, fin: str, animatrice: str) -> None:
    """A weekly Monday series; the dates are ISO, as the browser's picker types them."""
    page.get_by_label("Règle du calendrier").select_option(label="Toute l’année")
    page.get_by_label("lundi", exact=True).check()
    page.locator("#id_du").fill(du)
    page.locator("#id_au").fill(au)
    page.locator("#id_heure_debut").fill(debut)
    page.locator("#id_heure_fin").fill(fin)
    page.get_by_label(animatrice).check()
    page.get_by_role("button", name="Vérifier les dates").click()


def inscrire(page, adresse: str, personne, atelier: str) -> None:
    page.goto(f"{adresse}/personnes/?q={personne.prenom} {personne.nom}")
    page.get_by_role("link", name=f"{personne.nom} {personne.prenom}").click()
    page.get_by_role("link", name="Inscrire").first.click()
    liste = page.get_by_label("Atelier", exact=True)
    valeur = liste.locator("option", has_text=atelier).get_attribute("value")
    liste.select_option(valeur)
    page.get_by_role("button", name="Inscrire", exact=True).click()


def deplacer(page, adresse: str, seance: int, *, jour: str, debut: str, fin: str) -> None:
    """Up to « Avant d’envoyer »: nothing has left yet."""
    page.goto(f"{adresse}/seances/{seance}/deplacer/")
    page.locator("#id_jour").fill(jour)
    page.locator("#id_debut").fill(debut)
    page.locator("#id_fin").fill(fin)
    page.get_by_role("button", name="Voir qui est prévenu").click()


def annuler(page, adresse: str, seance: int, raison: str) -> None:
    page.goto(f"{adresse}/seances/{seance}/annuler/")
    page.get_by_label("Raison").select_option(label=raison)
    page.get_by_role("button", name="Voir qui est prévenu").click()


def envoyer(horloge) -> None:
    """Ten minutes to change one's mind go by, then the worker empties the outbox."""
    horloge.shift(ONZE_MINUTES)
    call_command("messagerie", "--une-fois", stdout=StringIO())


def evenements(destinataire: str) -> list[dict[str, str]]:
    """The calendar part of each mail file to an address, in the order they left."""
    trouves = []
    for fichier in sorted(
        settings.COURRIELS_DOSSIER.glob("*.eml"), key=lambda f: f.stat().st_mtime
    ):
        courriel = email.message_from_bytes(fichier.read_bytes(), policy=email.policy.default)
        if destinataire in str(courriel["To"]):
            trouves += [lire(p) for p in courriel.walk() if p.get_content_type() == "text/calendar"]
    return trouves


def lire(partie) -> dict[str, str]:
    """Method, UID, SEQUENCE, start and instance of one iTIP message."""
    agenda = Calendar.from_ical(partie.get_payload(decode=True))
    evenement = agenda.walk("VEVENT")[0]
    instance = evenement.get("RECURRENCE-ID")
    return {
        "methode": str(agenda["METHOD"]),
        "uid": str(evenement["UID"]),
        "sequence": int(evenement["SEQUENCE"]),
        "debut": f"{evenement['DTSTART'].dt:%Y-%m-%d %H:%M}",
        "instance": f"{instance.dt:%Y-%m-%d %H:%M}" if instance else "",
    }


def ouvrir_la_page_personnelle(page, adresse: str, jeton: str, lettres: str) -> None:
    page.goto(f"{adresse}/moi/{jeton}/")
    page.locator("#lettres").fill(lettres)
    page.get_by_role("button", name="Ouvrir").click()


def ajouter_a_son_agenda(page) -> str:
    """One more telephone: returns the secret address that is shown once."""
    page.get_by_role("link", name="Ajouter à mon agenda").click()
    page.get_by_role("button", name="Ajouter ce téléphone").click()
    return page.locator("#lien-agenda").input_value()


def photographier(page, nom: str) -> None:
    """The page as it stands on a desk, a tablet and a phone: nothing overflows on any of them."""
    avant = page.viewport_size
    for support, (largeur, hauteur) in LARGEURS.items():
        page.set_viewport_size({"width": largeur, "height": hauteur})
        trop = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert trop <= 0, f"{nom}, {support} : {trop} px de trop"
        if PHOTOS:
            Path(PHOTOS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(PHOTOS) / f"{nom}-{support}.png", full_page=True)
    page.set_viewport_size(avant)
