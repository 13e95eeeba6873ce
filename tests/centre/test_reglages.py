"""Headers of each kind of page, and the options of each kind of connection (G6, ASVS 14.3.2)."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.monde import Monde
from tests.navigateurs import connecter


@pytest.fixture
def monde(db):
    return Monde.construire()


@pytest.mark.parametrize("nom", ["ateliers:planning-semaine", "parcours:personne-list"])
def test_une_page_de_l_equipe_n_est_gardee_nulle_part(nom, monde):
    reponse = connecter(monde.acteurs["coordination"]).get(reverse(nom))

    assert "no-store" in reponse["Cache-Control"]
    assert "default-src 'self'" in reponse["Content-Security-Policy"]


def test_la_page_d_un_lien_secret_n_est_ni_gardee_ni_indexee(monde):
    client = Client()

    entree = client.get(reverse("inscriptions:moi-jeton", args=[monde.jeton_page]))
    page = client.get(reverse("inscriptions:moi"))

    assert (entree.status_code, page.status_code) == (302, 200)
    assert monde.jeton_page not in entree.url
    for reponse in (entree, page):
        assert "no-store" in reponse["Cache-Control"]
        assert "noindex" in reponse["X-Robots-Tag"]
        # Forms stand on it: no-referrer would make browsers post « Origin: null ».
        assert reponse["Referrer-Policy"] == "same-origin"


def test_l_agenda_d_une_personne_n_est_pas_indexe(monde):
    adresse = reverse("inscriptions:agenda-personne", args=[monde.jeton_agenda])

    reponse = Client().get(adresse)

    assert (reponse.status_code, "noindex" in reponse["X-Robots-Tag"]) == (200, True)
    assert "Set-Cookie" not in reponse


def test_le_temoin_de_session_est_ferme_aux_scripts(monde):
    client = Client()
    client.get(reverse("inscriptions:moi-jeton", args=[monde.jeton_page]))

    temoin = client.cookies["sessionid"]

    assert (temoin["httponly"], temoin["samesite"]) == (True, "Lax")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_chaque_fil_ouvre_sa_connexion_avec_les_memes_options():
    lus = []

    def lire():
        with connection.cursor() as curseur:
            for nom in ("journal_mode", "synchronous", "foreign_keys"):
                curseur.execute(f"PRAGMA {nom}")
                lus.append(curseur.fetchone()[0])
        connection.close()

    fil = threading.Thread(target=lire)
    fil.start()
    fil.join()

    assert lus == ["wal", 2, 1]
