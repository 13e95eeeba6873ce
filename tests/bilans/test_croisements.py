"""Every number of R1 against a plain SQL query that shares nothing with the product.

The golden year is loaded once, and the report composed once.
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection, transaction

from bilans.demonstration import lierre_2013
from bilans.figures import Perimetre, Periode
from bilans.operations import rapports
from tests import builders as b
from tests.bilans.requetes import (
    AGES,
    AU_RSA,
    CHIFFRES,
    ENSEMBLE,
    FREIN,
    JOURS,
    MINUTES,
    MOIS,
    MOTS,
    ORIENTEURS,
    PAR_ATELIER,
    PARTS,
    PUBLICS,
    SUITES,
    TAUX,
)

EN_2013 = Periode(date(2013, 1, 1), date(2013, 12, 31))
MAI = date(2013, 5, 6)
EN_2012 = EN_2013.un_an_avant()


@pytest.fixture(scope="module")
def _charge(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        monde = lierre_2013.charger()
        lieu = Perimetre(monde.centre, monde.dispositif)
        parcours, jours = monde.centre.parcours.first(), {"le": MAI, "change_le": MAI}
        for etat in ("acceptee", "declinee"):
            b.creer_orientation_partenaire(parcours, etat=etat, **jours)
        yield lieu, rapports.composer("activite", lieu, EN_2013, "interne")
        transaction.set_rollback(True)


@pytest.fixture
def document(_charge, db):
    return _charge[1]


@pytest.fixture
def lire(_charge, db):
    """Run one query on a period; give its rows."""

    def lire(requete, periode=EN_2013):
        requete = requete.replace("{minutes}", MINUTES[connection.vendor])
        requete = requete.replace("{jours}", JOURS[connection.vendor])
        while "{" in requete:
            for mot, ecrit in MOTS.items():
                requete = requete.replace(mot, ecrit)
        debut, fin = periode.bornes
        jours = {"du": periode.du.isoformat(), "au": periode.au.isoformat()}
        with connection.cursor() as curseur:
            curseur.execute(
                requete, {"c": _charge[0].centre.pk, "debut": debut, "fin": fin, **jours}
            )
            return [tuple(nombre(x) for x in ligne) for ligne in curseur.fetchall()]

    return lire


def nombre(lu):
    return int(lu) if isinstance(lu, float | Decimal) else lu


def taux(numerateur, denominateur):
    if not denominateur:
        return None
    exact = Decimal(100 * numerateur) / denominateur
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def cellules(document, cle):
    """Rows of a table by code, its totals left out."""
    return {x.code: x.cellules for x in document.table(cle).corps}


def total(document, cle):
    return document.table(cle).lignes[-1].cellules


def test_r1_chaque_chiffre_et_celui_d_un_an_avant(document, lire):
    assert [c.code for c in document.chiffres] == list(CHIFFRES)
    for chiffre in document.chiffres:
        [(haut, bas)], [(avant, bas_avant)] = (
            lire(CHIFFRES[chiffre.code], periode) for periode in (EN_2013, EN_2012)
        )
        est_taux = chiffre.code in TAUX
        valeurs = (taux(haut, bas), taux(avant, bas_avant)) if est_taux else (haut, avant)
        heures = chiffre.code == "F10"
        assert (chiffre.code, chiffre.valeur, chiffre.avant) == (chiffre.code, *valeurs)
        fraction = (None, None) if heures else (haut, bas)
        assert (chiffre.numerateur, chiffre.denominateur) == fraction, chiffre.code


def test_r1_chaque_atelier(document, lire):
    lus = {nom: {x[0]: x[1:] for x in lire(sql)} for nom, sql in PAR_ATELIER.items()}
    attendu = {}
    for code, (prevues, tenues, annulees) in lus["seances"].items():
        [objectif] = lus["objectif"].get(code, [None])
        pr, attendus, neutres = lus["taux"][code]
        attendu[code] = [
            prevues, tenues, annulees, objectif, None if objectif is None else tenues - objectif,
            *lus["inscrits"][code], *lus["venus"][code], taux(pr, attendus),
            None if code == "SOR" else taux(pr, neutres), taux(pr, *lus["capacite"][code]),
        ]  # fmt: skip
    assert cellules(document, "ateliers") == attendu


def test_r1_le_total_compte_chaque_personne_une_fois(document, lire):
    lus = {nom: lire(sql)[0] for nom, sql in ENSEMBLE.items()}
    pr, attendus, neutres = lus["taux"]
    lues = total(document, "ateliers")
    assert (lues[:3], lues[5:9]) == ([*lus["seances"]], [*lus["inscrits"], *lus["venus"]])
    assert lues[9:] == [taux(pr, attendus), taux(pr, neutres), taux(pr, *lus["capacite"])]


@pytest.mark.parametrize("cle", PARTS)
def test_r1_chaque_part(document, lire, cle):
    lues = {code or "": n for code, n in lire(PARTS[cle])}
    tous = sum(lues.values())
    assert cellules(document, cle) == {c: [n, taux(n, tous)] for c, n in lues.items()}
    assert total(document, cle)[0] == tous


def test_r1_les_ages_sont_ceux_de_l_entree(document, lire):
    """Text of dates alone: the years apart, one less before the birthday."""
    tranches = {18: "18 à 25 ans", 26: "26 à 35 ans", 36: "36 à 45 ans", 46: "46 à 54 ans"}
    tranches |= {55: "55 à 64 ans", 65: "65 ans et plus"}
    comptes = Counter()
    for ne, jour in lire(AGES):
        age = int(jour[:4]) - int(ne[:4]) - (jour[5:] < ne[5:]) if ne else None
        comptes[tranches[max(a for a in tranches if a <= age)] if ne else "inconnu"] += 1
    assert {c: x[0] for c, x in cellules(document, "ages").items()} == comptes


def test_r1_orienteurs_freins_et_publics(document, lire):
    lus = {(int(c), *x[1:3]) for c, x in cellules(document, "orienteurs").items()}
    assert lus == set(lire(ORIENTEURS))
    for code, (gens, _) in cellules(document, "freins").items():
        assert lire(FREIN.replace("{code}", code)) == [(gens,)]
    au_rsa = cellules(document, "publics")["rsa"]
    for lue, filtre in ((total(document, "publics"), ""), (au_rsa, AU_RSA)):
        assert lire(PUBLICS + filtre) == [tuple(lue)]


def test_r1_les_mois_et_les_semaines(document, lire):
    jours = {nom: [x[0] for x in lire(sql)] for nom, sql in MOIS.items()}
    comptes = {nom: Counter(jour[:7] for jour in lus) for nom, lus in jours.items()}
    for mois, lues in cellules(document, "mois").items():
        assert lues == [comptes[nom][mois] for nom in MOIS]
    semaines = defaultdict(lambda: [0] * 7)
    for jour, genre in lire(MOIS["venues"]):
        lu = date.fromisoformat(jour)
        for rang in (lu.weekday(), 6):
            semaines[f"{lu:%G-W%V}"][rang] += genre != "sortie"
    for semaine, lues in cellules(document, "semaines").items():
        assert lues == semaines[semaine]


def test_r1_ce_que_sont_devenues_les_personnes(document, lire):
    gens = {nom: lire(CHIFFRES["F02"] + filtre)[0][0] for nom, filtre in SUITES.items()}
    gens["sans-entree"] = gens["orientees"] - gens["entrees"]
    gens["sorties"] = gens["entrees"] - gens["en-cours"]
    assert {c: x[0] for c, x in cellules(document, "devenir").items()} == gens
