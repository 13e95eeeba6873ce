"""Each figure is its line of the dictionary, checked by plain SQL on a small year."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ateliers.models import Atelier, ObjectifAnnuel, Seance
from bilans.figures import FIGURES, Perimetre, Periode, calculer
from bilans.figures.ateliers import par_atelier
from bilans.figures.perimetre import pourcentage
from bilans.tableaux import sous_total
from centre.temps import instant
from parcours.models import Entretien, TentativeContact
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_dispositif,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_seance,
)

pytestmark = pytest.mark.django_db

ANNEE = Periode(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
MARS = dt.date(2026, 3, 2)
QUAND = instant(dt.date(2026, 11, 19), dt.time(18))
# All the figures and the table by atelier.
REQUETES = 55


def perimetre(dispositif=None):
    return Perimetre(creer_centre(), dispositif, QUAND)


def figure(code, periode=ANNEE, dispositif=None):
    return calculer(code, perimetre(dispositif), periode)


def valeur(code, periode=ANNEE, dispositif=None):
    return figure(code, periode, dispositif).valeur


def fraction(code):
    lue = figure(code)
    return lue.valeur, lue.numerateur, lue.denominateur


def sql(requete, *parametres):
    with connection.cursor() as curseur:
        curseur.execute(requete, parametres)
        return curseur.fetchone()[0]


def tenue(jour=MARS, **champs):
    return creer_seance(jour=jour, etat=Seance.Etat.TENUE, **champs)


def venir(seance, personne=None, statut="present", **champs):
    """A presence on a place of its own; places take their own fields by ``sieges`` and others."""
    place = {k: champs.pop(k) for k in ("sieges", "parcours", "origine", "etat") if k in champs}
    return creer_presence(creer_place(seance, personne, **place), statut=statut, **champs)


def test_f01_f02_une_personne_orientee_deux_fois_est_une_personne():
    personne = creer_personne()
    creer_orientation(personne, recue_le=dt.date(2026, 1, 1))
    creer_orientation(personne, recue_le=dt.date(2026, 12, 31))
    creer_orientation(recue_le=dt.date(2025, 12, 31))
    creer_orientation(recue_le=dt.date(2027, 1, 1))
    assert (valeur("F01"), valeur("F02")) == (2, 1)


def test_f01_les_doubles_et_les_venues_spontanees_ne_comptent_pas():
    """LIE-18: who came by herself takes part and is not counted among the oriented."""
    creer_orientation(etat="annulee_doublon")
    creer_orientation(mode="spontanee")
    creer_orientation(etat="sans_reponse")
    assert (valeur("F01"), valeur("F02")) == (1, 1)
    assert valeur("F01") == sql(
        "SELECT COUNT(*) FROM parcours_orientation WHERE recue_le BETWEEN %s AND %s"
        " AND etat <> 'annulee_doublon' AND mode <> 'spontanee'",
        "2026-01-01",
        "2026-12-31",
    )


def test_f02_deux_fiches_reunies_sont_une_personne():
    gardee = creer_personne()
    creer_orientation(gardee)
    creer_orientation(creer_personne(fusionnee_dans=gardee))
    assert (valeur("F01"), valeur("F02")) == (2, 1)
    assert list(figure("F02").lignes) == [gardee]


def test_f02_une_personne_orientee_deux_annees_compte_dans_chacune():
    personne = creer_personne()
    creer_orientation(personne, recue_le=dt.date(2025, 6, 1))
    creer_orientation(personne)
    avant = Periode(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert (valeur("F02", avant), valeur("F02")) == (1, 1)


def test_f02_un_autre_centre_et_un_autre_dispositif_sont_a_part():
    asi = creer_dispositif("asi")
    creer_orientation(dispositif=asi)
    creer_orientation()
    creer_orientation(creer_personne(creer_centre("ailleurs")))
    assert (valeur("F02"), valeur("F02", dispositif=asi)) == (2, 1)


def test_f03_un_appel_sans_reponse_n_est_pas_un_contact():
    jointe, tentee = creer_orientation(), creer_orientation()
    TentativeContact.objects.create(orientation=jointe, issue="joint")
    TentativeContact.objects.create(orientation=tentee, issue="message")
    assert fraction("F03") == (1, 1, 2)


def test_f04_f06_entrees_et_file_active():
    creer_parcours(date_entree=dt.date(2026, 12, 31))
    creer_parcours(
        date_entree=dt.date(2025, 3, 1),
        date_fin_reelle=dt.date(2026, 1, 1),
        motif_sortie="autonomie",
    )
    creer_parcours(
        date_entree=dt.date(2025, 3, 1),
        date_fin_reelle=dt.date(2025, 12, 31),
        motif_sortie="autonomie",
    )
    creer_parcours(date_entree=dt.date(2027, 1, 1))
    assert (valeur("F04"), valeur("F06")) == (1, 2)


def test_f05_jamais_vue_n_est_pas_accompagnee():
    creer_parcours()
    assert (valeur("F05"), valeur("F06")) == (0, 1)


@pytest.mark.parametrize(("etat", "attendu"), [("tenu", 1), ("fixe", 0), ("non_venu", 0)])
def test_f05_un_entretien_tenu_suffit(etat, attendu):
    Entretien.objects.create(
        parcours=creer_parcours(), debut=instant(dt.date(2026, 10, 5), dt.time(9)), etat=etat
    )
    assert valeur("F05") == attendu


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (dt.date(2026, 10, 1), 1),
        (dt.date(2026, 10, 31), 1),
        (dt.date(2026, 11, 1), 0),
        (dt.date(2025, 12, 31), 0),
    ],
)
def test_f05_un_contact_apres_la_fin_ou_hors_periode_ne_compte_pas(jour, attendu):
    parcours = creer_parcours(date_fin_reelle=dt.date(2026, 10, 31), motif_sortie="autonomie")
    venir(creer_seance(jour=jour, heure=23), parcours.personne)
    assert valeur("F05") == attendu


def test_f05_une_absence_n_est_pas_un_contact():
    parcours = creer_parcours()
    venir(tenue(dt.date(2026, 10, 5)), parcours.personne, statut="absent_excuse")
    assert valeur("F05") == 0


def test_f05_d_un_dispositif_demande_une_presence_de_ce_parcours():
    parcours, dispositif = creer_parcours(), creer_dispositif()
    venir(tenue(dt.date(2026, 10, 5)), parcours.personne)
    assert (valeur("F05"), valeur("F05", dispositif=dispositif)) == (1, 0)
    venir(tenue(dt.date(2026, 10, 6)), parcours.personne, parcours=parcours)
    assert valeur("F05", dispositif=dispositif) == 1


def test_f07_f09_les_personnes_et_les_presences():
    personne = creer_personne()
    venir(tenue(), personne)
    venir(tenue(), personne, origine="sans_inscription")
    venir(tenue(), statut="absent")
    entretien = creer_atelier(genre=Atelier.Genre.ENTRETIEN)
    venir(tenue(atelier=entretien))
    assert (valeur("F07"), valeur("F09")) == (1, 2)
    assert valeur("F09") == sql(
        "SELECT COUNT(*) FROM presences_presence p"
        " JOIN inscriptions_place pl ON pl.id = p.place_id"
        " JOIN ateliers_seance s ON s.id = pl.seance_id"
        " JOIN ateliers_atelier a ON a.id = s.atelier_id"
        " WHERE p.statut IN ('present', 'present_partiel') AND a.genre <> 'entretien'"
    )


def test_f07_compte_le_dernier_soir_a_l_heure_de_paris():
    venir(tenue(dt.date(2026, 12, 31), heure=23))
    venir(tenue(dt.date(2027, 1, 1), heure=0))
    assert valeur("F07") == 1


def test_f08_la_famille_d_une_sortie_n_est_pas_participante():
    sortie = tenue(atelier=creer_atelier(genre=Atelier.Genre.SORTIE))
    venir(sortie, sieges=3, sieges_presents=3)
    assert (valeur("F07"), valeur("F08"), valeur("F09")) == (1, 2, 1)


def test_f10_l_heure_reelle_d_arrivee_compte_et_rien_n_est_arrondi():
    seance = tenue()
    venir(seance)
    venir(seance, statut="present_partiel", arrivee=instant(MARS, dt.time(9, 20)))
    venir(seance, statut="present_partiel", depart=instant(MARS, dt.time(9, 35)))
    assert fraction("F10") == (255 / 60, 255, 60)


def test_f10_une_personne_a_deux_endroits_est_comptee_une_fois():
    personne = creer_personne()
    venir(tenue(heure=9), personne)
    venir(tenue(heure=10), personne)
    venir(tenue(heure=10, duree=30), personne)
    assert valeur("F10") == 3


def test_sans_les_sorties_une_heure_a_deux_endroits_compte_une_fois():
    personne = creer_personne()
    venir(tenue(heure=9), personne)
    venir(tenue(heure=10), personne)
    venir(tenue(atelier=creer_atelier(genre=Atelier.Genre.SORTIE)), personne)
    lignes = par_atelier(perimetre(), ANNEE)
    reste = sous_total(perimetre(), ANNEE, lignes)
    assert reste.minutes == calculer("F10", perimetre().sans_sorties(), ANNEE).numerateur == 180


def test_f11_les_fenetres_comptent_et_pas_leurs_creneaux():
    permanence = tenue(atelier=creer_atelier(genre=Atelier.Genre.PERMANENCE))
    venir(tenue(atelier=permanence.atelier, fenetre=permanence, duree=30, capacite=1))
    creer_seance(jour=MARS, etat=Seance.Etat.ANNULEE, motif_annulation="autre")
    creer_seance(jour=MARS)
    creer_seance(jour=dt.date(2026, 12, 1))
    creer_seance(jour=MARS, etat=Seance.Etat.BROUILLON)
    assert valeur("F11") == {
        "prevues": 4,
        "tenues": 1,
        "annulees": 1,
        "a_renseigner": 1,
        "a_venir": 1,
    }
    assert fraction("F12") == (33.3, 1, 3)
    assert fraction("F07")[0] == 1


def test_f13_f14_sans_les_feuilles_ouvertes_ni_les_places_annulees():
    seance = tenue()
    for statut in ("present", "present", "present_partiel", "absent_excuse", "absent", "absent"):
        arrivee = instant(MARS, dt.time(9, 5)) if statut == "present_partiel" else None
        venir(seance, statut=statut, arrivee=arrivee)
    venir(seance, statut="absent", etat="annulee_centre")
    venir(creer_seance(jour=MARS), statut="absent")
    assert (fraction("F13"), fraction("F14")) == ((50.0, 3, 6), (60.0, 3, 5))


def test_f14_un_petit_total_n_a_pas_de_taux():
    seance = tenue()
    for _ in range(4):
        venir(seance)
    assert (fraction("F13"), fraction("F14")) == ((100.0, 4, 4), (None, 4, 4))


def test_f13_sans_rien_n_a_pas_de_taux():
    assert (fraction("F13"), fraction("F15")) == ((None, 0, 0), (None, 0, 0))


def test_f13_une_famille_compte_pour_ses_places():
    sortie = tenue(atelier=creer_atelier(genre=Atelier.Genre.SORTIE))
    venir(sortie, sieges=3, sieges_presents=2)
    venir(sortie, sieges=2, statut="absent_excuse", sieges_presents=0, sieges_excuses=2)
    assert fraction("F13") == (40.0, 2, 5)


def test_f13_les_creneaux_d_une_permanence_tenue_comptent():
    permanence = tenue(atelier=creer_atelier(genre=Atelier.Genre.PERMANENCE), capacite=4)
    creneau = creer_seance(permanence.atelier, MARS, fenetre=permanence, duree=30, capacite=1)
    venir(creneau)
    assert (fraction("F13"), fraction("F15")) == ((100.0, 1, 1), (25.0, 1, 4))


def test_f15_les_places_offertes_des_seances_tenues():
    seance = tenue(capacite=8)
    for _ in range(6):
        venir(seance)
    tenue(capacite=4)
    creer_seance(jour=MARS, capacite=10)
    assert fraction("F15") == (50.0, 6, 12)


@pytest.mark.parametrize(
    ("n", "d", "taux"), [(2880, 3642, 79.1), (2880, 3174, 90.7), (1, 8, 12.5), (1, 800, 0.1)]
)
def test_pourcentage_arrondit_au_dixieme(n, d, taux):
    assert pourcentage(n, d) == taux


def test_periode_a_l_envers_est_refusee():
    with pytest.raises(ValueError, match="après son début"):
        Periode(dt.date(2026, 2, 1), dt.date(2026, 1, 31))


def test_periode_un_an_avant_le_29_fevrier():
    bissextile = Periode(dt.date(2028, 1, 1), dt.date(2028, 2, 29))
    assert bissextile.un_an_avant() == Periode(dt.date(2027, 1, 1), dt.date(2027, 2, 28))


def test_par_atelier_donne_les_memes_totaux_que_les_chiffres():
    une, autre = creer_personne(), creer_personne()
    ObjectifAnnuel.objects.create(atelier=(couture := creer_atelier()), annee=2026, seances=46)
    for jour in range(2, 5):
        seance = tenue(dt.date(2026, 3, jour), atelier=couture)
        venir(seance, une)
        venir(seance, autre, statut="absent")
    venir(tenue(), une)
    lignes = par_atelier(perimetre(), ANNEE)
    assert [
        (x.objectif, x.seances["tenues"], x.inscrits, x.participants, x.participations, x.minutes)
        for x in lignes
    ] == [(46, 3, 2, 1, 3, 360), (None, 1, 1, 1, 1, 120)]
    assert sum(x.participations for x in lignes) == valeur("F09")
    assert sum(x.presents for x in lignes) == figure("F13").numerateur
    assert sum(x.attendus for x in lignes) == figure("F13").denominateur
    assert valeur("F07") == 1


def test_toutes_les_figures_le_meme_nombre_de_requetes():
    venir(tenue(), creer_parcours().personne)
    peu = nombre_de_requetes()
    for _ in range(20):
        venir(tenue(), creer_parcours().personne)
    assert (peu, nombre_de_requetes()) == (REQUETES, REQUETES)


def nombre_de_requetes():
    with CaptureQueriesContext(connection) as requetes:
        for code in FIGURES:
            figure(code)
        par_atelier(perimetre(), ANNEE)
    return len(requetes) - len(FIGURES) - 1
