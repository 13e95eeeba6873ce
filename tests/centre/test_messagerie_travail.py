import datetime as dt

import pytest
import time_machine

from centre.messagerie import Rendu, enregistrer_modele, marquer_fait, rappeler, reessayer
from centre.messagerie.travail import ABANDON, BAIL, ESSAIS_D_UN_DEFAUT, Ouvrier
from centre.models import Message
from centre.temps import PARIS
from tests.builders import creer_message, creer_utilisateur, deposer_invitation
from tests.centre.puits import Puits, Serveur

pytestmark = pytest.mark.django_db
QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(QUAND, tick=False) as voyage:
        yield voyage


@pytest.fixture(autouse=True)
def modele():
    def essai(message):
        return Rendu(message.graine.get("sujet", "Bonjour"), f"Texte {message.graine.get('n', '')}")

    enregistrer_modele("essai", essai)


@pytest.fixture
def relais(settings):
    """Give a function that starts a relay with an answer of its own, used by the worker."""
    serveurs = []

    def ouvrir(humeur=lambda adresse, rang: None):
        puits = Puits(humeur=humeur)
        serveur = Serveur(puits)
        settings.DEMONSTRATION = False
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", serveur.__enter__()
        serveurs.append(serveur)
        return puits

    yield ouvrir
    for serveur in serveurs:
        serveur.__exit__()


def etats():
    return list(Message.objects.order_by("pk").values_list("etat", flat=True))


def courriels(settings):
    return sorted(settings.COURRIELS_DOSSIER.glob("*.eml"))


def test_demonstration_ecrit_un_fichier_par_courriel_et_par_sms(settings):
    creer_message(), creer_message(canal="sms", destinataire="+33639980001")
    assert Ouvrier().vider() == 2
    assert (len(courriels(settings)), len(list(settings.SMS_DOSSIER.glob("*.txt")))) == (1, 1)
    assert etats() == ["envoye", "envoye"]


def test_rien_ne_part_avant_son_heure(horloge):
    creer_message(a_partir_de=QUAND + dt.timedelta(minutes=10))
    assert Ouvrier().vider() == 0
    horloge.shift(dt.timedelta(minutes=10))
    assert Ouvrier().vider() == 1


def test_les_octets_gardes_sont_ceux_qui_partent(settings):
    creer_message()
    Ouvrier().vider()
    assert courriels(settings)[0].read_bytes() == bytes(Message.objects.get().octets)


def test_une_reprise_renvoie_les_memes_octets(settings, horloge):
    message = creer_message()
    perdu = Ouvrier()
    perdu._octets(perdu.reserver(QUAND))
    enregistrer_modele("essai", lambda message: Rendu("Tout autre chose", "Autre"))
    horloge.shift(BAIL + dt.timedelta(seconds=1))
    assert Ouvrier().vider() == 1
    message.refresh_from_db()
    assert b"Bonjour" in courriels(settings)[0].read_bytes()
    assert message.tentatives == 2


def test_un_message_tenu_par_un_autre_n_est_pas_pris(horloge):
    creer_message()
    Ouvrier().reserver(QUAND)
    horloge.shift(BAIL - dt.timedelta(seconds=1))
    assert Ouvrier().vider() == 0


def test_un_bail_perdu_ne_regle_plus_le_message(horloge):
    creer_message()
    lent = Ouvrier()
    message = lent.reserver(QUAND)
    horloge.shift(BAIL + dt.timedelta(seconds=1))
    autre = Ouvrier()
    autre.reserver(QUAND + BAIL + dt.timedelta(seconds=1))
    assert lent.traiter(message) is False
    assert Message.objects.get().bail_par == autre.nom


def test_un_fil_part_dans_l_ordre_meme_si_le_second_est_du_avant():
    premier = deposer_invitation(cle="a", a_partir_de=QUAND + dt.timedelta(minutes=10))
    deposer_invitation(cle="b", sequence=1, recurrence_id=QUAND)
    assert Ouvrier().vider() == 0
    Message.objects.filter(pk=premier.pk).update(a_partir_de=QUAND)
    assert Ouvrier().vider() == 2


def test_un_fil_attend_celui_qui_est_a_reessayer():
    premier = deposer_invitation(cle="a")
    deposer_invitation(cle="b", sequence=1, recurrence_id=QUAND)
    plus_tard = QUAND + dt.timedelta(minutes=5)
    Message.objects.filter(pk=premier.pk).update(etat="a_reessayer", a_partir_de=plus_tard)
    assert (Ouvrier().vider(), etats()) == (0, ["a_reessayer", "en_attente"])


def test_un_appel_a_faire_ne_bloque_pas_le_fil():
    creer_message(canal="appel", fil="place-1")
    creer_message(fil="place-1")
    assert (Ouvrier().vider(), etats()) == (1, ["en_attente", "envoye"])


def test_un_message_perime_ne_part_jamais(settings):
    creer_message(perime_le=QUAND)
    creer_message(perime_le=QUAND + dt.timedelta(seconds=1))
    creer_message(canal="appel", perime_le=QUAND)
    assert (Ouvrier().vider(), etats()) == (1, ["perime", "envoye", "perime"])


def test_un_message_rappele_ne_part_pas():
    creer_message()
    rappeler(Message.objects.all())
    assert (Ouvrier().vider(), etats()) == (0, ["annule"])


def test_papier_et_appel_attendent_quelqu_un():
    appel = creer_message(canal="appel")
    accueil = creer_utilisateur("accueil")
    assert Ouvrier().vider() == 0
    marquer_fait(appel, par=accueil)
    appel.refresh_from_db()
    assert (appel.etat, appel.fait_par, appel.envoye_le) == ("envoye", accueil, QUAND)


def test_un_message_empoisonne_est_mis_a_part_et_les_autres_partent(horloge):
    poisons = [
        creer_message(graine={"sujet": "a\r\nBcc: x@example.org"}),
        creer_message(destinataire="é" * 64 + "@" + "x" * 189),
        creer_message(modele="inconnu"),
    ]
    sains = [creer_message() for _ in range(4)]
    assert Ouvrier().vider() == len(sains)
    for _ in range(ESSAIS_D_UN_DEFAUT + 3):
        horloge.shift(dt.timedelta(hours=1))
        Ouvrier().vider()
    restes = Message.objects.filter(pk__in=[p.pk for p in poisons])
    assert list(restes.values_list("etat", "tentatives")) == [("echec", ESSAIS_D_UN_DEFAUT)] * 3
    assert restes.filter(raison__startswith="Ce message ne peut pas être préparé").count() == 3


def test_relais_recoit_les_octets_a_une_seule_adresse(relais):
    puits = relais()
    message = creer_message(destinataire="nadia@example.org")
    assert Ouvrier().vider() == 1
    message.refresh_from_db()
    assert puits.recus == [("nadia@example.org", bytes(message.octets))]


def test_relais_n_ouvre_qu_une_connexion_pour_tous(relais):
    puits = relais()
    for _ in range(5):
        creer_message()
    assert (Ouvrier().vider(), puits.connexions) == (5, 1)


def test_adresse_refusee_pour_toujours_est_un_echec_au_premier_essai(relais):
    relais(lambda adresse, rang: "550 5.1.1 inconnu" if rang == 1 else None)
    creer_message(), creer_message()
    assert (Ouvrier().vider(), etats()) == (1, ["echec", "envoye"])
    refuse = Message.objects.first()
    assert (refuse.tentatives, refuse.raison) == (
        1,
        "Adresse refusée par le serveur (550) : 5.1.1 inconnu",
    )


def test_adresse_refusee_pour_le_moment_est_reessayee(relais, horloge):
    puits = relais(lambda adresse, rang: "451 plus tard" if rang == 1 else None)
    creer_message()
    assert (Ouvrier().vider(), etats()) == (0, ["a_reessayer"])
    horloge.shift(dt.timedelta(minutes=1))
    assert (Ouvrier().vider(), len(puits.recus)) == (1, 1)


def test_reessais_s_arretent_apres_48_heures(relais, horloge):
    relais(lambda adresse, rang: "451 plus tard")
    creer_message()
    heures = int(ABANDON.total_seconds() // 3600)
    for _ in range(heures + 5):
        Ouvrier().vider()
        horloge.shift(dt.timedelta(hours=1))
    message = Message.objects.get()
    assert message.etat == "echec"
    assert message.raison == "Adresse refusée pour le moment (451). Arrêté après 48 heures."


def test_relais_muet_fait_attendre_tout_le_monde_sans_rien_compter(relais, settings, horloge):
    relais()
    bon, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for n in range(3):
        creer_message(perime_le=QUAND + dt.timedelta(hours=12) if n == 0 else None)
    ouvrier = Ouvrier()
    for _ in range(24):
        assert ouvrier.vider() == 0
        horloge.shift(dt.timedelta(hours=1))
    settings.EMAIL_PORT = bon
    assert (ouvrier.vider(), etats()) == (2, ["perime", "envoye", "envoye"])
    assert list(Message.objects.values_list("tentatives", flat=True)) == [0, 1, 1]


def test_sms_sans_service_est_un_echec_qui_dit_quoi_faire(settings):
    settings.SMS_BACKEND = ""
    creer_message(canal="sms", destinataire="+33639980001")
    Ouvrier().vider()
    message = Message.objects.get()
    assert (message.etat, message.raison) == (
        "echec",
        "Aucun service de SMS n’est réglé\u00a0: appelez la personne.",
    )


def test_reessayer_renvoie_les_memes_octets(relais):
    puits = relais(lambda adresse, rang: "550 inconnu" if rang == 1 else None)
    message = creer_message()
    Ouvrier().vider()
    message.refresh_from_db()
    octets = bytes(message.octets)
    reessayer(message)
    assert (Ouvrier().vider(), puits.recus[0][1]) == (1, octets)


def test_rien_ne_part_apres_sa_seance_pendant_une_longue_tournee(horloge, settings):
    """A slow relay makes a round last; the séance of a message may begin meanwhile."""
    creer_message()
    creer_message(perime_le=QUAND + dt.timedelta(minutes=20))

    def continuer():
        horloge.shift(dt.timedelta(minutes=15))
        return True

    assert Ouvrier().vider(continuer=continuer) == 1
    Ouvrier().vider()
    assert etats() == ["envoye", "perime"]
    assert len(courriels(settings)) == 1
