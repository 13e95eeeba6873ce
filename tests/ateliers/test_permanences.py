"""The settings of a permanence, as the coordination types them."""

import pytest
from django.test import Client

from ateliers.models import Atelier, ReglePermanence
from tests.builders import creer_atelier, creer_utilisateur

pytestmark = pytest.mark.django_db
SAISIE = {
    "prescripteurs_reservent": "on",
    "creneaux_gardes": "2",
    "rendus_heures": "48",
    "preavis_min_heures": "3",
    "preavis_max_jours": "30",
}


def client_de(role):
    client = Client()
    client.force_login(creer_utilisateur(role))
    return client


def adresse(genre=Atelier.Genre.PERMANENCE):
    return f"/ateliers/{creer_atelier(genre=genre).pk}/permanence/"


def test_permanence_regler_enregistre_une_regle_puis_la_meme():
    client, url = client_de("coordination"), adresse()
    for gardes in ("1", "2"):
        assert client.post(url, {**SAISIE, "creneaux_gardes": gardes}).status_code == 302

    valeurs = ReglePermanence.objects.values_list(
        *("participants_reservent", "prescripteurs_reservent", "creneaux_gardes"),
        *("rendus_heures", "preavis_min_heures", "preavis_max_jours"),
    )
    assert list(valeurs) == [(False, True, 2, 48, 3, 30)]


@pytest.mark.parametrize(
    ("champs", "champ", "phrase"),
    [
        ({"creneaux_gardes": "51"}, "creneaux_gardes", "Choisissez un nombre entre 0 et 50."),
        ({"preavis_max_jours": "0"}, "preavis_max_jours", "Choisissez un nombre entre 1 et 366."),
        (
            {"rendus_heures": "-1"},
            "rendus_heures",
            "Assurez-vous que cette valeur est supérieure ou égale à 0.",
        ),
        ({"preavis_min_heures": "deux"}, "preavis_min_heures", "Saisissez un nombre entier."),
        (
            {"preavis_min_heures": "48", "preavis_max_jours": "2"},
            "preavis_max_jours",
            "On réserve au plus tôt avant de réserver au plus tard.",
        ),
        (
            {"prescripteurs_reservent": ""},
            "creneaux_gardes",
            "Des créneaux gardés n’ont de sens que si les travailleurs sociaux réservent.",
        ),
    ],
)
def test_permanence_regler_dit_la_faute_a_cote_du_champ(champs, champ, phrase):
    page = client_de("coordination").post(adresse(), {**SAISIE, **champs})

    assert (page.status_code, page.context["form"].errors) == (200, {champ: [phrase]})
    assert not ReglePermanence.objects.exists()


def test_permanence_regler_est_pour_une_permanence():
    assert client_de("coordination").get(adresse(Atelier.Genre.ATELIER)).status_code == 404
