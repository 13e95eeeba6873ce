import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ateliers.models import Seance
from ateliers.operations import rafraichir_agendas
from ateliers.queries.agendas import flux
from centre.lecture import LecturePreparee
from centre.temps import maintenant
from inscriptions.models import JetonParticipant
from inscriptions.operations.liens import nouvel_agenda
from inscriptions.queries import flux_personnel
from tests.builders import JOUR, creer_atelier, creer_place, creer_seance

pytestmark = pytest.mark.django_db


def construire(slug, pk, debut):
    lignes = Seance.objects.filter(atelier__slug=slug, centre_id=pk, debut__gte=debut)
    return lignes.order_by("debut").values_list("pk", "debut", "atelier__titre")


def test_une_lecture_preparee_lit_comme_l_orm():
    seances = [creer_seance(creer_atelier(slug=s), JOUR) for s in ("couture", "cuisine")]
    tardive = creer_seance(seances[0].atelier, JOUR + dt.timedelta(days=7))
    lecture = LecturePreparee(construire, str, int, dt.datetime)
    centre = seances[0].centre_id

    for slug, debut in (
        ("couture", seances[0].debut),
        ("couture", tardive.debut),
        ("cuisine", seances[1].debut),
        ("cuisine", tardive.debut),
    ):
        assert lecture.lignes(slug, centre, debut) == list(construire(slug, centre, debut))


def test_une_lecture_preparee_fait_une_requete_et_ne_confond_pas_les_cles():
    seance = creer_seance(creer_atelier(slug="couture"), JOUR)
    lecture = LecturePreparee(construire, str, int, dt.datetime)

    with CaptureQueriesContext(connection) as requetes:
        assert lecture.ligne("couture", seance.centre_id, seance.debut)[0] == seance.pk
        assert lecture.ligne("couture", seance.centre_id + 1, seance.debut) is None
        assert lecture.ligne("' OR 1=1 --", seance.centre_id, seance.debut) is None
    assert len(requetes) == 3


def test_un_flux_dit_l_instant_de_son_dernier_changement():
    atelier, quand = creer_atelier(slug="couture", titre="Couture"), maintenant()
    centre = atelier.centre
    jamais = flux("atelier", centre.slug, "couture")
    rafraichir_agendas([f"atelier:{atelier.pk}"], quand=quand)

    assert jamais == (atelier.pk, "Couture", "couture", centre.nom, centre.nom_court, None, None)
    assert flux("atelier", centre.slug, "couture") == (*jamais[:5], 1, quand)


def test_un_flux_personnel_suit_la_derniere_seance_changee():
    place = creer_place()
    jeton = nouvel_agenda(place.personne)
    lu = flux_personnel(jeton)

    assert (lu.pk, lu.personne_id) == (JetonParticipant.objects.get().pk, place.personne_id)
    assert lu.seances_le == place.seance.modifiee_le
    assert flux_personnel("inconnu") is None
