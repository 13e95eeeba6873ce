"""« Feuilles de présence »: as many queries for one sheet that waits as for a page of them."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from centre.temps import instant
from tests import builders as b

pytestmark = pytest.mark.django_db
REQUETES = 8


def attendre(atelier, jours):
    for rang in range(1, jours + 1):
        seance = b.creer_seance(atelier, b.JOUR - dt.timedelta(days=rang))
        seance.animateurs.add(b.creer_professionnel(centre=atelier.centre))
        b.creer_place(seance, b.creer_personne(atelier.centre))


def test_la_liste_des_feuilles_a_autant_de_requetes_pour_une_que_pour_trente(
    client, django_assert_num_queries
):
    atelier = b.creer_atelier()
    client.force_login(b.creer_utilisateur("coordination"))
    adresse = reverse("presences:feuille-list")
    with time_machine.travel(instant(b.JOUR, dt.time(18)), tick=False):
        attendre(atelier, 1)
        client.get(adresse)
        with django_assert_num_queries(REQUETES):
            assert "1\u00a0feuille à remplir" in client.get(adresse).content.decode()
        attendre(atelier, 30)
        with django_assert_num_queries(REQUETES):
            assert "31\u00a0feuilles à remplir" in client.get(adresse).content.decode()


@pytest.mark.parametrize(
    "periode",
    [
        {"jour": "9999-12-31"},
        {"jour": "0001-01-01"},
        {"mois": "0000-01", "atelier": "1"},
        {"mois": "9999-12", "atelier": "1"},
    ],
)
def test_une_annee_impossible_est_redite_sans_rien_imprimer(client, periode):
    client.force_login(b.creer_utilisateur("coordination"))
    reponse = client.post(reverse("presences:feuilles-pdf"), periode)
    assert (reponse.status_code, reponse["Location"]) == (302, reverse("presences:feuille-list"))
    reponse = client.get(
        reverse("presences:export-statuts"), {"du": "2026-01-01", "au": "9999-12-31"}
    )
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (200, ["au"])
