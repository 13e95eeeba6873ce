"""Committees stand in the week of those who may read them, and cost other centres nothing."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from centre.temps import instant
from tests import builders as b

pytestmark = pytest.mark.django_db
JEUDI = dt.date(2026, 11, 19)


@pytest.fixture(autouse=True)
def jeudi_dix_heures():
    with time_machine.travel(instant(JEUDI, dt.time(10)), tick=False):
        yield


def semaine(role, page="/planning/"):
    client = Client()
    client.force_login(b.creer_utilisateur(role))
    return client.get(page)


def blocs(reponse):
    jours = reponse.context.get("jours") or [reponse.context["jour"]]
    return [(bloc.titre, bloc.de, bloc.a, bloc.url) for jour in jours for bloc in jour.blocs]


def test_asg_06_le_comite_est_dans_la_semaine_de_qui_peut_le_lire():
    """Two hours by default; no territory, no situation, nobody's name, no drag."""
    comite = b.creer_comite(heure=dt.time(14), territoire="canari-territoire")
    b.creer_situation(comite, b.creer_parcours(), question="canari-question")
    b.creer_comite(b.creer_centre("le-chene"), heure=dt.time(15))
    attendu = [("Comité", "14\u00a0h", "16\u00a0h", f"/comites/{comite.pk}/")]
    pages = [semaine("coordination"), semaine("referent"), semaine("referent", "/planning/jour/")]
    assert [blocs(page) for page in pages] == [attendu] * 3
    assert [mot for mot in ("canari", "data-deplacer=") if mot in pages[0].text] == []
    assert [blocs(semaine(role)) for role in ("accueil", "animation")] == [[], []]


def test_un_comite_sans_heure_se_lit_au_dessus_du_jour():
    comite = b.creer_comite(lieu="Maison des associations")
    page = semaine("coordination")
    dites = [(a.titre, a.texte, a.url) for jour in page.context["jours"] for a in jour.annonces]
    assert dites == [("Comité", "Maison des associations", f"/comites/{comite.pk}/")]


@pytest.mark.parametrize(("avec", "requetes"), [(False, 7), (True, 8)])
def test_la_semaine_ne_demande_les_comites_qu_ou_il_y_en_a(
    avec, requetes, django_assert_num_queries
):
    """One query for all of them; the week of a centre that holds none asks what it asked."""
    client = Client()
    client.force_login(b.creer_utilisateur("coordination"))
    b.creer_seance(heure=14)
    for heure in range(9, 12) if avec else ():
        b.creer_comite(heure=dt.time(heure), territoire=f"T{heure}")
    client.get("/planning/")
    with django_assert_num_queries(requetes):
        client.get("/planning/")
