"""SQL queries of the reports: the same literal numbers whatever the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bilans.figures import Perimetre
from bilans.models import Audience, Rapport
from bilans.operations.rapports import composer
from tests.bench.annees import Taille, batir

pytestmark = pytest.mark.django_db

PETITE = Taille(centres=1, annees=2, seances=20, par_seance=2, gens=20)
GRANDE = Taille(centres=1, annees=2, seances=60, par_seance=10, gens=60)
REQUETES = {
    (Rapport.Genre.ACTIVITE, Audience.EXTERNE): 77,
    (Rapport.Genre.PRESCRIPTEURS, Audience.INTERNE): 14,
}


def nombre_de_requetes(centre, taille, genre, audience):
    with CaptureQueriesContext(connection) as requetes:
        composer(genre, Perimetre(centre), taille.derniere, audience)
    return len(requetes)


def test_un_rapport_le_meme_nombre_de_requetes_a_tout_volume():
    for taille in (PETITE, GRANDE):
        [centre] = batir(taille)
        comptes = {quoi: nombre_de_requetes(centre, taille, *quoi) for quoi in REQUETES}
        assert comptes == REQUETES
