"""What the database refuses on a sheet, whatever page or program writes."""

import datetime as dt

import pytest

from centre.temps import instant
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db

DIX_HEURES = instant(b.JOUR, dt.time(10))


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("presence_motif_si_excuse", {"statut": "absent", "motif": "sante"}),
        ("presence_partielle_a_une_heure", {"statut": "present_partiel"}),
        ("presence_partielle_a_une_heure", {"statut": "present", "arrivee": DIX_HEURES}),
        (
            "presence_depart_apres_arrivee",
            {"statut": "present_partiel", "arrivee": DIX_HEURES, "depart": DIX_HEURES},
        ),
    ],
)
def test_une_presence_impossible_est_refusee(contrainte, champs):
    refuse(contrainte, b.creer_presence, **champs)
