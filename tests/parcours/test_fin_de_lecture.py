"""Reading ends: thirty days after the end for a prescriber, with her last day for a référent."""

import datetime as dt

import pytest
import time_machine

from centre.models import Utilisateur
from centre.temps import instant
from parcours.models import Orientation, Parcours, Personne
from tests import builders as b

pytestmark = pytest.mark.django_db
FIN = dt.date(2026, 10, 1)


def lus(utilisateur_pk, jour):
    """What an account reads that day: parcours, fiches, people; its roles are read anew."""
    with time_machine.travel(instant(jour, dt.time(12)), tick=False):
        lecteur = Utilisateur.objects.get(pk=utilisateur_pk)
        return tuple(
            modele.objects.visibles_par(lecteur).count()
            for modele in (Parcours, Orientation, Personne)
        )


@pytest.mark.parametrize(("jours", "attendu"), [(0, (1, 1, 1)), (30, (1, 1, 1)), (31, (0, 0, 0))])
def test_un_prescripteur_lit_trente_jours_apres_la_fin_du_parcours(jours, attendu):
    compte = b.creer_utilisateur("prescripteur")
    pro, nadia = b.creer_professionnel(compte), b.creer_personne()
    fiche = b.creer_orientation(nadia, pro, etat="entree")
    b.creer_parcours(
        nadia, prescripteur=pro, orientation=fiche, date_fin_reelle=FIN, motif_sortie="cdi"
    )
    assert lus(compte.pk, FIN + dt.timedelta(days=jours)) == attendu


@pytest.mark.parametrize(("jours", "attendu"), [(30, (0, 1, 1)), (31, (0, 0, 0))])
def test_une_fiche_close_sans_entree_se_lit_trente_jours(jours, attendu):
    compte = b.creer_utilisateur("prescripteur")
    b.creer_orientation(
        prescripteur=b.creer_professionnel(compte), etat="sans_reponse", close_le=FIN
    )
    assert lus(compte.pk, FIN + dt.timedelta(days=jours)) == attendu


@pytest.mark.parametrize(("jours", "parcours"), [(0, 1), (1, 0)])
def test_un_ancien_referent_ne_lit_plus_le_parcours_le_lendemain(jours, parcours):
    compte = b.creer_utilisateur("referent")
    suivi = b.creer_parcours(date_entree=dt.date(2026, 3, 1))
    b.creer_referent(suivi, b.creer_professionnel(compte), fin=FIN)
    assert lus(compte.pk, FIN + dt.timedelta(days=jours))[0] == parcours


def test_un_role_qui_finit_ferme_tout_le_jour_meme():
    compte = b.creer_utilisateur("prescripteur")
    b.creer_orientation(prescripteur=b.creer_professionnel(compte))
    compte.affectations.update(fin=FIN)
    assert [lus(compte.pk, FIN + dt.timedelta(days=n)) for n in (0, 1)] == [(0, 1, 1), (0, 0, 0)]
