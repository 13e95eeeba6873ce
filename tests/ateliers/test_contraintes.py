"""What the database refuses in the programme, whatever page or program writes."""

import datetime as dt

import pytest

from ateliers.models import AbonnementEquipe, ObjectifAnnuel, ReglePermanence, Seance
from centre.temps import instant
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db
QUAND = instant(b.JOUR, dt.time(12))


@pytest.mark.parametrize("champ", ["slug", "code"])
def test_deux_ateliers_d_un_centre_se_distinguent(champ):
    atelier = b.creer_atelier()
    valeur = {champ: getattr(atelier, champ)}
    refuse(f"atelier_{champ}_unique", b.creer_atelier, **valeur)
    assert b.creer_atelier(b.creer_centre("ailleurs"), **valeur).pk


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("atelier_slug_libre", {"slug": "lieu"}),
        ("atelier_capacite_positive", {"capacite": 0}),
        ("atelier_sensibilite_connue", {"sensibilite": 4}),
        ("atelier_protege_titre_neutre", {"sensibilite": 3, "titre_discret": "Paroles"}),
    ],
)
def test_un_atelier_impossible_est_refuse(contrainte, champs):
    refuse(contrainte, b.creer_atelier, **champs)


def test_un_atelier_promet_un_nombre_par_annee():
    champs = {"atelier": b.creer_atelier(), "annee": 2026, "seances": 33}
    ObjectifAnnuel.objects.create(**champs)
    refuse("objectif_unique", ObjectifAnnuel.objects.create, **champs)


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("serie_fin_apres_debut", {"heure_fin": dt.time(14)}),
        ("serie_au_apres_du", {"au": dt.date(2025, 12, 31)}),
        ("serie_capacite_positive", {"capacite": 0}),
        ("serie_intervalle_connu", {"intervalle": 0}),
        ("serie_intervalle_connu", {"intervalle": 53}),
        ("serie_rang_connu", {"rang_du_mois": 5}),
        ("serie_rang_connu", {"rang_du_mois": 0}),
        ("serie_jour_ou_dates", {"jour": None}),
    ],
)
def test_une_serie_impossible_est_refusee(contrainte, champs):
    refuse(contrainte, b.creer_serie, **champs)


def test_une_serie_n_a_qu_une_seance_par_date():
    serie = b.creer_serie()
    champs = {"serie": serie, "date_origine": b.JOUR}
    b.creer_seance(serie.atelier, **champs)
    refuse("seance_date_unique", b.creer_seance, serie.atelier, heure=18, **champs)


def test_seul_un_creneau_se_ferme():
    refuse("seance_fermee_est_un_creneau", b.creer_seance, ferme_le=QUAND)
    fenetre = b.creer_seance()
    assert b.creer_seance(fenetre.atelier, duree=30, fenetre=fenetre, ferme_le=QUAND).pk


def test_une_permanence_se_reserve_au_plus_tot_avant_au_plus_tard():
    regles = ReglePermanence.objects
    champs = {"preavis_min_heures": 48, "preavis_max_jours": 2}
    refuse("regle_preavis_dans_l_ordre", regles.create, atelier=b.creer_atelier(), **champs)
    assert regles.create(atelier=b.creer_atelier(), **{**champs, "preavis_max_jours": 3}).pk


def test_un_abonnement_finit_apres_son_debut():
    claire = b.creer_utilisateur("coordination")
    champs = {"utilisateur": claire, "centre": b.creer_centre(), "cree_le": QUAND}
    avant = QUAND - dt.timedelta(seconds=1)
    abonner = AbonnementEquipe.objects.create
    refuse("abonnementequipe_revoque_apres_creation", abonner, revoque_le=avant, **champs)
    assert abonner(revoque_le=QUAND, **champs).pk


def test_deux_creneaux_d_une_permanence_ne_commencent_pas_ensemble():
    fenetre = b.creer_seance()
    b.creer_seance(fenetre.atelier, duree=30, fenetre=fenetre)
    refuse("creneau_debut_unique", b.creer_seance, fenetre.atelier, duree=20, fenetre=fenetre)


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("seance_fin_apres_debut", {"duree": 0}),
        ("seance_pas_de_surbooking", {"capacite": 3, "sieges_pris": 4}),
        ("seance_annulee_a_un_motif", {"etat": Seance.Etat.ANNULEE}),
        ("seance_annulee_a_un_motif", {"motif_annulation": Seance.Motif.AUTRE}),
    ],
)
def test_une_seance_impossible_est_refusee(contrainte, champs):
    refuse(contrainte, b.creer_seance, **champs)
