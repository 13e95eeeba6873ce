import datetime as dt

import pytest
from django.db import OperationalError, connection

from centre.models import Centre, Message
from centre.temps import maintenant


@pytest.fixture
def centre(db):
    return Centre.objects.create(
        nom="Le Lierre",
        nom_court="Le Lierre",
        slug="le-lierre",
        ville="Thionville",
        telephone="+33353010000",
        courriel="centre@lierre.example",
    )


def creer_message(centre, cle, **champs):
    champs = {"canal": Message.Canal.COURRIEL, "modele": "essai", **champs}
    return Message.objects.create(centre=centre, cle=cle, message_id=f"<{cle}@x>", **champs)


@pytest.mark.django_db
def test_sante_repond_sans_connexion(client):
    reponse = client.get("/sante/")

    assert reponse.status_code == 200
    assert reponse.json() == {"base": "ok", "message_le_plus_ancien_s": None}


def test_sante_donne_l_age_du_plus_ancien_message_echu(client, centre):
    il_y_a = maintenant() - dt.timedelta(seconds=500)
    creer_message(centre, "echu", a_partir_de=il_y_a)
    creer_message(centre, "appel", canal=Message.Canal.APPEL, a_partir_de=il_y_a - dt.timedelta(1))
    creer_message(centre, "futur", a_partir_de=maintenant() + dt.timedelta(hours=1))

    age = client.get("/sante/").json()["message_le_plus_ancien_s"]

    assert 500 <= age < 520


@pytest.mark.django_db(transaction=True)
def test_sante_dit_503_quand_la_base_ne_repond_pas(client):
    with connection.execute_wrapper(refuser):
        reponse = client.get("/sante/")

    assert reponse.status_code == 503
    assert reponse.json()["base"] == "en panne"


def refuser(*_):
    raise OperationalError("disk I/O error")


@pytest.mark.django_db
def test_sante_refuse_d_ecrire(client):
    assert client.post("/sante/").status_code == 405
