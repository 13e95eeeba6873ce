"""« Vérifier les dates »: what the page says of skipped days and of clashes."""

import datetime as dt
import re

import pytest
import time_machine

from ateliers.forms import SerieForm
from ateliers.forms.fusion import dire_en_mots
from ateliers.models import Serie
from ateliers.operations import basculer_date, enregistrer_serie, publier
from centre.models import PeriodeCalendrier
from centre.temps import JOUR, instant
from tests.builders import creer_atelier, creer_seance, creer_serie, creer_utilisateur

pytestmark = pytest.mark.django_db
LUNDI = dt.date(2026, 11, 2)


@pytest.fixture
def page(client):
    """The words of the page of a series, for the coordinator."""

    def lire(serie):
        client.force_login(creer_utilisateur("coordination", serie.atelier.centre))
        reponse = client.get(f"/ateliers/series/{serie.pk}/dates/")
        return " ".join(
            reponse.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split()
        )

    with time_machine.travel(instant(dt.date(2026, 9, 1), dt.time(8)), tick=False):
        yield lire


def test_serie_apercu_de_dates_choisies_ne_nie_pas_les_jours_feries(page):
    dates = ["2026-11-02", "2026-11-16"]
    serie = enregistrer_serie(
        creer_serie(
            regle="dates_explicites", jour=None, dates=dates, du=LUNDI, au=LUNDI + 14 * JOUR
        )
    )
    onze = dt.date(2026, 11, 11)
    centre = serie.atelier.centre
    PeriodeCalendrier.objects.create(
        centre=centre, genre="ferie", nom="Armistice", debut=onze, fin=onze
    )
    lue = page(serie)
    assert "Des dates choisies une par une : rien n’est sauté." in lue
    assert "Aucun jour férié" not in lue


def test_serie_apercu_dit_une_fois_ce_qui_revient_et_le_jour_de_ce_qui_est_seul(page):
    serie = enregistrer_serie(creer_serie(du=LUNDI, au=LUNDI + 21 * JOUR))
    autre = creer_atelier(serie.atelier.centre, titre="Chorale")
    for semaine in (1, 2):
        creer_seance(autre, LUNDI + 7 * semaine * JOUR, 15, lieu=serie.lieu)
    creer_seance(autre, LUNDI + 21 * JOUR, 16, lieu=serie.lieu)
    lue = page(serie)
    assert "la salle est déjà prise</b>, 2 fois. La première fois, lundi 9 novembre : " in lue
    assert "moins de dix minutes entre deux séances</b>. Lundi 23 novembre : " in lue


def test_dire_en_mots_ecrit_les_jours_comme_on_les_ecrit():
    serie = enregistrer_serie(creer_serie(du=LUNDI, au=LUNDI + 21 * JOUR))
    dire = dire_en_mots(SerieForm(instance=serie, atelier=serie.atelier))
    assert dire("au", ["2026-11-23"]) == "23/11/2026"
    assert dire("cochees", ["2026-11-02", "2026-11-09"]) == "02/11/2026, 09/11/2026"
    assert dire("regle", ["toute_annee"]) == "Toute l’année"
    assert (dire("capacite", ["12"]), dire("au", [])) == ("12", "rien")


@pytest.mark.parametrize(
    ("geste", "fait"),
    [
        ("dates/basculer", ("brouillon", 2, 0)),
        ("dates/decaler", ("brouillon", 2, 0)),
        ("publier", ("publiee", 1, 3)),
    ],
)
def test_une_page_des_dates_perimee_ne_defait_pas_le_geste_d_une_autre(client, page, geste, fait):
    serie = enregistrer_serie(creer_serie(du=LUNDI, au=LUNDI + 21 * JOUR))
    vue = re.search(r'name="version" value="(\d+)"', page(serie)).group(1)
    basculer_date(serie, LUNDI)
    donnees = {"version": vue, "jour": f"{LUNDI + 7 * JOUR}", "vers": f"{LUNDI + 8 * JOUR}"}

    reponse = client.post(f"/ateliers/series/{serie.pk}/{geste}/", donnees, follow=True)
    assert "Quelqu’un a changé cette série" in reponse.content.decode()
    lue = Serie.objects.get(pk=serie.pk)
    assert (lue.etat, lue.dates_sautees, lue.dates_gardees) == ("brouillon", [f"{LUNDI}"], [])
    assert lue.seances.count() == 0
    a_jour = {**donnees, "version": lue.version}
    client.post(f"/ateliers/series/{serie.pk}/{geste}/", a_jour)
    apres = Serie.objects.get(pk=serie.pk)
    assert (apres.etat, len(apres.dates_sautees), apres.seances.count()) == fait


def test_une_page_perimee_ne_bascule_pas_une_date_publiee(client, page):
    serie = enregistrer_serie(creer_serie(du=LUNDI, au=LUNDI + 21 * JOUR))
    publier(serie, par=None)
    vue = re.search(r'name="version" value="(\d+)"', page(serie)).group(1)
    donnees = {"version": vue, "jour": f"{LUNDI}"}
    for _ in range(2):
        reponse = client.post(f"/series/{serie.pk}/dates/", donnees, follow=True)
    assert "Quelqu’un a changé cette série" in reponse.content.decode()
    assert Serie.objects.get(pk=serie.pk).dates_sautees == [f"{LUNDI}"]
