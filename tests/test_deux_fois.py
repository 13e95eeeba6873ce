"""The same thing sent twice, and the two days of the year when the clock changes."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from centre.ecriture import plage
from centre.models import Message
from inscriptions.models import Place
from presences.models import Presence
from tests import builders as b

pytestmark = pytest.mark.django_db
CHANGEMENTS = [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2027, 3, 28)]


@pytest.fixture
def coordination():
    client = Client()
    client.force_login(b.creer_utilisateur("coordination"))
    return client


def test_une_place_prise_deux_fois_est_prise_une_fois(coordination):
    seance, personne = b.creer_seance(jour=dt.date(2027, 3, 4)), b.creer_personne()
    page = reverse("inscriptions:place-prendre", args=[seance.pk])

    for _ in range(2):
        coordination.post(page, {"personne": personne.reference, "sieges": 1})
    seance.refresh_from_db()

    assert (Place.objects.vivantes().count(), seance.sieges_pris) == (1, 1)
    assert Message.objects.count() <= 1


def test_une_presence_pointee_deux_fois_est_notee_une_fois(coordination):
    place = b.creer_place(b.creer_seance(jour=dt.date(2026, 11, 12)))
    page = reverse("presences:pointer", args=[place.pk])

    for _ in range(2):
        coordination.post(page, {f"p-{place.pk}-statut": "present"})

    assert list(Presence.objects.values_list("place", "statut")) == [(place.pk, "present")]


@pytest.mark.parametrize("jour", CHANGEMENTS, ids=str)
def test_la_semaine_et_la_feuille_gardent_l_heure_du_mur(jour, coordination):
    seance = b.creer_seance(b.creer_atelier(titre="Couture"), jour=jour, heure=14)
    annee, semaine, _ = jour.isocalendar()
    pages = [
        f"{reverse('ateliers:planning-semaine')}?semaine={annee}-W{semaine:02}",
        reverse("presences:feuille", args=[seance.pk]),
        reverse("inscriptions:seance-detail", args=[seance.pk]),
    ]

    textes = [coordination.get(page).content.decode() for page in pages]

    heures = plage(seance.debut, seance.fin)

    assert heures == plage(b.creer_seance(heure=14).debut, b.creer_seance(heure=14).fin)
    # The block of the week page draws start and end apart.
    assert "<span>14\u00a0h</span>" in textes[0]
    assert [heures in t for t in textes[1:]] == [True, True]
