"""Another address in the middle of a series: each mailbox ends with what the base says, no more."""

import datetime as dt

import pytest
import time_machine

from centre.models import Message
from centre.temps import JOUR, instant
from inscriptions.operations import inscrire, prendre_place
from inscriptions.operations.echeances import marquer_les_refus
from parcours.models import Personne
from parcours.operations.personnes import modifier_personne
from tests.builders import creer_personne, creer_seance, creer_utilisateur
from tests.inscriptions.client_agenda import Client, lire_icalendar
from tests.inscriptions.test_invitations import (
    LUNDI,
    QUAND,
    bouger,
    de_la_base,
    partir,
    serie_du_lundi,
)

pytestmark = pytest.mark.django_db
A, B, C = "a@example.org", "b@example.org", "c@example.org"
REFUSEE = "Adresse refusée par le serveur (550) : 5.1.1 inconnu"


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(QUAND, tick=False) as voyage:
        yield voyage


class Monde:
    """One person, her series and a lone date of her own, and a calendar behind each address."""

    def __init__(self):
        serie, self.seances = serie_du_lundi()
        self.personne = creer_personne(serie.atelier.centre, courriel=A)
        inscrire(personne=self.personne, serie=serie, par=None, quand=QUAND)
        seule = creer_seance(jour=LUNDI + 3 * JOUR)
        prendre_place(seance=seule, personne=self.personne, par=None, quand=QUAND)
        self.par = creer_utilisateur("accueil", serie.atelier.centre)
        self.boites = {adresse: Client(lire_icalendar) for adresse in (A, B, C)}

    def distribuer(self):
        """Deliver what waits; return to whom and how."""
        dits = []
        for message, adresse, octets in partir():
            if octets:
                self.boites[adresse].recevoir(octets)
            dits.append((adresse, message.methode))
        return dits

    def perdre(self, raison=REFUSEE):
        """The server refuses what waits, at once."""
        Message.objects.filter(etat="en_attente").update(etat="echec", tentatives=1, raison=raison)
        marquer_les_refus(QUAND)

    def changer(self, **champs):
        lue = Personne.objects.get(pk=self.personne.pk)
        modifier_personne(lue, champs=champs, par=self.par, version=lue.version)

    def verifier(self, adresse):
        """This mailbox holds what the base says, the others hold nothing."""
        vides = {a: [] for a in self.boites}
        assert {a: boite.seances() for a, boite in self.boites.items()} == vides | {
            adresse: de_la_base(self.personne)
        }


@pytest.mark.parametrize("raison", [REFUSEE, "Message refusé par le serveur (554)."])
def test_une_adresse_qui_n_a_rien_recu_ne_recoit_rien_quand_on_la_quitte(raison):
    monde = Monde()
    monde.perdre(raison)
    monde.changer(courriel=B)
    assert monde.distribuer() == [(B, "REQUEST")] * 2
    monde.verifier(B)
    assert not Message.objects.filter(etat="echec").exists()


def test_revenir_a_une_adresse_qui_n_avait_rien_recu_y_envoie_tout():
    monde = Monde()
    monde.perdre()
    monde.changer(courriel=B)
    monde.distribuer()
    monde.changer(courriel=A)
    assert sorted(monde.distribuer()) == [(A, "REQUEST")] * 2 + [(B, "CANCEL")] * 2
    monde.verifier(A)


@pytest.mark.parametrize("raison", [REFUSEE, "Message refusé par le serveur (554)."])
def test_passer_au_sms_et_revenir_ne_perd_rien(raison):
    monde = Monde()
    monde.perdre(raison)
    monde.changer(canal="sms", courriel=A, telephone="+33639980001")
    assert [m for m in monde.distribuer() if m[0] in monde.boites] == []
    monde.changer(canal="courriel", courriel=A)
    assert monde.distribuer() == [(A, "REQUEST")] * 2
    monde.verifier(A)


def test_une_adresse_juste_apres_tout_recoit_ce_qu_elle_a_perdu():
    """The server was wrong, or a box was full: her file is saved again as it is."""
    monde = Monde()
    monde.distribuer()
    bouger(monde.seances[4])
    monde.perdre()
    monde.changer(courriel=A)
    # The whole, and the news of the date that moved.
    assert monde.distribuer() == [(A, "REQUEST"), (A, "")]
    monde.verifier(A)
    monde.changer(courriel=A)
    assert monde.distribuer() == []


def test_deux_adresses_dans_la_minute_n_ecrivent_qu_a_la_derniere():
    monde = Monde()
    monde.distribuer()
    monde.changer(courriel=B)
    monde.changer(courriel=C)
    assert sorted(monde.distribuer()) == [(A, "CANCEL")] * 2 + [(C, "REQUEST")] * 2
    monde.verifier(C)


@pytest.mark.parametrize("bouge", [False, True])
def test_revenir_dans_la_minute_a_la_premiere_adresse_garde_ce_qu_elle_a_vecu(horloge, bouge):
    """Three Mondays are over: a CANCEL would have taken them away, it has not left."""
    monde = Monde()
    monde.distribuer()
    if bouge:
        bouger(monde.seances[5])
        monde.distribuer()
    horloge.move_to(instant(LUNDI + 24 * JOUR, dt.time(10)))
    monde.changer(courriel=B)
    monde.changer(courriel=A)
    assert {adresse for adresse, _ in monde.distribuer()} <= {A}
    monde.verifier(A)


def test_revenir_plus_tard_a_la_premiere_adresse_l_invite_de_nouveau():
    monde = Monde()
    monde.distribuer()
    monde.changer(courriel=B)
    monde.distribuer()
    bouger(monde.seances[5])
    monde.changer(courriel=A)
    monde.distribuer()
    monde.verifier(A)
    monde.changer(courriel=B)
    monde.distribuer()
    monde.verifier(B)
