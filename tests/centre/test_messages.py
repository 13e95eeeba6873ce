import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from centre.a_faire import taches
from centre.models import Message
from centre.temps import PARIS, instant
from tests.builders import creer_centre, creer_message, creer_utilisateur

pytestmark = pytest.mark.django_db
QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)


@pytest.fixture
def page(client):
    """The page of messages as the coordination of Le Lierre sees it."""
    client.force_login(creer_utilisateur("coordination"))
    return lambda **filtres: client.get(reverse("centre:message-list"), filtres)


def agir(client, acte, message):
    return client.post(reverse(f"centre:message-{acte}", args=[message.pk]), follow=True)


def test_message_list_montre_l_echec_d_abord_avec_sa_raison(page):
    creer_message(destinataire="attend@example.org")
    creer_message(etat="echec", destinataire="rate@example.org", raison="Adresse refusée.")
    html = page().content.decode()
    assert html.index("rate@example.org") < html.index("attend@example.org")
    assert "Adresse refusée." in html


def test_message_list_dit_a_quelle_heure_part_ce_qui_attend(page):
    quand = instant(dt.date(2026, 11, 19), dt.time(10, 35))
    depart = {"cree_le": quand, "a_partir_de": quand + dt.timedelta(minutes=10)}
    Message.objects.filter(pk=creer_message().pk).update(**depart)
    assert "part jeu. 19 nov. à 10\u00a0h\u00a045" in page().content.decode()


def test_message_list_masque_un_texte_sensible(page):
    for sensible in (True, False):
        message = creer_message(canal="sms", est_sensible=sensible)
        texte = f"canari-{sensible}".encode()
        Message.objects.filter(pk=message.pk).update(octets=texte)
    html = page().content.decode()
    assert ("canari-True" in html, "canari-False" in html) == (False, True)
    assert "Texte masqué." in html


def test_message_list_ignore_un_filtre_inconnu(page):
    assert page(etat="n’importe").status_code == 200


def test_message_list_range_par_filtre(page):
    creer_message(etat="annule", destinataire="retire@example.org")
    creer_message(etat="envoye", envoye_le=QUAND, destinataire="parti@example.org")
    assert "retire@example.org" in page(etat="retires").content.decode()
    assert "parti@example.org" in page(etat="partis").content.decode()
    assert "Rien ici" in page().content.decode()


def test_message_list_ne_montre_pas_l_autre_centre(page):
    creer_message(creer_centre("autre"), destinataire="ailleurs@example.org")
    assert "ailleurs@example.org" not in page().content.decode()


def test_message_list_fait_autant_de_requetes_pour_un_que_pour_beaucoup(
    page, django_assert_num_queries
):
    creer_message()
    page()
    with django_assert_num_queries(7):
        page()
    for n in range(60):
        creer_message(canal="sms", octets=b"Bonjour" if n % 2 else None)
    with django_assert_num_queries(7):
        page()


def test_message_reessayer_remet_en_file(client, page):
    message = creer_message(etat="echec", tentatives=3, raison="Adresse refusée.")
    reponse = agir(client, "reessayer", message)
    message.refresh_from_db()
    assert (message.etat, message.tentatives, message.raison) == ("a_reessayer", 1, "")
    assert "Le message repart dans un instant." in reponse.content.decode()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"etat": "en_attente"}, "Ce message n’est pas en échec"),
        ({"etat": "echec", "perime_le": QUAND}, "La séance est passée"),
    ],
)
def test_message_reessayer_dit_pourquoi_non(client, page, champs, phrase):
    message = creer_message(**champs)
    with time_machine.travel(QUAND, tick=False):
        reponse = agir(client, "reessayer", message)
    assert phrase in reponse.content.decode()
    assert Message.objects.get().etat == champs["etat"]


INVITATION = {"fil": "fil", "methode": "REQUEST"}
DATE = INVITATION | {"recurrence_id": QUAND}
AUTRE_DATE = INVITATION | {"recurrence_id": QUAND + dt.timedelta(days=7)}


@pytest.mark.parametrize(
    ("ancien", "recents", "phrase"),
    [
        (INVITATION, [INVITATION], "Un message plus récent dit déjà tout"),
        (DATE, [AUTRE_DATE, INVITATION], "Un message plus récent dit déjà tout"),
        (INVITATION, [DATE], "Des dates ont changé depuis\u00a0: renvoyez l’invitation"),
        (DATE, [AUTRE_DATE], "Le message repart dans un instant."),
        (INVITATION, [INVITATION | {"etat": "annule"}], "Le message repart dans un instant."),
    ],
)
def test_message_reessayer_refuse_ce_que_dit_deja_un_plus_recent(
    client, page, ancien, recents, phrase
):
    perdu = creer_message(etat="echec", **ancien)
    for recent in recents:
        creer_message(**recent)
    assert phrase in agir(client, "reessayer", perdu).content.decode()


def test_message_arreter_retire_de_la_file(client, page):
    message = creer_message(etat="a_reessayer")
    agir(client, "arreter", message)
    message.refresh_from_db()
    assert (message.etat, message.raison) == ("annule", "Arrêté par l’équipe.")


def test_message_arreter_refuse_ce_qui_est_parti(client, page):
    message = creer_message(etat="envoye", envoye_le=QUAND)
    assert "déjà parti" in agir(client, "arreter", message).content.decode()


def test_message_fait_deux_fois_garde_la_premiere_personne(client, page):
    message = creer_message(canal="appel")
    agir(client, "fait", message)
    message.refresh_from_db()
    premiere = message.envoye_le
    client.force_login(creer_utilisateur("accueil"))
    agir(client, "fait", message)
    message.refresh_from_db()
    assert (message.etat, message.envoye_le) == ("envoye", premiere)


def test_message_fait_refuse_un_courriel(client, page):
    message = creer_message()
    assert "part tout seul" in agir(client, "fait", message).content.decode()


def test_messages_en_echec_et_en_retard_sont_a_faire():
    centre, accueil = creer_centre(), creer_utilisateur("accueil")
    creer_message(etat="echec")
    creer_message(a_partir_de=QUAND - dt.timedelta(minutes=31))
    creer_message(canal="appel", a_partir_de=QUAND - dt.timedelta(days=1))
    titres = [t.titre for t in taches(accueil, centre, QUAND) if "message" in t.titre]
    assert titres == ["1\u00a0message n’est pas parti", "1\u00a0message attend"]


def test_messages_a_faire_ne_disent_rien_a_l_animation():
    creer_message(etat="echec")
    animatrice = creer_utilisateur("animation")
    titres = [t.titre for t in taches(animatrice, creer_centre(), QUAND)]
    assert [titre for titre in titres if "message" in titre] == []
