"""The three letters that open a participant's page."""

import pytest
from django.urls import reverse

from inscriptions.operations.liens import nouvelle_carte
from tests.builders import creer_personne

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lettres", ["", "-", "abc"])
def test_un_nom_sans_lettre_ne_s_ouvre_a_personne(client, lettres):
    jeton = nouvelle_carte(creer_personne(nom="-"))
    client.get(reverse("inscriptions:moi-jeton", args=[jeton]))
    client.post(reverse("inscriptions:moi-lettres"), {"lettres": lettres})
    assert client.get(reverse("inscriptions:moi-agenda")).status_code == 302
