"""What the database refuses of absences, of points set aside, of a séance's history."""

import pytest

from ateliers.models import Absence, FaitSeance, PointEcarte
from centre.temps import JOUR as UN_JOUR
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db


def test_une_absence_finit_apres_son_debut_et_ne_s_ecrit_qu_une_fois():
    helene = b.creer_professionnel()
    champs = {"centre": helene.centre, "professionnel": helene, "du": b.JOUR, "au": b.JOUR}
    Absence.objects.create(**champs)
    refuse("absence_unique", Absence.objects.create, **champs)
    a_l_envers = {**champs, "au": b.JOUR - UN_JOUR}
    refuse("absence_au_apres_du", Absence.objects.create, **a_l_envers)


def test_un_point_ne_s_ecarte_qu_une_fois_par_centre():
    champs = {"cle": "lieu:1-2:0", "empreinte": "0" * 64}
    PointEcarte.objects.create(centre=b.creer_centre(), **champs)
    refuse("point_ecarte_unique", PointEcarte.objects.create, centre=b.creer_centre(), **champs)
    assert PointEcarte.objects.create(centre=b.creer_centre("ailleurs"), **champs).pk


def test_un_remplacement_dit_qui_anime():
    champs = {"seance": b.creer_seance(), "genre": "remplacement"}
    refuse("fait_remplacement_nomme", FaitSeance.objects.create, **champs)
