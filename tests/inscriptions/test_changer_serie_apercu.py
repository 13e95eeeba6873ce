"""The sheet before a series changes tells the clashes of every week to come, once each."""

import datetime as dt

import pytest

from ateliers.operations import enregistrer_serie, publier
from centre.temps import JOUR, instant
from inscriptions.operations import SerieVoulue, apercu_des_dates, changer_serie
from tests.builders import creer_atelier, creer_professionnel, creer_seance, creer_serie

LUNDI = dt.date(2026, 11, 2)
QUAND = instant(LUNDI - JOUR, dt.time(10))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]


def serie_publiee(**champs):
    """Mondays 14:00–16:00 from 2 November to 30 November."""
    serie = enregistrer_serie(creer_serie(du=LUNDI, au=LUNDI + 28 * JOUR, **champs))
    publier(serie, par=None, quand=QUAND)
    return serie


def seance_le(serie, jour, heure, **champs):
    return creer_seance(creer_atelier(serie.atelier.centre), jour, heure, **champs)


def apercu(serie, *, animateurs=None, **valeurs):
    voulue = SerieVoulue(valeurs, LUNDI, animateurs)
    vu, _ = apercu_des_dates(
        serie, lambda quand: changer_serie(serie, voulue, par=None, quand=quand), quand=QUAND
    )
    return [(a.premier.nature, a.premier.debut.day, a.nombre) for a in vu.avertissements]


def test_une_salle_prise_dans_trois_semaines_se_dit():
    serie = serie_publiee()
    for semaine in (3, 4):
        seance_le(serie, LUNDI + 7 * semaine * JOUR, 18, lieu=serie.lieu)
    dix_huit = {"heure_debut": dt.time(18), "heure_fin": dt.time(20)}
    assert apercu(serie, **dix_huit) == [("lieu", 23, 2)]


def test_une_animatrice_prise_plus_tard_se_dit():
    serie = serie_publiee()
    nadia = creer_professionnel(centre=serie.atelier.centre)
    seance_le(serie, LUNDI + 21 * JOUR, 15).animateurs.add(nadia)
    assert apercu(serie, animateurs=[nadia]) == [("animateur", 23, 1)]


def test_plus_de_places_que_le_lieu_se_dit():
    serie = serie_publiee()
    assert apercu(serie, capacite=serie.lieu.capacite + 1) == [("capacite", 2, 5)]


def test_un_changement_qui_ne_gene_rien_ne_dit_rien():
    serie = serie_publiee()
    seance_le(serie, LUNDI + 21 * JOUR, 18, lieu=serie.lieu)
    assert apercu(serie, heure_debut=dt.time(10), heure_fin=dt.time(12)) == []
