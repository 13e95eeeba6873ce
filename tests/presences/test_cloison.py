"""What must never leave: level 2–3, confidences, absences — byte for byte and by canary."""

import datetime as dt
import re

import pytest
from django.test import Client

from centre.temps import maintenant
from inscriptions.operations.liens import nouvelle_carte
from parcours.models import Entretien
from tests.builders import creer_atelier, creer_centre, creer_personne, creer_utilisateur
from tests.presences.test_orientations import (
    ACCORD,
    JEUDI,
    navigateur,
    orienter,
    prevoir,
    venir,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(JEUDI, tick=False)]

CONFIDENCE = "CANARI-CONFIDENCE-7391"
PROTEGE = "CANARI-GROUPE-DE-PAROLES"
DISCRET = "CANARI-SOPHROLOGIE"


def adresses(orientation):
    """All the pages that speak of one orientation, over several periods and filters."""
    periodes = ["", "?du=2026-01-01&au=2026-12-31", "?du=2026-11-16&au=2026-11-22"]
    filtres = [f"/orientations/?etat={e}" for e in ("parcours", "attente", "echeance", "terminees")]
    detail = [f"/orientations/{orientation.pk}/", f"/orientations/parcours/{orientation.suivi.pk}/"]
    return [f"{base}{p}" for base in ("/orientations/", *detail) for p in periodes] + filtres


def lire(client, orientation):
    """The bytes of each page, without the form token that is drawn for every answer."""
    jeton = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    return {u: jeton.sub(b"", client.get(u).content) for u in adresses(orientation)}


def sensibles(orientation):
    """Past, planned and excused places of level 2 and 3 of the very same parcours."""
    ateliers = [
        creer_atelier(titre=DISCRET, sensibilite=2),
        creer_atelier(titre=PROTEGE, titre_discret="RDV Le Lierre", sensibilite=3),
    ]
    for atelier in ateliers:
        venir(orientation, dt.date(2026, 11, 17), atelier=atelier, heure=14)
        venir(orientation, dt.date(2026, 11, 10), atelier=atelier, heure=14)
        venir(
            orientation, atelier=atelier, jour=dt.date(2026, 11, 3), presence={"statut": "absent"}
        )
        prevoir(orientation, dt.date(2026, 11, 20), atelier=atelier)


@pytest.mark.parametrize("transmission", [ACCORD, "prevue_au_contrat", "aucune"])
@pytest.mark.parametrize("ordinaires", [0, 2])
def test_les_pages_sont_les_memes_octets_avec_ou_sans_niveau_2_et_3(transmission, ordinaires):
    ts = navigateur("prescripteur")
    orientation = orienter(ts, transmission, cadre="contrat_engagement")
    for rang in range(ordinaires):
        venir(orientation, dt.date(2026, 11, 17) - dt.timedelta(days=7 * rang), heure=14)
    avant = lire(ts, orientation)
    sensibles(orientation)
    assert lire(ts, orientation) == avant


def test_les_absences_ne_changent_pas_un_octet():
    ts = navigateur("prescripteur")
    orientation = orienter(ts)
    venir(orientation)
    avant = lire(ts, orientation)
    for statut, motif in (("absent", ""), ("absent_excuse", "sante")):
        venir(orientation, dt.date(2026, 11, 12), presence={"statut": statut, "motif": motif})
    assert lire(ts, orientation) == avant


def test_une_presence_ordinaire_change_bien_la_page():
    """Negative control: the comparison sees what it must see."""
    ts = navigateur("prescripteur")
    orientation = orienter(ts)
    avant = lire(ts, orientation)
    venir(orientation)
    assert lire(ts, orientation) != avant


def planter():
    """A person with a confidence, a level-3 atelier and a prescriber; returns all of them."""
    ts = navigateur("prescripteur")
    orientation = orienter(ts)
    venir(orientation)
    sensibles(orientation)
    auteur = creer_utilisateur("referent")
    Entretien.objects.create(
        parcours=orientation.suivi,
        debut=maintenant(),
        etat="tenu",
        auteur=auteur,
        partageable="Avance bien.",
        confidentiel=CONFIDENCE,
    )
    return ts, orientation


def parcourir(client, departs, limite=60):
    """Follow every internal link by GET and give the text of all that was answered."""
    vus, a_voir, textes = set(), list(departs), []
    while a_voir and len(vus) < limite:
        url = a_voir.pop(0)
        if url in vus:
            continue
        vus.add(url)
        reponse = client.get(url, follow=True)
        if reponse.streaming:
            continue
        textes.append(reponse.content.decode("utf-8", "replace"))
        if "text/html" in reponse.get("Content-Type", ""):
            liens = re.findall(r'href="(/[^"#]*)', textes[-1])
            a_voir += [li.replace("&amp;", "&") for li in liens if "/deconnexion" not in li]
    return "\n".join(textes), vus


def departs(orientation):
    """Entrances of every kind: own pages, those of others by their address, public ones."""
    p, o, s = orientation.personne.reference, orientation.pk, orientation.suivi.pk
    return [
        *("/", "/orientations/", "/planning/", "/ateliers/", "/personnes/", "/moi/", "/bilans/"),
        *(f"/orientations/{o}/", f"/orientations/parcours/{s}/", f"/orientations/recues/{o}/"),
        *(f"/personnes/{p}/", f"/personnes/{p}/modifier/", f"/parcours/{s}/modifier/"),
        *("/c/le-lierre/", "/agenda/le-lierre.ics", "/messages/", "/calendrier/", "/appels/"),
    ]


LECTEURS = {
    "prescripteur": None,
    "autre prescripteur": "prescripteur",
    "binome": "binome",
    "autre centre": "coordination",
}


@pytest.mark.parametrize("qui", list(LECTEURS))
def test_les_canaris_ne_sortent_jamais(qui):
    ts, orientation = planter()
    client = ts
    if LECTEURS[qui]:
        ailleurs = creer_centre("ailleurs") if qui == "autre centre" else None
        client = navigateur(LECTEURS[qui], ailleurs)
    texte, vus = parcourir(client, departs(orientation))
    assert len(vus) >= 18
    assert [c for c in (CONFIDENCE, PROTEGE, DISCRET) if c in texte] == []


def test_les_canaris_ne_sortent_pas_sans_compte():
    _, orientation = planter()
    texte, _ = parcourir(Client(), departs(orientation))
    assert [c for c in (CONFIDENCE, PROTEGE) if c in texte] == []


def test_les_canaris_ne_sortent_pas_chez_une_autre_participante():
    _, orientation = planter()
    jeton = nouvelle_carte(creer_personne())
    texte, _ = parcourir(Client(), [f"/moi/{jeton}/", *departs(orientation)])
    assert [c for c in (CONFIDENCE, PROTEGE) if c in texte] == []


def test_les_canaris_existent_bien():
    """Negative control: the author finds her text, the coordination the discreet atelier."""
    _, orientation = planter()
    auteur = Entretien.objects.get().auteur
    coordination = navigateur("coordination")
    url = f"/personnes/{orientation.personne.reference}/"
    client = Client()
    client.force_login(auteur)
    from_auteur = client.get(f"/entretiens/{Entretien.objects.get().pk}/modifier/").text
    assert (CONFIDENCE in from_auteur, DISCRET in coordination.get(url).text) == (False, True)
