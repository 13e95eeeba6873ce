"""Who waits for a seat is told when the date moves or goes, in words that promise nothing."""

import datetime as dt
from email import message_from_bytes, policy

import pytest

from centre.messagerie.rendu import octets_de
from centre.models import Message
from centre.temps import JOUR, instant
from inscriptions.operations import (
    AnnulationVoulue,
    DeplacementVoulu,
    apercu_changement,
    changer_seances,
    defaire,
    retablir,
)
from tests.builders import creer_personne, creer_place, creer_seance

pytestmark = pytest.mark.django_db
QUAND = instant(dt.date(2026, 11, 10), dt.time(10))


def seance_attendue(canal="courriel", **champs):
    """A full séance and the person who waits there."""
    seance = creer_seance(capacite=1)
    creer_place(seance, creer_personne(seance.centre, canal="papier"))
    personne = creer_personne(seance.centre, canal=canal, **champs)
    return seance, creer_place(seance, personne, etat="liste_attente", rang=1)


def bouger(seance, jours=1, quand=QUAND, **champs):
    pas = jours * JOUR
    voulu = DeplacementVoulu(seance, seance.debut + pas, seance.fin + pas, seance.lieu)
    changement = changer_seances(deplacements=[voulu], par=None, quand=quand, **champs)
    return changement.deplacements[0]


def annuler(seance):
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=QUAND)


def messages_a(place):
    return list(Message.objects.filter(envoi__place=place, etat="en_attente").order_by("pk"))


def test_une_date_attendue_bouge_en_un_courriel_sans_agenda():
    seance, place = seance_attendue()
    bouger(seance)
    [message] = messages_a(place)
    assert (message.canal, message.methode, message.uid) == ("courriel", "", "")
    octets = octets_de(message)
    assert b"text/calendar" not in octets
    courriel = message_from_bytes(octets, policy=policy.SMTP)
    texte = courriel.get_body(("plain",)).get_content()
    assert "Vous êtes sur la liste d’attente." in texte
    assert "Maintenant\u00a0: vendredi 20 novembre, de 9\u00a0heures à 11\u00a0heures." in texte


def test_une_date_attendue_est_annulee_par_sms():
    seance, place = seance_attendue("sms")
    annuler(seance)
    [message] = messages_a(place)
    assert (
        octets_de(message)
        .decode()
        .startswith(
            "Bonjour. La date que vous attendiez, jeudi 19 novembre, à 9 heures, est annulée."
        )
    )


@pytest.mark.parametrize("canal", ["appel", "papier"])
def test_qui_attend_est_aussi_dans_la_liste_d_appels(canal):
    seance, place = seance_attendue(canal)
    bouger(seance)
    assert [m.canal for m in messages_a(place)] == [canal]


def test_qui_attend_et_ne_veut_pas_de_message_n_en_a_pas():
    seance, place = seance_attendue(ne_pas_ecrire=True)
    bouger(seance)
    annuler(seance)
    assert messages_a(place) == []


def test_sans_prevenir_rien_ne_part_a_qui_attend():
    seance, place = seance_attendue()
    bouger(seance, prevenir=False)
    assert messages_a(place) == []


def test_deux_changements_de_suite_ne_laissent_que_le_dernier():
    seance, place = seance_attendue()
    bouger(seance)
    seance.refresh_from_db()
    bouger(seance, 2)
    assert [m.graine["evenements"][0]["debut"] for m in messages_a(place)] == [
        "2026-11-22T08:00:00+00:00"
    ]


def test_defaire_reprend_ce_que_qui_attend_n_a_pas_lu():
    seance, place = seance_attendue()
    deplacement = bouger(seance)
    defaire(deplacement, par=None, quand=QUAND + dt.timedelta(minutes=5))
    assert messages_a(place) == []


def test_defaire_redit_a_qui_attend_et_savait():
    seance, place = seance_attendue()
    deplacement = bouger(seance)
    Message.objects.update(etat="envoye", envoye_le=QUAND, tentatives=1)
    defaire(deplacement, par=None, quand=QUAND + dt.timedelta(minutes=5))
    assert [m.graine["motif"] for m in messages_a(place)] == ["attente_retour"]


def test_retablir_reprend_l_annulation_et_rend_le_rang():
    seance, place = seance_attendue()
    annuler(seance)
    retablir(seance, par=None, quand=QUAND)
    place.refresh_from_db()
    assert (messages_a(place), place.etat, place.rang) == ([], "liste_attente", 1)


def test_l_apercu_montre_qui_attend():
    seance, place = seance_attendue("sms")
    voulu = DeplacementVoulu(seance, seance.debut + JOUR, seance.fin + JOUR, seance.lieu)
    apercu = apercu_changement(deplacements=[voulu], par=None, quand=QUAND)
    dites = {ligne.personne.pk: (ligne.canal, ligne.texte) for ligne in apercu.lignes}
    canal, texte = dites[place.personne_id]
    assert canal == "sms"
    assert "liste d'attente" in texte
