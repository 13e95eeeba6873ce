"""Two worlds that differ by what a partner may not know: every byte she gets is the same.

In the second one the person also takes part in séances of level 2 and 3, misses others, and is
called because of it. All that a partner reaches is read in both: pages, links of pages, exports,
searches, feeds, public pages, and the monthly mail.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from centre.messagerie.rendu import rendre
from centre.models import Message
from centre.temps import instant
from presences.operations.nouvelles import noter_des_nouvelles
from presences.operations.resume import resumes_du_mois
from tests import builders as b
from tests.matrice import LIGNES
from tests.monde import Monde
from tests.presences.test_orientations import JEUDI
from tests.visite import visiter

pytestmark = [pytest.mark.django_db, pytest.mark.rendu]

JETON = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": ?"\w+"|name="page" value="[^"]+"'
)
PREMIER = instant(dt.date(2026, 12, 1), dt.time(9, 30))
PERIODES = ("", "&du=2026-01-01&au=2026-12-31", "&du=2026-11-16&au=2026-11-22")
# Drawn at random for each answer, or reached by a secret that is the person's own.
AILLEURS = ("/compte/", "/agenda/p/", "/moi/")


def construire():
    monde = Monde.construire()
    monde.reserves = [
        b.creer_seance(b.creer_atelier(monde.centre, sensibilite=niveau), jour, heure=14)
        for niveau in (2, 3)
        for jour in (dt.date(2026, 10, 8), dt.date(2026, 11, 17), dt.date(2026, 11, 24))
    ]
    monde.ordinaires = [
        b.creer_seance(monde.atelier, dt.date(2026, 11, jour)) for jour in (3, 10, 17)
    ]
    return monde


def rien(monde):
    """The first world."""


def venir_aux_reservees(monde):
    for seance in monde.reserves:
        place = b.creer_place(seance, monde.personne, parcours=monde.parcours)
        if seance.debut < JEUDI:
            b.creer_presence(place)


def manquer_et_etre_appelee(monde):
    """Absences at shared and at reserved séances, with and without a word, and the call."""
    for rang, seance in enumerate(monde.ordinaires):
        place = b.creer_place(seance, monde.personne, parcours=monde.parcours)
        motif = {"statut": "absent_excuse", "motif": "sante"} if rang == 0 else {}
        b.creer_presence(place, **{"statut": "absent", **motif})
    par = monde.acteurs["referent"]
    noter_des_nouvelles(monde.parcours, issue="coup_de_main", par=par)


def venir_a_l_ordinaire(monde):
    place = b.creer_place(monde.ordinaires[2], monde.personne, parcours=monde.parcours)
    b.creer_presence(place)


def ce_qui_ne_se_partage_pas(monde):
    """Séances of level 2–3, then absences, their reasons and the call that follows."""
    venir_aux_reservees(monde)
    manquer_et_etre_appelee(monde)


MONDES = (rien, ce_qui_ne_se_partage_pas, venir_a_l_ordinaire)


def departs(monde):
    """What no link of a page leads to with these very parameters."""
    export = "/orientations/export/?format="
    exports = [f"{export}{f}{p}" for f in ("csv", "xlsx") for p in PERIODES] + [f"{export}pdf"]
    listes = [f"/orientations/?etat={e}{p}" for e in ("toutes", "parcours") for p in PERIODES]
    details = (f"/orientations/{monde.orientation.pk}/", suivi_de(monde))
    periodes = [f"{d}?{p[1:]}" for d in details for p in PERIODES if p]
    recherches = [f"/orientations/?q={n}&ne_le=1984-08-31" for n in ("nadia+ferhat", "zz")]
    return [*exports, *listes, *periodes, *recherches]


def suivi_de(monde):
    return f"/orientations/parcours/{monde.parcours.pk}/"


def octets(reponse):
    corps = b"".join(reponse) if reponse.streaming else reponse.content
    return JETON.sub(b"", corps)


def tout_lire(monde, role, changer):
    """Each address with its bytes, after a change; nothing of it is kept in the database."""
    with transaction.atomic():
        changer(monde)
        client = Client(raise_request_exception=False)
        client.force_login(monde.acteurs[role])
        reponses = visiter(client, LIGNES, monde, departs(monde))
        lus = {u: octets(r) for u, r in reponses.items() if not u.startswith(AILLEURS)}
        lus |= {u: octets(client.get(u)) for u in departs(monde) if u not in lus}
        resumes_du_mois(PREMIER)
        for message in Message.objects.filter(modele="presences.resume"):
            lus[message.cle] = rendre(message)
        transaction.set_rollback(True)
    return lus


@pytest.fixture(scope="module", params=["prescripteur", "binome"])
def lectures(request, django_db_setup, django_db_blocker):
    """All that one partner gets in each world, once for the module."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(JEUDI, tick=False),
        transaction.atomic(),
    ):
        monde = construire()
        lus = {changer: tout_lire(monde, request.param, changer) for changer in MONDES}
        lus["suivi"] = suivi_de(monde)
        transaction.set_rollback(True)
    return lus


def test_aucun_octet_ne_depend_de_ce_qui_ne_se_partage_pas(lectures):
    assert lectures[ce_qui_ne_se_partage_pas] == lectures[rien]


def test_tout_ce_qu_un_partenaire_atteint_a_ete_lu(lectures):
    lues = {adresse.partition("?")[0] for adresse in lectures[rien]}
    for attendue in ("/orientations/", "/orientations/acces/", "/c/le-lierre/", lectures["suivi"]):
        assert attendue in lues
    assert {"/agenda/le-lierre.ics", "/orientations/export/"} <= lues
    assert [cle for cle in lues if cle.startswith("presences.resume:")]
    assert len(lectures[rien]) >= 40


def test_une_presence_ordinaire_se_lit_bien(lectures):
    """Negative control: the comparison sees the list, the page and the three files."""
    avant, apres = lectures[rien], lectures[venir_a_l_ordinaire]
    changees = {adresse for adresse in avant if avant[adresse] != apres[adresse]}
    assert {"/orientations/", lectures["suivi"]} <= changees
    exports = {a for a in avant if a.startswith("/orientations/export/")}
    assert len(exports & changees) == len(exports) >= 7
