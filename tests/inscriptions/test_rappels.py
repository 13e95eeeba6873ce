"""The reminder of the day before: M1, in one SMS of GSM-7, to whom a text reaches."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from centre.models import Message
from centre.temps import instant
from inscriptions.emails import rendre
from inscriptions.emails.gsm import en_gsm7
from inscriptions.operations.rappels import rappeler_la_veille
from tests.builders import creer_personne, creer_place, creer_seance

pytestmark = pytest.mark.django_db
# Thursday; the séance is on Friday 20 November at 14:00.
JEUDI = instant(dt.date(2026, 11, 19), dt.time(10))
DEMAIN = dt.date(2026, 11, 20)


def attendue(**champs):
    valeurs = {"canal": "sms", "telephone": "+33639980001"}
    personne = creer_personne(**{**valeurs, **champs})
    place = creer_place(creer_seance(jour=DEMAIN, heure=14), personne)
    type(place).objects.filter(pk=place.pk).update(faite_le=JEUDI - dt.timedelta(days=3))
    return place


def test_le_rappel_dit_le_jour_l_heure_le_lieu_et_le_telephone():
    attendue()
    assert rappeler_la_veille(JEUDI) == 1
    texte = rendre(Message.objects.get()).texte
    assert texte == (
        "Bonjour. Rendez-vous demain, vendredi 20 novembre, à 14 heures. "
        "Lieu : 31 avenue de Guise. Question : 03 53 01 00 00. Le Lierre"
    )
    assert (len(texte) <= 160, en_gsm7(texte)) == (True, texte)


@pytest.mark.parametrize(
    "champs", [{"canal": "appel"}, {"canal": "papier"}, {"ne_pas_ecrire": True}]
)
def test_qui_n_a_pas_de_sms_n_en_recoit_pas(champs):
    attendue(**champs)
    assert (rappeler_la_veille(JEUDI), Message.objects.count()) == (0, 0)


def test_ni_deux_fois_ni_la_nuit_ni_pour_qui_ne_vient_pas():
    place = attendue()
    refus = attendue()
    type(refus).objects.filter(pk=refus.pk).update(intention="ne_vient_pas")
    nuit = instant(dt.date(2026, 11, 19), dt.time(7))
    assert [rappeler_la_veille(q) for q in (nuit, JEUDI, JEUDI)] == [0, 1, 0]
    assert Message.objects.get().envoi.place == place


def test_une_seance_annulee_ou_d_un_autre_jour_n_est_pas_rappelee():
    annulee = attendue().seance
    annulee.etat, annulee.motif_annulation = "annulee", "autre"
    annulee.save()
    attendue()
    assert rappeler_la_veille(JEUDI - dt.timedelta(days=1)) == 0
    assert rappeler_la_veille(JEUDI) == 1


def test_la_commande_rappels_dit_combien():
    attendue()
    sortie = StringIO()
    with time_machine.travel(JEUDI, tick=False):
        call_command("rappels", stdout=sortie)
    assert sortie.getvalue() == "1 rappels écrits\n"
