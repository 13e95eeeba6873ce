"""The golden year: what Le Lierre printed for 2012 and 2013, counted from its rows (LIE-04, 12)."""

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction

from bilans.demonstration import lierre_2013
from bilans.documents.repartitions import freins
from bilans.figures import Perimetre, Periode, calculer
from bilans.figures.ateliers import par_atelier
from bilans.rapports import rapport
from parcours.models import Orientation, Parcours, Personne

EN_2012 = Periode(dt.date(2012, 1, 1), dt.date(2012, 12, 31))
EN_2013 = Periode(dt.date(2013, 1, 1), dt.date(2013, 12, 31))
AU_10_DECEMBRE = Periode(dt.date(2013, 1, 1), dt.date(2013, 12, 10))
# planned, held, enrolled, expected, present, AE, AN, F13, F14, F15, hours
TABLE = {
    "EVQ": (32, 31, 24, 372, 291, 52, 29, 78.2, 90.9, 62.6, 582),
    "COU": (46, 44, 14, 396, 321, 47, 28, 81.1, 92.0, 73.0, 642),
    "MUL": (45, 43, 15, 344, 262, 48, 34, 76.2, 88.5, 76.2, 524),
    "REL": (44, 42, 18, 420, 311, 66, 43, 74.0, 87.9, 61.7, 388.75),
    "CUI": (44, 42, 16, 336, 279, 38, 19, 83.0, 93.6, 83.0, 1255.5),
    "FRA": (46, 45, 17, 495, 391, 63, 41, 79.0, 90.5, 72.4, 1173),
    "FLE": (44, 42, 22, 546, 448, 59, 39, 82.1, 92.0, 76.2, 896),
    "PEM": (44, 43, 46, 121, 97, 13, 11, 80.2, 89.8, 56.4, 48.5),
    "SOP": (24, 24, 18, 240, 186, 33, 21, 77.5, 89.9, 77.5, 232.5),
    "GDP": (20, 20, 13, 160, 121, 24, 15, 75.6, 89.0, 60.5, 181.5),
    "ART": (15, 15, 14, 135, 108, 17, 10, 80.0, 91.5, 72.0, 216),
    "VID": (4, 4, 8, 32, 28, 3, 1, 87.5, 96.6, 87.5, 84),
    "MUS": (5, 5, 11, 45, 37, 5, 3, 82.2, 92.5, 74.0, 55.5),
}
CODES = ("F01", "F02", "F05", "F07", "F08", "F16", "F19", "F20")


@pytest.fixture(scope="module")
def _charge(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield lierre_2013.charger()
        transaction.set_rollback(True)


@pytest.fixture
def lierre(_charge, db):
    return Perimetre(_charge.centre, _charge.dispositif)


def orientees(lierre, periode):
    return set(calculer("F02", lierre, periode).lignes.values_list("pk", flat=True))


def test_or_every_line_of_the_table_by_atelier(lierre):
    lignes = rapport(lierre, EN_2013)["ateliers"]
    colonnes = ("prevues", "tenues", "inscrits", "attendus", "presents", "absents_excuses")
    colonnes += ("absents", "F13", "F14", "F15", "heures")
    lus = {code: tuple(x[c] for c in colonnes) for code, x in lignes.items() if code != "SOR"}
    assert lus == TABLE
    sortie = lignes["SOR"]
    colonnes = ("prevues", "tenues", "attendus", "presents", "absents_excuses", "absents", "F13")
    assert tuple(sortie[c] for c in colonnes) == (10, 10, 205, 188, 11, 6, 91.7)
    assert (sortie["F14"], sortie["F15"], sortie["heures_des_sieges"]) == (None, 85.5, 752)


def test_or_totals_without_the_outings(lierre):
    totaux = rapport(lierre, EN_2013)["sans_sorties"]
    assert totaux["F11"]["valeur"] == {
        "prevues": 413, "tenues": 400, "annulees": 13, "a_renseigner": 0, "a_venir": 0
    }  # fmt: skip
    lus = {code: totaux[code]["valeur"] for code in ("F09", "F10", "F12", "F13", "F14")}
    assert lus == {"F09": 2880, "F10": 6279.25, "F12": 96.9, "F13": 79.1, "F14": 90.7}
    assert (totaux["F13"]["denominateur"], totaux["F14"]["denominateur"]) == (3642, 3174)


def test_or_people_and_what_became_of_them(lierre):
    lus = {code: calculer(code, lierre, EN_2013) for code in CODES}
    assert {code: lu.valeur for code, lu in lus.items()} == {
        "F01": 93, "F02": 89, "F05": 84, "F07": 80, "F08": 64, "F16": 6, "F19": 37, "F20": 16
    }  # fmt: skip
    assert (lus["F20"].numerateur, lus["F20"].denominateur) == (16, 37)
    de_l_annee = orientees(lierre, AU_10_DECEMBRE)
    entres = Parcours.objects.filter(personne__in=de_l_annee)
    assert (entres.count(), entres.filter(date_fin_reelle__isnull=True).count()) == (78, 41)


@pytest.mark.parametrize(
    ("periode", "attendu"), [(EN_2012, 77), (AU_10_DECEMBRE, 86), (EN_2013, 89)]
)
def test_or_people_oriented(lierre, periode, attendu):
    assert calculer("F02", lierre, periode).valeur == attendu


def test_or_orientations_up_to_10_december(lierre):
    assert calculer("F01", lierre, AU_10_DECEMBRE).valeur == 90
    assert len(orientees(lierre, EN_2012) & orientees(lierre, AU_10_DECEMBRE)) == 12
    fiches = Orientation.objects.filter(centre=lierre.centre)
    assert fiches.filter(etat="annulee_doublon").count() == 1
    assert fiches.filter(mode="spontanee").count() == 6
    assert fiches.filter(recue_le__range=(AU_10_DECEMBRE.du, AU_10_DECEMBRE.au)).count() == 97


def test_or_both_cut_off_dates_show_the_promised_dates(lierre):
    attendu = {"SOP": 24, "GDP": 20, "ART": 15, "VID": 4, "MUS": 5, "SOR": 10}
    for periode in (AU_10_DECEMBRE, EN_2013):
        lignes = {x.atelier.code: x for x in par_atelier(lierre, periode)}
        assert {code: lignes[code].seances["tenues"] for code in attendu} == attendu
        assert {code: lignes[code].objectif for code in attendu} == attendu
    assert calculer("F11", lierre.sans_sorties(), AU_10_DECEMBRE).denominateur == 400


def test_or_shares_of_the_86(lierre):
    gens = Personne.objects.filter(pk__in=orientees(lierre, AU_10_DECEMBRE))
    assert (gens.filter(sexe="F").count(), gens.filter(qpv="oui").count()) == (61, 52)
    assert gens.filter(ressources__startswith="rsa").count() == 54
    entrees = {p.personne_id: p.date_entree for p in Parcours.objects.filter(personne__in=gens)}
    fiches = {o.personne_id: o.recue_le for o in Orientation.objects.filter(personne__in=gens)}
    ages = [p.age_le(entrees.get(p.pk) or fiches[p.pk]) for p in gens]
    bornes = ((18, 25), (26, 35), (36, 45), (46, 54), (55, 64), (65, 99))
    assert [sum(a <= age <= b for age in ages) for a, b in bornes] == [7, 19, 26, 21, 11, 2]


def test_or_what_became_of_the_86(lierre):
    """8 without an entry, 41 still there, 37 gone out; each told once, by the month she came."""
    gens = orientees(lierre, AU_10_DECEMBRE)
    fiches = Orientation.objects.filter(personne__in=gens, recue_le__year=2013)
    valables = fiches.exclude(etat="annulee_doublon").exclude(mode="spontanee")
    jours = valables.order_by("-recue_le").values_list("personne", "recue_le")
    mois = Counter({personne: jour.month for personne, jour in jours}.values())
    assert [mois[n] for n in range(1, 13)] == [9, 8, 8, 7, 6, 7, 5, 0, 13, 11, 9, 3]
    assert sorted(Counter(personne for personne, _ in jours).values()) == [1] * 82 + [2] * 4
    sans_entree = valables.filter(personne__parcours=None).values_list("personne", "etat")
    assert Counter(etat for _, etat in set(sans_entree)) == {
        "sans_suite_personne": 5, "sans_reponse": 3
    }  # fmt: skip
    motifs = Counter(
        Parcours.objects.filter(personne__in=gens).values_list("motif_sortie", flat=True)
    )
    groupes = [sum(motifs[m] for m in groupe.motifs) for groupe in Parcours.Groupe]
    assert (motifs[""], groupes) == (41, [16, 6, 8, 3, 4])


def test_or_difficulties_and_homes_of_the_86(lierre):
    """People, not mentions; those of level 3 are not on a fiche."""
    lues = {x.libelle: x.cellules[0] for x in freins(lierre, AU_10_DECEMBRE).lignes}
    assert lues == {
        "Argent": 71, "Isolement": 52, "Emploi, qualification": 49, "Santé": 46,
        "Papiers, démarches": 37, "Famille": 27, "Numérique": 25, "Logement": 24, "Langue": 22,
        "Mobilité": 19, "Ensemble": 86,
    }  # fmt: skip
    gens = Personne.objects.filter(pk__in=orientees(lierre, AU_10_DECEMBRE))
    assert Counter(gens.values_list("menage", flat=True)) == {
        "seul": 33, "parent_isole": 27, "couple_enfants": 15, "couple": 6, "heberge": 5
    }  # fmt: skip
    assert Counter(gens.values_list("ressources", flat=True)) == {
        "rsa_champ_3": 31, "rsa_champ_2": 23, "aah": 11, "ass": 9, "are": 6, "salaire": 3,
        "pension": 2, "sans": 1,
    }  # fmt: skip
