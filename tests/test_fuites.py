"""Who reads which text: one canary per confidential field, searched in all that each one gets.

Each visitor opens every address of the project with the objects of the world, follows every link,
takes every feed, poster and export, then the texts found are compared with a written table.
"""

import datetime as dt
import email.policy
import io
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ateliers.models import Atelier, Deplacement
from bilans.models import Import
from centre.messagerie.rendu import octets_de
from centre.models import Message, Organisme
from inscriptions.models import Accompagnant
from inscriptions.operations import prendre_place
from parcours.models import Entretien, Orientation, Personne
from parcours.models.orientations import TentativeContact
from presences.models import Reouverture
from tests import builders as b
from tests.matrice import LIGNES
from tests.monde import Monde
from tests.test_acces import ouvrir_session_participant
from tests.visite import visiter

pytestmark = pytest.mark.django_db

EQUIPE = {"coordination", "accueil", "referent", "animation"}
EXPORTS = [
    f"/bilans/exports/presences/?du=2026-01-01&au=2026-12-31&format={format}"
    for format in ("csv", "xlsx")
]

# The canary, and everybody who reads it. All the other visitors never do.
LECTEURS = {
    "confidence": {"referent"},
    "partageable": {"referent", "coordination"},
    # Who sets the line up names it; its team would too, and this world's protected team is empty.
    "niveau3": {"coordination"},
    "niveau2": EQUIPE,
    "voisine": EQUIPE | {"prescripteur_ailleurs"},
    "note-equipe": EQUIPE,
    "precisions": {"coordination", "referent", "prescripteur"},
    "precisions-autre": {"coordination", "referent", "prescripteur_ailleurs"},
    "raison-deplacement": EQUIPE,
    "telephone": {"coordination", "accueil", "referent"},
    "courriel": {"coordination", "accueil", "referent"},
    "note-appel": {"coordination", "referent", "accueil"},
    "destinataire": {"coordination", "accueil"},
    "brouillon": EQUIPE,
    "raison-reouverture": set(),
    "note-organisme": {"coordination", "accueil", "referent"},
    "accompagnant": set(),
    "fichier": {"coordination"},
}
VISITEURS = (
    "coordination",
    "accueil",
    "referent",
    "animation",
    "prescripteur",
    "prescripteur_ailleurs",
    "binome",
    "coordination_ailleurs",
    "administration",
    "participant",
    "participant_lettres",
    "participant_ailleurs",
    "anonyme",
)


def canari(nom):
    return f"canari-{nom}-7391".replace("-", "")


def planter(m):
    """One canary per field, each in a row that pages of this world show."""
    Entretien.objects.filter(pk=m.entretien.pk).update(
        confidentiel=canari("confidence"), partageable=canari("partageable")
    )
    Atelier.objects.filter(pk=m.protege.pk).update(titre=canari("niveau3"))
    discret = b.creer_atelier(m.centre, titre=canari("niveau2"), sensibilite=2)
    for atelier in (discret, m.protege):
        for jour in (dt.date(2026, 10, 9), dt.date(2027, 3, 6)):
            seance = b.creer_seance(atelier, jour, lieu=m.lieu)
            place = b.creer_place(seance, m.personne, parcours=m.parcours)
            if jour.year == 2026:
                b.creer_presence(place)
    voisine = b.creer_personne(m.centre, prenom="Ana", nom=canari("voisine"))
    for seance in (m.seance, m.seance_passee):
        b.creer_place(seance, voisine)
        type(seance).objects.filter(pk=seance.pk).update(note_equipe=canari("note-equipe"))
    _planter_les_suites(m, voisine)


def _planter_les_suites(m, voisine):
    Orientation.objects.filter(pk__in=[m.orientation.pk, m.orientation_nouvelle.pk]).update(
        precisions=canari("precisions")
    )
    b.creer_orientation(
        voisine,
        b.creer_professionnel(m.acteurs["prescripteur_ailleurs"], m.centre),
        precisions=canari("precisions-autre"),
    )
    Deplacement.objects.update(raison=canari("raison-deplacement"))
    Personne.objects.filter(pk=m.personne.pk).update(
        telephone="+33639987391", courriel=f"{canari('courriel')}@example.org"
    )
    TentativeContact.objects.create(
        orientation=m.orientation_nouvelle, issue="joint", note=canari("note-appel")
    )
    Message.objects.update(destinataire=f"{canari('destinataire')}@example.org")
    b.creer_atelier(m.centre, titre=canari("brouillon"), est_publie=False)
    Reouverture.objects.create(feuille=m.feuille, raison=canari("raison-reouverture"))
    Organisme.objects.filter(centre=m.centre).update(note=canari("note-organisme"))
    Accompagnant.objects.create(place=m.place_passee, prenom=canari("accompagnant"))
    Import.objects.update(nom_fichier=f"{canari('fichier')}.csv")


@pytest.fixture(scope="module")
def monde(django_db_setup, django_db_blocker):
    """One world for the module, rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        monde = Monde.construire()
        planter(monde)
        yield monde
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def textes(monde):
    """All that each visitor was answered, once for the module."""
    return {nom: tout_lire(monde, nom) for nom in VISITEURS}


def tout_lire(monde, nom):
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        if nom in monde.acteurs:
            client.force_login(monde.acteurs[nom])
        elif nom == "participant_ailleurs":
            ouvrir_session_participant(client, monde.jeton_autre)
        elif nom != "anonyme":
            ouvrir_session_participant(client, monde.jeton_page)
        if nom == "participant_lettres":
            client.post(reverse("inscriptions:moi-lettres"), {"lettres": "fer"})
        reponses = visiter(client, LIGNES, monde, EXPORTS)
        return "\n".join(texte(r) for r in reponses.values())


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


def cherche(nom):
    return "39 98 73 91" if nom == "telephone" else canari(nom)


@pytest.mark.parametrize("visiteur", VISITEURS)
def test_chacun_ne_lit_que_ce_qui_le_regarde(visiteur, textes):
    lus = {nom for nom in LECTEURS if cherche(nom) in textes[visiteur]}
    assert lus == {nom for nom, lecteurs in LECTEURS.items() if visiteur in lecteurs}


@pytest.mark.parametrize("visiteur", VISITEURS)
def test_chacun_a_bien_ete_lu(visiteur, textes):
    """Negative control: what is searched is what these people see."""
    assert "Le Lierre" in textes[visiteur]


def test_les_messages_ne_portent_ni_titre_sensible_ni_confidence(monde):
    Message.objects.all().delete()
    coordination = monde.acteurs["coordination"]
    b.creer_inscription(monde.autre_personne, monde.serie)
    for seance in (monde.seance, monde.seance_protegee):
        veille = seance.debut - dt.timedelta(days=1)
        prendre_place(seance=seance, personne=monde.autre_personne, par=coordination, quand=veille)

    envois = [en_clair(octets_de(m)) for m in Message.objects.exclude(modele="essai")]

    assert len(envois) == 2
    assert [n for n in LECTEURS if any(cherche(n) in e for e in envois)] == []
