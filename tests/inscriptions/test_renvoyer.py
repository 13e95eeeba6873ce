"""An invitation said again, whole: what each calendar holds then, and when it is refused."""

import datetime as dt

import pytest

from ateliers.models import Seance
from centre.erreurs import Refus
from centre.models import Message
from centre.temps import JOUR, instant
from inscriptions.emails import nommer, rendre
from inscriptions.models import Envoi, Place
from inscriptions.operations import (
    AnnulationVoulue,
    annuler_place,
    changer_seances,
    confirmer_place,
    defaire,
    desinscrire,
    inscrire,
    prendre_place,
)
from inscriptions.operations.renvoyer import renvoyer_l_inscription, renvoyer_la_place
from parcours.models import Personne
from tests.builders import creer_personne, creer_professionnel, creer_seance
from tests.inscriptions.client_agenda import Client, lire_icalendar, lire_vobject
from tests.inscriptions.test_invitations import (
    LUNDI,
    QUAND,
    bouger,
    de_la_base,
    distribuer,
    partir,
    serie_du_lundi,
)

pytestmark = pytest.mark.django_db
PLUS_TARD = QUAND + dt.timedelta(hours=1)
# Three Mondays are over.
MILIEU = instant(LUNDI + 24 * JOUR, dt.time(10))


def inscrite(**champs):
    serie, seances = serie_du_lundi()
    personne = creer_personne(serie.atelier.centre, **champs)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    return inscription, seances, personne


def annuler(seance, quand=QUAND):
    changer_seances(annulations=[AnnulationVoulue(seance, "autre")], par=None, quand=quand)


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_renvoyer_laisse_les_dates_de_la_base_sur_tout_telephone(lire):
    """One followed everything, the other is new: both hold the same after the resend."""
    inscription, seances, personne = inscrite()
    ancien, neuf = Client(lire), Client(lire)
    distribuer([ancien])
    bouger(seances[1])
    bouger(seances[4])
    annuler(seances[5])
    distribuer([ancien])
    renvoyer_l_inscription(inscription, quand=MILIEU)
    [(message, _, _)] = distribuer([ancien, neuf], MILIEU)
    assert (message.uid, message.methode, message.recurrence_id) == (
        inscription.uid,
        "REQUEST",
        None,
    )
    assert ancien.seances() == neuf.seances() == de_la_base(personne)
    assert len(neuf.seances()) == 8
    deplacement = bouger(seances[7])
    annuler(seances[8], MILIEU)
    distribuer([ancien, neuf], MILIEU)
    defaire(deplacement, par=None, quand=QUAND)
    distribuer([ancien, neuf], MILIEU)
    assert ancien.seances() == neuf.seances() == de_la_base(personne)
    desinscrire(inscription, par=None, quand=MILIEU)
    distribuer([ancien, neuf], MILIEU)
    assert ancien.seances() == neuf.seances() == de_la_base(personne)
    assert len(neuf.seances()) == 3


def test_renvoyer_remplace_l_invitation_perdue_et_ce_qui_attend():
    inscription, seances, personne = inscrite()
    Message.objects.update(etat="echec", tentatives=1, raison="Message refusé (554).")
    client = Client(lire_icalendar)
    bouger(seances[3])
    distribuer([client])
    assert client.seances() == []
    bouger(seances[4])
    annuler(seances[5])
    [envoi] = renvoyer_l_inscription(inscription, quand=PLUS_TARD)
    etats = Message.objects.order_by("pk").values_list("sequence", "etat")
    assert list(etats) == [
        (0, "annule"),
        (1, "envoye"),
        (2, "annule"),
        (3, "annule"),
        (4, "en_attente"),
    ]
    assert (envoi.message.a_partir_de, envoi.message.dtstamp) == (PLUS_TARD, PLUS_TARD)
    texte = rendre(envoi.message).texte
    assert texte.count("de 14\u00a0heures à 16\u00a0heures") == 9
    assert "mardi 3 novembre" in texte
    assert "Annulé\u00a0: rendez-vous du lundi 16 novembre" in texte
    assert nommer(envoi.message) == f"Invitation renvoyée, pour {personne.prenom}"
    distribuer([client], PLUS_TARD)
    assert client.seances() == de_la_base(personne)


def test_renvoyer_prend_aussi_une_date_obtenue_depuis():
    """She waited for it when she was invited; the window would tell it alone, later."""
    serie, seances = serie_du_lundi()
    Seance.objects.filter(pk=seances[-1].pk).update(capacite=1)
    autre, personne = (creer_personne(serie.atelier.centre) for _ in range(2))
    prise = prendre_place(seance=seances[-1], personne=autre, par=None, quand=QUAND)
    inscription = inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    client = Client(lire_vobject)
    distribuer([client])
    annuler_place(prise, par=None, quand=QUAND)
    confirmer_place(Place.objects.get(personne=personne, seance=seances[-1]), par=None, quand=QUAND)
    assert (len(client.seances()), len(de_la_base(personne))) == (8, 9)
    renvoyer_l_inscription(inscription, quand=PLUS_TARD)
    distribuer([client], PLUS_TARD)
    assert client.seances() == de_la_base(personne)


def helene():
    return creer_professionnel(prenom="Hélène", nom="Roux")


@pytest.mark.parametrize(
    ("champs", "code", "phrase"),
    [
        ({"courriel_en_erreur": True}, "adresse", "Sur sa fiche, corrigez-la"),
        ({"ne_pas_ecrire": True}, "silence", "Passez par Hélène Roux."),
        ({"canal": "appel"}, "canal", "appelez-la"),
    ],
)
def test_renvoyer_refuse_et_dit_quoi_faire(champs, code, phrase):
    inscription, _, personne = inscrite()
    partir()
    Personne.objects.filter(pk=personne.pk).update(passer_par=helene(), **champs)
    place = Place.objects.filter(personne=personne).first()
    for renvoyer, objet in ((renvoyer_l_inscription, inscription), (renvoyer_la_place, place)):
        with pytest.raises(Refus, match=phrase) as refus:
            renvoyer(objet, quand=PLUS_TARD)
        assert refus.value.code == code
    assert partir() == []


def test_renvoyer_deux_fois_de_suite_est_un_seul_message():
    inscription, _, _ = inscrite()
    with pytest.raises(Refus) as trop_tot:
        renvoyer_l_inscription(inscription, quand=QUAND + dt.timedelta(minutes=4))
    partir()
    renvoyer_l_inscription(inscription, quand=PLUS_TARD)
    with pytest.raises(Refus) as double:
        renvoyer_l_inscription(inscription, quand=PLUS_TARD + dt.timedelta(seconds=2))
    assert (trop_tot.value.code, double.value.code, len(partir())) == ("recente", "recente", 1)
    renvoyer_l_inscription(inscription, quand=PLUS_TARD + dt.timedelta(minutes=5))
    assert [m.sequence for m, _, _ in partir()] == [2]


def test_renvoyer_une_inscription_arretee_se_refuse():
    inscription, _, _ = inscrite()
    desinscrire(inscription, par=None, quand=QUAND)
    with pytest.raises(Refus, match="plus de date à venir") as refus:
        renvoyer_l_inscription(inscription, quand=PLUS_TARD)
    assert (refus.value.code, partir()) == ("finie", [])


def test_renvoyer_une_date_seule_garde_son_uid_et_monte_sa_sequence():
    seance = creer_seance()
    place = prendre_place(
        seance=seance, personne=creer_personne(seance.centre), par=None, quand=seance.debut - JOUR
    )
    partir()
    renvoyer_la_place(place, quand=seance.debut - JOUR / 2)
    [(message, _, octets)] = partir()
    assert (message.uid, message.sequence, message.methode) == (place.uid, 1, "REQUEST")
    client = Client(lire_vobject)
    client.recevoir(octets)
    assert client.seances() == de_la_base(place.personne)


def test_renvoyer_par_sms_redit_la_prochaine_date():
    inscription, seances, personne = inscrite(canal="sms")
    Message.objects.update(etat="envoye", envoye_le=QUAND)
    [envoi] = renvoyer_l_inscription(inscription, quand=MILIEU)
    assert (envoi.message.canal, envoi.seance, envoi.motif) == (
        "sms",
        seances[3],
        Envoi.Motif.INVITATION,
    )
    assert "lundi 2 novembre" in rendre(envoi.message).texte
    assert envoi.personne == personne
