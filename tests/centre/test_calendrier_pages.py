import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from centre.a_faire import taches
from centre.models import PeriodeCalendrier
from centre.temps import PARIS
from tests.builders import creer_centre, creer_utilisateur

pytestmark = pytest.mark.django_db
QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def coordinatrice(client):
    with time_machine.travel(QUAND, tick=False):
        coordinatrice = creer_utilisateur("coordination")
        client.force_login(coordinatrice)
        yield coordinatrice


def creer_periode(centre=None, **champs):
    valeurs = {"genre": "fermeture", "nom": "Été", "debut": dt.date(2027, 8, 1)}
    valeurs |= {"fin": dt.date(2027, 8, 31), **champs}
    return PeriodeCalendrier.objects.create(centre=centre or creer_centre(), **valeurs)


def poster(client, vue, /, *args, **donnees):
    return client.post(reverse(f"centre:{vue}", args=args), donnees, follow=True)


def saisie(**champs):
    valeurs = {
        "genre": "fermeture",
        "nom": "Inventaire",
        "debut": "2027-01-04",
        "fin": "2027-01-05",
    }
    return valeurs | champs


def test_calendrier_vide_previent_que_rien_n_est_connu(client):
    html = client.get(reverse("centre:calendrier")).content.decode()
    assert "Les vacances scolaires ne sont pas encore là." in html


def test_calendrier_court_dit_jusqu_ou(client):
    creer_periode(genre="vacances", debut=dt.date(2027, 4, 1), fin=dt.date(2027, 4, 30))
    html = client.get(reverse("centre:calendrier")).content.decode()
    assert "connues que jusqu’au vendredi 30 avril 2027" in html


def test_calendrier_completer_ajoute_jusqu_a_l_horizon_puis_se_tait(client, coordinatrice):
    assert [t.titre for t in taches(coordinatrice, creer_centre(), QUAND)][-1:] == [
        "Compléter le calendrier scolaire"
    ]
    poster(client, "calendrier-completer")
    assert "Compléter le calendrier scolaire" not in [
        t.titre for t in taches(coordinatrice, creer_centre(), QUAND)
    ]
    html = client.get(reverse("centre:calendrier")).content.decode()
    assert "avis--miel" not in html
    assert "Pont de l’Ascension" in html


def test_calendrier_fait_autant_de_requetes_pour_une_que_pour_beaucoup(
    client, django_assert_num_queries
):
    creer_periode()
    with django_assert_num_queries(6):
        client.get(reverse("centre:calendrier"))
    poster(client, "calendrier-completer")
    with django_assert_num_queries(6):
        client.get(reverse("centre:calendrier"))


def test_calendrier_ne_montre_pas_l_autre_centre(client):
    creer_periode(creer_centre("autre"), nom="Ailleurs")
    assert "Ailleurs" not in client.get(reverse("centre:calendrier")).content.decode()


def test_periode_creer_ajoute_au_centre_de_la_session(client):
    poster(client, "periode-creer", **saisie(centre=creer_centre("autre").pk))
    assert list(PeriodeCalendrier.objects.values_list("centre__slug", "nom", "source")) == [
        ("le-lierre", "Inventaire", "")
    ]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"fin": "2027-01-03"}, "Le dernier jour vient après le premier jour."),
        ({"debut": "2027-02-31"}, "Saisissez une date valide."),
        ({"nom": ""}, "Ce champ est obligatoire."),
        ({"nom": "a\r\nb"}, "retour à la ligne"),
    ],
)
def test_periode_creer_dit_ce_qui_manque(client, champs, phrase):
    reponse = poster(client, "periode-creer", **saisie(**champs))
    assert (reponse.status_code, PeriodeCalendrier.objects.count()) == (200, 0)
    assert phrase in reponse.content.decode()


def test_periode_creer_refuse_la_meme_deux_fois(client):
    poster(client, "periode-creer", **saisie())
    assert (
        "Cette période existe déjà." in poster(client, "periode-creer", **saisie()).content.decode()
    )
    assert PeriodeCalendrier.objects.count() == 1


def test_periode_modifier_garde_la_source(client):
    periode = creer_periode(source="holidays 0.109")
    poster(client, "periode-modifier", periode.pk, **saisie(reste_ouvert="on"))
    periode.refresh_from_db()
    assert (periode.nom, periode.reste_ouvert, periode.source) == (
        "Inventaire",
        True,
        "holidays 0.109",
    )


def test_periode_supprimer_demande_puis_supprime(client):
    periode = creer_periode()
    page = client.get(reverse("centre:periode-supprimer", args=[periode.pk])).content.decode()
    assert "Supprimer «\u00a0Été" in page.replace("&nbsp;", "\u00a0")
    assert PeriodeCalendrier.objects.count() == 1
    poster(client, "periode-supprimer", periode.pk)
    assert PeriodeCalendrier.objects.count() == 0


def test_periode_supprimer_une_date_officielle_la_declare_ouverte(client):
    periode = creer_periode(source="holidays 0.109")
    poster(client, "periode-supprimer", periode.pk)
    periode.refresh_from_db()
    assert periode.reste_ouvert is True
