"""A change of hours leaves the rhythm of a series where it is and gives no day twice."""

import datetime as dt

import pytest

from ateliers.models import Serie
from ateliers.operations import deplacer, enregistrer_serie, planifier, publier
from ateliers.recurrence import dates_prevues
from centre.erreurs import Refus
from centre.models import PeriodeCalendrier
from centre.temps import JOUR, a_paris, instant
from inscriptions.operations import SerieVoulue, changer_serie, inscrire
from inscriptions.operations.regles import changer_les_regles
from tests.builders import creer_personne, creer_serie

pytestmark = pytest.mark.django_db
LUNDI = dt.date(2026, 11, 2)
AVANT = instant(LUNDI - 15 * JOUR, dt.time(8))
DIX_HUIT = {"heure_debut": dt.time(18), "heure_fin": dt.time(20)}


def serie_publiee(**champs):
    """Mondays 14:00–16:00 from 19 October to 14 December, with one person enrolled."""
    du, au = LUNDI - 14 * JOUR, LUNDI + 42 * JOUR
    serie = enregistrer_serie(creer_serie(**{"du": du, "au": au, **champs}))
    avant = instant(du - JOUR, dt.time(8))
    publier(serie, par=None, quand=avant)
    inscrire(personne=creer_personne(serie.atelier.centre), serie=serie, par=None, quand=avant)
    return serie


def changer(serie, *, le, quand, **valeurs):
    return changer_serie(serie, SerieVoulue(valeurs, le), par=None, quand=quand)


def jours(serie):
    debuts = serie.seances.exclude(etat="annulee").order_by("debut").values_list("debut", flat=True)
    return [f"{a_paris(debut):%d/%m %Hh}" for debut in debuts]


@pytest.mark.parametrize("le", [LUNDI + JOUR, LUNDI + 7 * JOUR, LUNDI + 14 * JOUR])
def test_une_semaine_sur_deux_garde_ses_semaines(le):
    serie = serie_publiee(intervalle=2)
    fait = changer(serie, le=le, quand=instant(LUNDI, dt.time(20)), **DIX_HUIT)
    assert jours(fait.suite) == ["16/11 18h", "30/11 18h", "14/12 18h"]
    assert fait.annulees == []
    assert jours(serie) == ["19/10 14h", "02/11 14h"]


def test_un_autre_jour_d_une_semaine_sur_deux_reste_dans_les_memes_semaines():
    serie = serie_publiee(intervalle=2, au=LUNDI + 45 * JOUR)
    fait = changer(serie, le=LUNDI + 3 * JOUR, quand=instant(LUNDI, dt.time(20)), jour=2)
    assert jours(fait.suite) == ["18/11 14h", "02/12 14h", "16/12 14h"]
    assert fait.annulees == []


def test_une_seance_deja_commencee_ne_se_tient_pas_deux_fois_le_meme_jour():
    serie = serie_publiee(au=LUNDI + 14 * JOUR)
    fait = changer(serie, le=LUNDI, quand=instant(LUNDI, dt.time(15)), **DIX_HUIT)
    assert jours(fait.suite) == ["09/11 18h", "16/11 18h"]
    assert jours(serie) == ["19/10 14h", "26/10 14h", "02/11 14h"]


def test_une_seance_avancee_et_passee_n_est_pas_planifiee_de_nouveau():
    serie = serie_publiee(au=LUNDI + 15 * JOUR)
    avancee = serie.seances.get(date_origine=LUNDI + 7 * JOUR)
    mardi = LUNDI + JOUR
    deplacer(
        avancee,
        debut=instant(mardi, dt.time(9)),
        fin=instant(mardi, dt.time(11)),
        lieu=avancee.lieu,
        par=None,
        quand=instant(LUNDI, dt.time(8)),
    )
    fait = changer(serie, le=LUNDI + 3 * JOUR, quand=instant(LUNDI + 3 * JOUR, dt.time(8)), jour=1)
    assert jours(fait.suite) == ["17/11 14h"]
    assert jours(serie) == ["19/10 14h", "26/10 14h", "02/11 14h", "03/11 09h"]


def test_une_fin_avant_le_changement_se_refuse():
    serie = serie_publiee()
    with pytest.raises(Refus) as refus:
        changer(serie, le=LUNDI + 14 * JOUR, quand=instant(LUNDI, dt.time(9)), au=LUNDI, **DIX_HUIT)
    assert refus.value.code == "sans_date"
    assert serie.seances.count() == 9


@pytest.mark.parametrize("etat", ["publiee", "brouillon"])
def test_une_autre_regle_garde_le_nombre_de_seances_promis(etat):
    champs = {"regle": "hors_vacances", "nombre": 8}
    serie = serie_publiee(**champs) if etat == "publiee" else enregistrer_serie(_brouillon(champs))
    periode = {"genre": "vacances", "nom": "Toussaint", "debut": LUNDI, "fin": LUNDI + 6 * JOUR}
    PeriodeCalendrier.objects.create(centre=serie.atelier.centre, **periode)
    planifier(serie, quand=AVANT)
    quand = instant(LUNDI - JOUR, dt.time(10))

    (bascule,) = changer_les_regles([serie], "toute_annee", par=None, quand=quand)
    assert (bascule.gagnees, bascule.perdues) == ([LUNDI], [LUNDI + 42 * JOUR])
    lue = Serie.objects.get(pk=serie.pk)
    assert (lue.au, lue.nombre) == (LUNDI + 35 * JOUR, 8)
    assert len([p for p in dates_prevues(lue) if p.est_gardee]) == 8


def _brouillon(champs):
    return creer_serie(du=LUNDI - 14 * JOUR, au=LUNDI + 42 * JOUR, **champs)
