import datetime as dt

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.messages import get_messages
from django.urls import reverse

from centre.confidentiel import ABSENTE, EXPLICATION
from centre.temps import PARIS
from tests.builders import creer_utilisateur

pytestmark = pytest.mark.django_db
QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)
PAGE = reverse("centre:calendrier")


@pytest.fixture(autouse=True)
def en_service(settings):
    settings.DEMONSTRATION = False


@pytest.fixture
def horloge():
    with time_machine.travel(QUAND, tick=False) as voyage:
        yield voyage


def proteger(utilisateur):
    TOTP.activate(utilisateur, generate_totp_secret())
    return utilisateur


@pytest.mark.parametrize("role", ["coordination", "referent", "prescripteur", "binome"])
def test_sans_deuxieme_verification_on_ne_lit_pas_de_parcours(client, role):
    client.force_login(creer_utilisateur(role))
    reponse = client.get(PAGE)
    assert (reponse.status_code, reponse.url) == (302, reverse("mfa_index"))
    assert [str(m) for m in get_messages(reponse.wsgi_request)] == [EXPLICATION]


def test_un_post_sans_deuxieme_verification_n_ecrit_rien(client):
    client.force_login(creer_utilisateur("coordination"))
    reponse = client.post(reverse("centre:calendrier-completer"))
    assert reponse.url == reverse("mfa_index")


def test_l_acces_technique_aussi_la_demande(client):
    client.force_login(creer_utilisateur(is_staff=True, is_superuser=True))
    assert client.get("/admin/").url == reverse("mfa_index")


def test_avec_la_deuxieme_verification_la_page_s_ouvre(client):
    client.force_login(proteger(creer_utilisateur("coordination")))
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("role", ["accueil", "animation"])
def test_qui_ne_lit_pas_de_parcours_n_en_a_pas_besoin(client, role):
    client.force_login(creer_utilisateur(role))
    assert client.get(PAGE).status_code == 200


def test_la_page_qui_la_regle_reste_ouverte(client):
    client.force_login(creer_utilisateur("coordination"))
    assert client.get(reverse("mfa_index")).status_code == 200


def test_en_demonstration_rien_n_est_demande(client, settings):
    settings.DEMONSTRATION = True
    client.force_login(creer_utilisateur("coordination"))
    assert client.get(PAGE).status_code == 200


def test_une_partie_de_page_mene_htmx_a_la_page_entiere(client):
    client.force_login(creer_utilisateur("coordination"))
    reponse = client.get(PAGE, headers={"HX-Request": "true"})
    assert (reponse.status_code, reponse["HX-Redirect"]) == (401, reverse("mfa_index"))


def test_trente_minutes_d_absence_ferment_la_session(client, horloge):
    client.force_login(proteger(creer_utilisateur("referent")))
    client.get(PAGE)
    horloge.shift(dt.timedelta(minutes=30, seconds=1))
    reponse = client.get(PAGE)
    assert reponse.url == f"{reverse('account_login')}?next=%2Fcalendrier%2F"
    assert [str(m) for m in get_messages(reponse.wsgi_request)] == [ABSENTE]
    assert client.get(PAGE).url == f"/connexion/?next={PAGE}"


def test_une_page_toutes_les_vingt_neuf_minutes_garde_la_session(client, horloge):
    client.force_login(proteger(creer_utilisateur("referent")))
    client.get(PAGE)
    for _ in range(3):
        horloge.shift(dt.timedelta(minutes=29))
        assert client.get(PAGE).status_code == 200


def test_l_accueil_garde_sa_session(client, horloge):
    client.force_login(creer_utilisateur("accueil"))
    client.get(PAGE)
    horloge.shift(dt.timedelta(hours=2))
    assert client.get(PAGE).status_code == 200
