"""The frames delivered with the product, as data."""

import datetime as dt

import pytest
from django.core.management import call_command

from parcours.models import Dispositif
from parcours.models.dispositifs import Transmission
from tests.builders import creer_centre, creer_utilisateur

pytestmark = pytest.mark.django_db

REGLES = ("duree_mois", "renouvellements_max", "accord_prescripteur", "nb_referents")
CADENCE = ("cadence_min_jours", "point_prescripteur_mois", "fin_apres_emploi_mois")


@pytest.fixture
def charges(db):
    call_command("loaddata", "dispositifs", verbosity=0)


def regles(code, noms):
    return Dispositif.objects.values_list(*noms).get(code=code, centre=None)


def test_les_cinq_dispositifs_sont_livres(charges):
    codes = set(Dispositif.objects.values_list("code", flat=True))
    assert codes == {
        *("action-lierre", "asi", "accompagnement-global", "asg", "contrat-engagement"),
    }


def test_l_asi_suit_la_fiche_nationale(charges):
    assert regles("asi", REGLES + CADENCE) == (6, 1, True, 1, 31, 2, None)


def test_l_accompagnement_global_a_un_binome_et_finit_apres_l_emploi(charges):
    assert regles("accompagnement-global", REGLES + CADENCE) == (6, 1, False, 2, 31, None, 1)


@pytest.mark.parametrize("code", ["asi", "action-lierre"])
def test_les_presences_restent_a_la_personne_par_defaut(charges, code):
    assert regles(code, ["transmission_presence_defaut"]) == (Transmission.ATTESTATION.value,)


def test_chaque_dispositif_est_dit_a_l_equipe_et_a_la_personne(charges):
    assert not Dispositif.objects.filter(texte_equipe="").exists()
    assert not Dispositif.objects.filter(texte_simple="").exists()


def test_charger_deux_fois_n_ajoute_rien(charges):
    call_command("loaddata", "dispositifs", verbosity=0)
    assert Dispositif.objects.count() == 5


def test_un_dispositif_passe_n_est_plus_propose():
    Dispositif.objects.create(code="cer", nom="CER", valide_au=dt.date(2024, 12, 31))
    avant, apres = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    assert Dispositif.objects.en_vigueur(avant).count() == 1
    assert Dispositif.objects.en_vigueur(apres).count() == 0


def test_le_dispositif_d_un_centre_reste_chez_lui():
    propre = Dispositif.objects.create(code="jardin", nom="Jardin", centre=creer_centre())
    ailleurs = creer_utilisateur("coordination", creer_centre("ailleurs"))
    assert list(Dispositif.objects.du_centre(propre.centre_id)) == [propre]
    assert list(Dispositif.objects.visibles_par(ailleurs)) == []
