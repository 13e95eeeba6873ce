"""Who reads which text: a canary in each confidential field, searched in all that each one gets.

Each visitor opens every address of the project with the objects of the world, follows every link,
takes every feed, poster, PDF and export; the canaries found are those of ``tests/visibilite.py``.
"""

import datetime as dt
import email.policy
import io
import logging
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from centre import pdf
from centre.messagerie.rendu import octets_de, rendre
from centre.models import JournalAcces, Message
from inscriptions.operations import prendre_place
from tests import builders as b
from tests.canaris import NOMS, canari, cherche, planter
from tests.matrice import LIGNES
from tests.monde import Monde
from tests.test_acces import ouvrir_session_participant
from tests.visibilite import DONNEES, VISITEURS, lecteurs_de
from tests.visite import visiter

pytestmark = [pytest.mark.django_db, pytest.mark.rendu]

EXPORTS = [
    f"/bilans/exports/presences/?du=2026-01-01&au=2026-12-31&format={format}"
    for format in ("csv", "xlsx")
]
RECHERCHES = ["/personnes/?q={}", "/orientations/?q={}", "/comites/?q={}", "/partenaires/?q={}"]
# They reach nothing of the world: the addresses of its objects are enough.
SANS_LIENS = {"coordination_ailleurs", "administration"}


@pytest.fixture(scope="module")
def monde(django_db_setup, django_db_blocker):
    """One world for the module, rolled back at its end; a PDF is the data that it is made of."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(pdf, "_dans_un_processus", lambda demande: b"%PDF-" + demande)
        monde = Monde.construire()
        planter(monde)
        yield monde
        transaction.set_rollback(True)


class Ecoute(logging.Handler):
    """Keeps every record of the crawl, masked as the service's own handler writes it."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lignes = []

    def emit(self, record):
        self.lignes.append(record.getMessage())


@pytest.fixture(scope="module")
def textes(monde):
    """All that each visitor was answered, once for the module; « journaux » is what was logged."""
    ecoute = Ecoute()
    logging.getLogger().addHandler(ecoute)
    try:
        lus = {nom: tout_lire(monde, nom) for nom in VISITEURS}
    finally:
        logging.getLogger().removeHandler(ecoute)
    return {**lus, "journaux": "\n".join(ecoute.lignes)}


def navigateur(monde, nom):
    client = Client(raise_request_exception=False)
    if nom in monde.acteurs:
        client.force_login(monde.acteurs[nom])
    elif nom == "participant_ailleurs":
        ouvrir_session_participant(client, monde.jeton_autre)
    elif nom != "anonyme":
        ouvrir_session_participant(client, monde.jeton_page)
    if nom == "participant_lettres":
        client.post(reverse("inscriptions:moi-lettres"), {"lettres": "fer"})
    return client


def tout_lire(monde, nom):
    with transaction.atomic():
        client = navigateur(monde, nom)
        reponses = visiter(client, LIGNES, monde, EXPORTS, suivre=nom not in SANS_LIENS)
        journal = str(list(JournalAcces.objects.values_list()))
        return "\n".join([*(texte(r) for r in reponses.values()), canari_du(journal)])


def canari_du(journal):
    """The audit rows hold no canary, whoever read: a marker says so in the text of the visitor."""
    return "journal-d-acces-bavard" if any(canari(nom) in journal for nom in NOMS) else ""


def texte(reponse):
    """The text of a page, of a feed, or of the sheets inside a workbook."""
    octets = b"".join(reponse) if reponse.streaming else reponse.content
    if octets.startswith(b"PK"):
        classeur = zipfile.ZipFile(io.BytesIO(octets))
        octets = b"".join(classeur.read(nom) for nom in classeur.namelist())
    # Calendars fold their long lines.
    return octets.replace(b"\r\n ", b"").decode(errors="replace")


def en_clair(octets):
    """Headers and decoded parts of a mail, its calendar included."""
    courriel = email.message_from_bytes(octets, policy=email.policy.default)
    parties = [p.get_payload(decode=True) or b"" for p in courriel.walk()]
    return "\n".join([str(courriel), *(p.decode(errors="replace") for p in parties)])


def test_au_moins_quarante_canaris_et_chacun_a_sa_ligne():
    dits = {nom for donnee in DONNEES for nom in donnee.canaris}
    assert len(NOMS) >= 40
    assert set(NOMS) - dits == {"argument", "precisions-autre"}
    assert dits - set(NOMS) == set()


@pytest.mark.parametrize("visiteur", VISITEURS)
def test_chacun_ne_lit_que_ce_qui_le_regarde(visiteur, textes):
    lus = {nom for nom in NOMS if cherche(nom) in textes[visiteur]}
    assert lus == {nom for nom in NOMS if visiteur in lecteurs_de(nom)}


@pytest.mark.parametrize("visiteur", VISITEURS)
def test_chacun_a_bien_ete_lu(visiteur, textes):
    """Negative control: what is searched is what these people see."""
    attendu = "Autre centre" if visiteur == "coordination_ailleurs" else "Le Lierre"
    assert attendu in textes[visiteur]


def test_ni_les_journaux_ni_le_journal_d_acces_ne_portent_de_confidence(textes):
    assert [nom for nom in NOMS if cherche(nom) in textes["journaux"]] == []
    assert [v for v in VISITEURS if "journal-d-acces-bavard" in textes[v]] == []


@pytest.mark.parametrize("visiteur", ["prescripteur_ailleurs", "binome", "prescripteur"])
def test_un_partenaire_ne_trouve_personne_en_cherchant(visiteur, monde):
    """Searching a name of the centre: nothing, or the very page of a name that nobody has."""
    client = navigateur(monde, visiteur)
    for adresse in RECHERCHES:
        connue = client.get(adresse.format("Benali"))
        inconnue = client.get(adresse.format("Xyzxyz"))
        assert connue.status_code == inconnue.status_code
        assert connue.content.count(b"Benali") == inconnue.content.count(b"Xyzxyz")


def test_les_messages_ne_portent_ni_titre_sensible_ni_confidence(monde):
    Message.objects.all().delete()
    coordination = monde.acteurs["coordination"]
    b.creer_inscription(monde.autre_personne, monde.serie)
    par_sms = b.creer_personne(monde.centre, courriel="", canal="sms")
    for seance in (monde.seance, monde.seance_protegee):
        veille = seance.debut - dt.timedelta(days=1)
        for personne in (monde.autre_personne, par_sms):
            prendre_place(seance=seance, personne=personne, par=coordination, quand=veille)

    partis = list(Message.objects.exclude(modele="essai"))
    # An SMS has no header: its bytes are its text.
    envois = [en_clair(octets_de(m)) if m.canal == "courriel" else rendre(m).texte for m in partis]

    assert sorted(m.canal for m in partis) == ["courriel", "courriel", "sms", "sms"]
    assert [n for n in NOMS if any(cherche(n) in e for e in envois)] == []
