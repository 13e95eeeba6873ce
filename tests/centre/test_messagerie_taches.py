import datetime as dt
import io

import pytest
from django.core.management import call_command

from centre.messagerie import Rendu, enregistrer_modele, taches
from centre.messagerie.taches import enregistrer_tache, executer
from centre.models import Message
from centre.temps import PARIS
from tests.builders import creer_centre, creer_message

QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def registre(monkeypatch):
    """An empty registry for the test: those of the apps are tested with their apps."""
    monkeypatch.setattr(taches, "_taches", {})


def test_une_tache_recoit_l_instant():
    vus = []
    enregistrer_tache("essai", vus.append)
    assert executer(QUAND) == []
    assert vus == [QUAND]


def test_une_tache_qui_echoue_n_arrete_pas_les_autres():
    vus = []
    enregistrer_tache("mauvaise", lambda quand: 1 / 0)
    enregistrer_tache("bonne", vus.append)
    assert executer(QUAND) == ["mauvaise"]
    assert vus == [QUAND]


def test_la_meme_tache_ne_s_enregistre_qu_une_fois():
    vus = []
    enregistrer_tache("essai", vus.append)
    enregistrer_tache("essai", vus.append)
    executer(QUAND)
    assert vus == [QUAND]


@pytest.mark.django_db
def test_messagerie_une_fois_fait_ce_qui_est_du_puis_envoie(settings):
    enregistrer_modele("essai", lambda message: Rendu("Bonjour", "Texte"))
    centre = creer_centre()
    enregistrer_tache("rappel", lambda quand: creer_message(centre))
    creer_message(centre)
    sortie = io.StringIO()
    call_command("messagerie", "--une-fois", stdout=sortie)
    assert sortie.getvalue() == "2\u00a0messages partis.\n"
    assert len(list(settings.COURRIELS_DOSSIER.glob("*.eml"))) == 2
    assert set(Message.objects.values_list("etat", flat=True)) == {"envoye"}


@pytest.mark.django_db
def test_messagerie_une_fois_sans_rien_a_faire_finit():
    sortie = io.StringIO()
    call_command("messagerie", "--une-fois", stdout=sortie)
    assert sortie.getvalue() == "0\u00a0message parti.\n"
