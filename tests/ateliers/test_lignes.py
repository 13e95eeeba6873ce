"""Séances read as plain rows: the same as models read them, in one query."""

import pytest

from ateliers.models import Seance
from ateliers.queries.lignes import lignes, lire
from tests.builders import creer_professionnel, creer_seance

pytestmark = pytest.mark.django_db


def test_lire_rend_une_seance_a_deux_animateurs_une_fois(django_assert_num_queries):
    seance = creer_seance()
    zoe = creer_professionnel(prenom="Zoé", nom="Zola")
    anne = creer_professionnel(prenom="Anne", nom="Aubry")
    seance.animateurs.add(zoe, anne)

    with django_assert_num_queries(1):
        [lue], est_coupee = lire(lignes().filter(pk=seance.pk), au_plus=3)
        assert (lue, lue.meneurs, est_coupee) == (seance, [anne, zoe], False)
        assert (lue.atelier.titre, lue.lieu.nom) == (seance.atelier.titre, seance.lieu.nom)
    assert lue.uid == Seance.objects.get().uid
    assert lire(lignes(), au_plus=2)[1] is True
