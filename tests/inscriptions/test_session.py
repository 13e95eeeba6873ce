"""The three letters that open a participant's page."""

import pytest
from django.urls import reverse

from inscriptions.conservation import contacts
from inscriptions.operations.liens import nouvel_agenda, nouvelle_carte
from inscriptions.session import langues
from tests.builders import creer_personne

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lettres", ["", "-", "abc"])
def test_un_nom_sans_lettre_ne_s_ouvre_a_personne(client, lettres):
    jeton = nouvelle_carte(creer_personne(nom="-"))
    client.get(reverse("inscriptions:moi-jeton", args=[jeton]))
    client.post(reverse("inscriptions:moi-lettres"), {"lettres": lettres})
    assert client.get(reverse("inscriptions:moi-agenda")).status_code == 302


def test_un_agenda_lu_par_un_telephone_n_est_pas_un_contact(client):
    """It polls for years: only somebody who opens her page keeps her file alive."""
    personne = creer_personne()
    client.get(reverse("inscriptions:agenda-personne", args=[nouvel_agenda(personne)]))
    assert list(contacts()) == []
    client.get(reverse("inscriptions:moi-jeton", args=[nouvelle_carte(personne)]))
    assert [reference for reference, _ in contacts()] == [personne.reference]


def test_la_langue_lue_est_des_premieres_que_montre_un_petit_telephone():
    rangees = langues("uk", "tr")
    assert [r["code"] for r in rangees[:4]] == ["fr", "tr", "uk", "ar"]
    assert [r["nom"] for r in rangees if r["courante"]] == ["Українська"]
    assert len(rangees) == 9
