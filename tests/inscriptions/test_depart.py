"""From the click to the file that leaves: the worker of the outbox renders and sends ours."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.core.management import call_command

from centre.models import Message
from centre.temps import JOUR, maintenant
from inscriptions.operations import inscrire, prendre_place
from tests.builders import creer_atelier, creer_personne, creer_seance, creer_serie

pytestmark = pytest.mark.django_db(transaction=True)


def bientot(jours):
    return maintenant().date() + dt.timedelta(days=jours)


def test_une_invitation_part_en_un_courriel_lisible(settings):
    seance = creer_seance(jour=bientot(3))
    personne = creer_personne(seance.centre)
    prendre_place(seance=seance, personne=personne, par=None)
    Message.objects.update(a_partir_de=maintenant() - dt.timedelta(minutes=1))
    call_command("messagerie", "--une-fois")
    [fichier] = settings.COURRIELS_DOSSIER.glob("*.eml")
    courriel = message_from_bytes(fichier.read_bytes(), policy=policy.SMTP)
    assert courriel["To"] == personne.courriel
    assert courriel["From"].addresses[0].addr_spec == seance.centre.courriel
    types = [p.get_content_type() for p in courriel.walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    agenda = next(p for p in courriel.walk() if p.get_content_type() == "text/calendar")
    assert agenda.get_param("method") == "REQUEST"


def test_un_sms_part_en_un_fichier(settings):
    seance = creer_seance(jour=bientot(3))
    prendre_place(seance=seance, personne=creer_personne(seance.centre, canal="sms"), par=None)
    Message.objects.update(a_partir_de=maintenant() - dt.timedelta(minutes=1))
    call_command("messagerie", "--une-fois")
    [fichier] = settings.SMS_DOSSIER.glob("*.txt")
    assert "Votre rendez-vous est noté" in fichier.read_text()


def test_la_fenetre_s_ouvre_par_l_ouvrier():
    seance = creer_seance(jour=bientot(20))
    prendre_place(seance=seance, personne=creer_personne(seance.centre), par=None)
    call_command("messagerie", "--une-fois")
    assert Message.objects.count() == 0
    type(seance).objects.update(debut=seance.debut - 10 * JOUR, fin=seance.fin - 10 * JOUR)
    call_command("messagerie", "--une-fois")
    assert Message.objects.count() == 1


def test_une_serie_part_en_un_seul_courriel(settings):
    serie = creer_serie(creer_atelier(), etat="publiee")
    lundi = bientot(7) + dt.timedelta(days=-bientot(7).weekday() + 7)
    for n in range(6):
        jour = lundi + 7 * n * JOUR
        creer_seance(serie.atelier, jour, 14, serie=serie, lieu=serie.lieu, date_origine=jour)
    inscrire(personne=creer_personne(serie.atelier.centre), serie=serie, par=None)
    Message.objects.update(a_partir_de=maintenant() - dt.timedelta(minutes=1))
    call_command("messagerie", "--une-fois")
    assert len(list(settings.COURRIELS_DOSSIER.glob("*.eml"))) == 1
