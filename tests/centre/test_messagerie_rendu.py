import email
from email import policy

import pytest

from centre.messagerie import Rendu, enregistrer_modele
from centre.messagerie.rendu import octets_de
from centre.models import Message
from tests.builders import creer_centre, creer_message, deposer_invitation

pytestmark = pytest.mark.django_db
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:RDV Été\r\nEND:VCALENDAR\r\n".encode()


@pytest.fixture(autouse=True)
def modele():
    rendu = Rendu("Votre rendez-vous, lundi à 14 h", "Bonjour Éloïse", "<p>Bonjour Éloïse</p>", ICS)
    enregistrer_modele("essai", lambda message: rendu)


def lu(message):
    return email.message_from_bytes(octets_de(message), policy=policy.default)


def test_une_invitation_a_la_forme_que_les_agendas_lisent():
    courriel = lu(deposer_invitation())
    formes = [partie.get_content_type() for partie in courriel.walk()]
    assert formes == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_la_partie_agenda_dit_sa_methode_et_son_alphabet():
    agenda = list(lu(deposer_invitation(methode="REQUEST")).walk())[4]
    assert dict(agenda["Content-Type"].params) == {"method": "REQUEST", "charset": "UTF-8"}
    assert agenda["Content-Transfer-Encoding"] == "base64"
    assert not agenda.is_attachment()


def test_les_deux_agendas_sont_les_memes_octets():
    parties = list(lu(deposer_invitation()).walk())
    assert (parties[4].get_payload(decode=True), parties[5].get_payload(decode=True)) == (ICS, ICS)
    assert parties[5].get_filename() == "invite.ics"


def test_les_en_tetes_disent_de_qui_a_qui_et_que_c_est_une_machine():
    centre = creer_centre("lierre-2", courriel="rdv@lierre.example", nom="Centre Été")
    message = deposer_invitation(centre)
    courriel = lu(message)
    noms = ("From", "To", "Subject", "Message-ID", "Auto-Submitted", "Content-Language")
    assert [str(courriel[nom]) for nom in noms] == [
        "Centre Été <rdv@lierre.example>",
        "nadia@example.org",
        "Votre rendez-vous, lundi à 14 h",
        message.message_id,
        "auto-generated",
        "fr",
    ]


def test_un_changement_se_range_sous_la_premiere_invitation():
    premier = deposer_invitation()
    Message.objects.filter(pk=premier.pk).update(etat="envoye", envoye_le=premier.cree_le)
    courriel = lu(deposer_invitation(sequence=1))
    assert (courriel["In-Reply-To"], courriel["References"]) == (premier.message_id,) * 2


def test_un_courriel_sans_agenda_n_a_que_deux_formes():
    enregistrer_modele("essai", lambda message: Rendu("Sujet", "Texte", "<p>Texte</p>"))
    formes = [partie.get_content_type() for partie in lu(creer_message()).walk()]
    assert formes == ["multipart/alternative", "text/plain", "text/html"]


def test_un_sms_est_son_texte():
    assert octets_de(creer_message(canal="sms")) == "Bonjour Éloïse".encode()


def test_toutes_les_lignes_finissent_par_crlf():
    octets = octets_de(deposer_invitation())
    assert octets.count(b"\n") == octets.count(b"\r\n")


@pytest.mark.parametrize("sujet", ["Bonjour\r\nBcc: tous@example.org", "Bonjour\nX: y"])
def test_un_saut_de_ligne_dans_le_sujet_est_refuse(sujet):
    enregistrer_modele("essai", lambda message: Rendu(sujet, "Texte"))
    with pytest.raises(ValueError, match="linefeed"):
        octets_de(creer_message())
