import pytest

from centre.models import Utilisateur
from tests.builders import creer_utilisateur


@pytest.fixture
def connectee(client, db):
    client.force_login(
        Utilisateur.objects.create_user("nadia@lierre.example", prenom="Nadia", nom="Klein")
    )
    return client


@pytest.mark.django_db
def test_page_protegee_renvoie_a_la_connexion(client):
    assert client.get("/compte/double-verification/").url == (
        "/connexion/?next=/compte/double-verification/"
    )


@pytest.mark.django_db
def test_fragment_sans_session_recharge_la_page(client):
    reponse = client.get("/compte/double-verification/", headers={"HX-Request": "true"})

    assert (reponse.status_code, reponse["HX-Refresh"]) == (401, "true")


@pytest.mark.django_db
def test_page_publique_ne_depend_pas_du_temoin(client):
    assert "Vary" not in client.get("/sante/")


def test_page_d_une_personne_connectee_n_est_gardee_nulle_part(connectee):
    assert connectee.get("/sante/")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_le_caractere_nul_ne_cherche_rien(client):
    coordinatrice = creer_utilisateur("coordination")
    client.force_login(coordinatrice)
    adresses = ["/bilans/F11/?atelier=%00COU", "/planning/?centre=le-lierre%00"]

    assert [client.get(adresse).status_code for adresse in adresses] == [404, 200]
