"""A file is looked at without a lock: nobody waits, and what happens meanwhile is seen under it."""

import datetime as dt

import pytest
from django.db import connection

from bilans.models import Import
from bilans.operations import imports as operations
from bilans.operations.imports import appliquer_import, choisir_colonnes, lire_la_suite
from parcours.models import Personne
from tests.bilans.tableaux import apercu, csv
from tests.builders import creer_personne

LIGNES = csv("prenom;nom;date_naissance", "Rosa;Pinto;14/03/1984")


def avant_le_verrou(monkeypatch, geste):
    """Let ``geste`` happen between the look and the lock, once."""
    reprendre = operations._reprendre_la_main

    def laisser_faire(vu):
        monkeypatch.setattr(operations, "_reprendre_la_main", reprendre)
        geste()
        return reprendre(vu)

    monkeypatch.setattr(operations, "_reprendre_la_main", laisser_faire)


@pytest.mark.django_db
def test_deux_onglets_ne_gardent_une_tranche_qu_une_fois(monkeypatch):
    importe = apercu(LIGNES)
    importe = choisir_colonnes(importe, importe.colonnes)
    avant_le_verrou(monkeypatch, lambda: lire_la_suite(importe))
    assert lire_la_suite(importe).etat == Import.Etat.APERCU
    assert importe.lignes.count() == 1


@pytest.mark.django_db
def test_une_personne_arrivee_pendant_l_accord_n_est_pas_doublee(monkeypatch):
    importe, naissance = apercu(LIGNES), dt.date(1984, 3, 14)
    rosa = {"prenom": "Rosa", "nom": "Pinto", "date_naissance": naissance}
    avant_le_verrou(monkeypatch, lambda: creer_personne(**rosa))
    assert (appliquer_import(importe), Personne.objects.count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_lire_et_relire_les_cases_ne_tient_aucun_verrou(monkeypatch):
    nettoyer, tenus = operations.nettoyer, []

    def noter(*cases):
        tenus.append(connection.in_atomic_block)
        return nettoyer(*cases)

    monkeypatch.setattr(operations, "nettoyer", noter)
    assert appliquer_import(apercu(LIGNES)) == 1
    assert tenus == [False, False]
