import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from centre.acces import Regard, lectures_de, noter
from centre.models import JournalAcces
from centre.temps import JOUR, PARIS, aujourdhui
from tests.builders import creer_centre, creer_organisme, creer_utilisateur

pytestmark = pytest.mark.django_db
SUJET = uuid.UUID("11111111-2222-4333-8444-555555555555")


def demande(utilisateur=None):
    request = RequestFactory().get("/personnes/")
    request.user = utilisateur or AnonymousUser()
    return request


def test_noter_ecrit_qui_quand_quoi_et_sur_qui():
    coordinatrice = creer_utilisateur("coordination", nom="Martin", prenom="Claire")
    noter(demande(coordinatrice), creer_centre(), "Fiche de la personne", sujet=SUJET)
    assert JournalAcces.objects.values_list("qui", "acte", "page", "sujet", "nombre").get() == (
        "Claire Martin, Le Lierre",
        "lecture",
        "Fiche de la personne",
        SUJET,
        1,
    )


def test_noter_nomme_l_organisme_d_un_partenaire():
    udaf = creer_organisme(nom="UDAF de Moselle")
    sophie = creer_utilisateur("prescripteur", organisme=udaf, prenom="Sophie", nom="Klein")
    ligne = noter(demande(sophie), creer_centre(), "Mes orientations", acte="liste", nombre=6)
    assert (ligne.qui, ligne.nombre, ligne.sujet) == ("Sophie Klein, UDAF de Moselle", 6, None)
    sophie.affectations.update(fin=aujourdhui() - JOUR)
    assert noter(demande(sophie), creer_centre(), "Fiche").qui == "Sophie Klein, Le Lierre"


def test_lectures_de_compte_par_professionnel_sans_les_visites_de_la_personne():
    sophie = creer_utilisateur("coordination", prenom="Sophie", nom="Klein")
    for _ in range(2):
        noter(demande(sophie), creer_centre(), "Fiche", sujet=SUJET)
    noter(demande(sophie), creer_centre(), "Fiche", sujet=uuid.uuid4())
    noter(demande(), creer_centre(), "Ma page", sujet=SUJET)
    quand = dt.datetime(2026, 11, 19, 9, tzinfo=PARIS)
    JournalAcces.objects.update(le=quand)
    assert lectures_de(SUJET) == [Regard("Sophie Klein, Le Lierre", quand, 2, None)]


def test_journal_d_un_centre_ne_se_lit_pas_d_un_autre():
    ligne = noter(demande(creer_utilisateur("coordination")), creer_centre(), "Fiche", sujet=SUJET)
    ailleurs = creer_utilisateur("coordination", creer_centre("autre"))
    voisine = creer_utilisateur("coordination")
    assert list(JournalAcces.objects.visibles_par(voisine)) == [ligne]
    assert list(JournalAcces.objects.visibles_par(ailleurs)) == []
