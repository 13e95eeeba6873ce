"""F16–F24 on a small year, each checked again by plain SQL where it can be written."""

import datetime as dt

import pytest

from centre.temps import instant
from parcours.models import Parcours, TentativeContact
from parcours.models.parcours import GROUPES
from tests.bilans.test_figures import ANNEE, figure, fraction, sql, valeur
from tests.builders import creer_dispositif, creer_orientation, creer_parcours, creer_personne

pytestmark = pytest.mark.django_db
PREMIER_MARS = dt.date(2026, 3, 1)


def jointe(jours, recue_le=PREMIER_MARS, issue="joint", heure=dt.time(10)):
    orientation = creer_orientation(recue_le=recue_le)
    appeler(orientation, jours, issue, heure)
    return orientation


def appeler(orientation, jours, issue="joint", heure=dt.time(10)):
    le = instant(orientation.recue_le + dt.timedelta(days=jours), heure)
    TentativeContact.objects.create(orientation=orientation, le=le, issue=issue)


def clos(motif="cdi", jours=100, fin=dt.date(2026, 6, 30), **champs):
    return creer_parcours(
        date_entree=fin - dt.timedelta(days=jours),
        date_fin_reelle=fin,
        motif_sortie=motif,
        **champs,
    )


def test_f16_est_la_mediane_des_premiers_appels_repondus():
    for jours in (2, 4, 40):
        jointe(jours)
    assert fraction("F16") == (4, 3, 3)
    jointe(7)
    assert fraction("F16") == (5.5, 4, 4)


def test_f16_un_essai_sans_reponse_ne_fait_pas_de_delai():
    orientation = jointe(1, issue="message")
    assert fraction("F16") == (None, 0, 1)
    appeler(orientation, 9)
    appeler(orientation, 20)
    assert fraction("F16") == (9, 1, 1)


def test_f16_compte_les_jours_de_paris():
    """Half past midnight in a Paris summer is the evening before in UTC, and day 0 here."""
    jointe(0, recue_le=dt.date(2026, 7, 1), heure=dt.time(0, 30))
    assert valeur("F16") == 0


def test_f17_ne_compte_que_ce_qui_est_termine_dans_la_periode():
    clos(jours=100)
    clos(jours=101)
    clos(fin=dt.date(2027, 1, 1))
    creer_parcours(date_entree=PREMIER_MARS)
    assert fraction("F17") == (100.5, 201, 2)


def test_f19_f20_le_denominateur_est_les_sorties():
    for motif in ("cdi", "siae", "abandon", "soins", "deces"):
        clos(motif)
    creer_parcours(date_entree=PREMIER_MARS)
    assert (valeur("F19"), fraction("F20")) == (5, (2, 2, 5))
    assert valeur("F20") == sql(
        "SELECT COUNT(*) FROM parcours_parcours WHERE date_fin_reelle BETWEEN %s AND %s"
        " AND motif_sortie IN ('cdi','cdd_6_plus','fonction_publique','creation_entreprise',"
        "'cdd_moins_6','contrat_aide','formation_qualifiante','siae')",
        ANNEE.du.isoformat(),
        ANNEE.au.isoformat(),
    )


@pytest.mark.parametrize("fin", [dt.date(2026, 1, 1), dt.date(2026, 12, 31)])
def test_f19_les_deux_bords_de_la_periode_comptent(fin):
    clos(fin=fin)
    assert valeur("F19") == 1


def test_f20_un_autre_dispositif_est_a_part():
    asi = creer_dispositif("asi")
    clos("cdi", dispositif=asi)
    clos("cdi")
    assert (valeur("F20"), valeur("F20", dispositif=asi)) == (2, 1)


def test_chaque_motif_de_sortie_a_un_groupe():
    assert set(GROUPES) == set(Parcours.Motif)
    assert sum(len(groupe.motifs) for groupe in Parcours.Groupe) == len(Parcours.Motif)


def test_f24_inconnu_n_est_ni_dedans_ni_dehors():
    for qpv in ("oui", "oui", "non", "inconnu"):
        creer_orientation(creer_personne(qpv=qpv), recue_le=PREMIER_MARS)
    deux_fois = creer_personne(qpv="oui")
    creer_orientation(deux_fois, recue_le=PREMIER_MARS)
    creer_orientation(deux_fois, recue_le=PREMIER_MARS)
    assert fraction("F24") == (75.0, 3, 4)
    assert set(figure("F24").lignes.values_list("qpv", flat=True)) == {"oui"}
