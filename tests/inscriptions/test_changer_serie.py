"""A published series changes: the past stays, people follow, calendars say the same."""

import datetime as dt

import pytest

from ateliers.models import Seance, Serie
from ateliers.operations import deplacer, enregistrer_serie, planifier, publier
from ateliers.recurrence import dates_prevues
from centre.erreurs import Refus
from centre.models import PeriodeCalendrier
from centre.temps import JOUR, a_paris, instant
from inscriptions.emails import rendre
from inscriptions.models import Envoi, Inscription, Place
from inscriptions.operations import SerieVoulue, changer_serie, inscrire
from inscriptions.operations.regles import apercu_des_regles, changer_les_regles
from tests.builders import (
    creer_atelier,
    creer_lieu,
    creer_personne,
    creer_professionnel,
    creer_serie,
)
from tests.inscriptions.client_agenda import Client, lire_icalendar, lire_vobject
from tests.inscriptions.test_invitations import de_la_base, distribuer

QUAND = instant(dt.date(2026, 11, 1), dt.time(10))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]
LUNDI = dt.date(2026, 11, 2)
SMS = {"canal": "sms", "telephone": "06 39 98 00 02", "courriel": ""}


def serie_publiee(**champs):
    """Mondays from 19 October to 14 December 14:00–16:00, published before they began."""
    du, au = LUNDI - 14 * JOUR, LUNDI + 42 * JOUR
    serie = enregistrer_serie(creer_serie(**{"du": du, "au": au, **champs}))
    publier(serie, par=None, quand=instant(du - JOUR, dt.time(8)))
    return serie


def inscrite(serie, **champs):
    personne = creer_personne(serie.atelier.centre, **champs)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    return personne


def changer(serie, *, le=LUNDI, realigner=(), animateurs=None, **valeurs):
    voulue = SerieVoulue(valeurs, le, animateurs, realigner)
    return changer_serie(serie, voulue, par=None, quand=QUAND)


def lignes(serie):
    return [
        (a_paris(s.debut).strftime("%d/%m %H:%M"), s.etat) for s in serie.seances.order_by("debut")
    ]


def prevues(*jours, heure="14:00"):
    return [(f"{jour} {heure}", "prevue") for jour in jours]


PASSEES = prevues("19/10", "26/10")


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_un_autre_jour_ferme_la_serie_et_les_agendas_suivent(lire):
    serie, client = serie_publiee(), Client(lire)
    personne = inscrite(serie)
    distribuer([client])
    uids = set(Seance.objects.values_list("uid", flat=True))

    fait = changer(
        serie, le=LUNDI + 7 * JOUR, jour=1, heure_debut=dt.time(10), heure_fin=dt.time(12)
    )
    distribuer([client])

    serie.refresh_from_db()
    assert (serie.au, fait.suite.remplace, fait.suite.du) == (
        LUNDI + 6 * JOUR,
        serie,
        LUNDI + 7 * JOUR,
    )
    # No Tuesday of the series is left in the last week: people are told that it goes.
    assert lignes(serie) == [*PASSEES, *prevues("02/11"), ("14/12 14:00", "annulee")]
    mardis = prevues("10/11", "17/11", "24/11", "01/12", "08/12", heure="10:00")
    assert lignes(fait.suite) == mardis
    assert client.seances() == de_la_base(personne)
    assert len(de_la_base(personne)) == 6
    assert {s.uid for s in Seance.objects.all()} <= uids


def test_un_autre_jour_cree_une_seconde_inscription_et_ferme_la_premiere():
    serie = serie_publiee()
    personne = inscrite(serie)
    fait = changer(serie, le=LUNDI, jour=1, au=LUNDI + 43 * JOUR)

    ancienne, nouvelle = Inscription.objects.filter(personne=personne).order_by("du", "pk")
    assert (ancienne.etat, ancienne.serie, ancienne.au) == ("terminee", serie, LUNDI - JOUR)
    assert (nouvelle.etat, nouvelle.serie, nouvelle.du) == ("confirmee", fait.suite, LUNDI)
    places = Place.objects.filter(personne=personne, seance__debut__gt=QUAND)
    assert set(places.values_list("inscription", "etat")) == {(nouvelle.pk, "confirmee")}
    assert places.count() == 7
    assert Serie.objects.get(pk=serie.pk).etat == "terminee"


def test_une_personne_sans_courriel_recoit_un_seul_message():
    serie = serie_publiee()
    inscrite(serie, **SMS)
    Envoi.objects.all().delete()
    fait = changer(serie, heure_debut=dt.time(15), heure_fin=dt.time(17))

    (envoi,) = fait.envois
    assert envoi.motif == "deplacement"
    assert rendre(envoi.message).texte == (
        "Bonjour. Vos rendez-vous changent. Premier : lundi 2 novembre, à 15 heures. "
        "Lieu : 31 avenue de Guise. Question : 03 53 01 00 00. Le Lierre"
    )


def test_planifier_apres_le_changement_n_ajoute_ni_ne_retire_rien():
    serie = serie_publiee()
    inscrite(serie)
    fait = changer(serie, le=LUNDI + 14 * JOUR, jour=3)
    avant = list(Seance.objects.order_by("pk").values())
    serie.refresh_from_db()
    for une in (serie, fait.suite):
        planifier(une, quand=QUAND)

    assert list(Seance.objects.order_by("pk").values()) == avant


def test_une_seance_changee_a_la_main_reste_ou_se_realigne():
    lues = {}
    for choix in (False, True):
        serie = serie_publiee()
        seance = serie.seances.get(date_origine=LUNDI)
        debut = seance.debut + dt.timedelta(hours=3)
        fin = debut + dt.timedelta(hours=1)
        deplacer(seance, debut=debut, fin=fin, lieu=seance.lieu, par=None, quand=QUAND)
        fait = changer(
            serie,
            heure_debut=dt.time(9),
            heure_fin=dt.time(11),
            realigner={seance.pk} if choix else (),
        )
        assert [s.pk for s in fait.touchees] == [seance.pk]
        lues[choix] = lignes(fait.suite)[:2]

    suivante = ("09/11 09:00", "prevue")
    assert lues == {
        False: [("02/11 17:00", "prevue"), suivante],
        True: [("02/11 09:00", "prevue"), suivante],
    }


def test_l_animatrice_et_la_capacite_changent_sans_deranger_personne():
    serie = serie_publiee()
    inscrite(serie)
    Envoi.objects.all().delete()
    animateur = creer_professionnel()
    fait = changer(serie, animateurs=[animateur], capacite=4)

    assert (fait.suite, fait.envois, fait.places) == (None, [], [])
    futures = serie.seances.filter(debut__gt=QUAND)
    assert set(futures.values_list("capacite", "animateurs")) == {(4, animateur.pk)}
    passees = serie.seances.filter(debut__lt=QUAND)
    assert set(passees.values_list("capacite", "animateurs")) == {(10, None)}


def test_la_capacite_ne_descend_pas_sous_les_places_prises():
    serie = serie_publiee()
    for _ in range(3):
        inscrite(serie)
    changer(serie, capacite=2)

    assert set(serie.seances.filter(debut__gt=QUAND).values_list("capacite", flat=True)) == {3}


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_une_autre_regle_annule_les_dates_perdues_et_le_dit_une_fois(lire):
    serie, client = serie_publiee(), Client(lire)
    personne, muette = inscrite(serie), inscrite(serie, **SMS)
    distribuer([client])
    PeriodeCalendrier.objects.create(
        centre=serie.atelier.centre,
        genre="vacances",
        nom="Noël",
        debut=LUNDI + 28 * JOUR,
        fin=LUNDI + 60 * JOUR,
    )
    fait = changer(serie, regle=Serie.Regle.HORS_VACANCES)
    distribuer([client])

    assert [s.date_origine.day for s in fait.annulees] == [30, 7, 14]
    assert client.seances() == de_la_base(personne)
    assert len(de_la_base(personne)) == 4
    (texte,) = [e.message for e in fait.envois if e.personne == muette]
    assert [e["debut"][:10] for e in texte.graine["evenements"]] == [
        "2026-11-30",
        "2026-12-07",
        "2026-12-14",
    ]


def test_une_autre_regle_n_ajoute_rien_dans_le_passe():
    centre = creer_atelier().centre
    PeriodeCalendrier.objects.create(
        centre=centre, genre="vacances", nom="Toussaint", debut=LUNDI - 16 * JOUR, fin=LUNDI + JOUR
    )
    serie = serie_publiee(regle=Serie.Regle.HORS_VACANCES)
    assert lignes(serie)[0] == ("09/11 14:00", "prevue")
    fait = changer(serie, regle=Serie.Regle.TOUTE_ANNEE)

    assert [s.date_origine for s in fait.ajoutees] == [LUNDI]
    assert lignes(serie)[0][0] == "02/11 14:00"


def test_une_fin_plus_tot_retire_ce_que_personne_ne_tient():
    serie = serie_publiee()
    fait = changer(serie, au=LUNDI + 7 * JOUR)

    assert [jour.day for jour in fait.planification.retirees] == [16, 23, 30, 7, 14]
    assert lignes(serie) == PASSEES + prevues("02/11", "09/11")


def test_un_autre_lieu_ouvre_une_suite_avec_les_memes_seances():
    serie = serie_publiee()
    inscrite(serie)
    lieu, ids = creer_lieu(adresse="place Roland"), set(serie.seances.values_list("pk", flat=True))
    fait = changer(serie, lieu=lieu)

    assert {s.pk for s in Seance.objects.all()} == ids
    assert set(fait.suite.seances.values_list("lieu", "sequence")) == {(lieu.pk, 1)}
    assert fait.reprise.alignees == list(fait.suite.seances.order_by("pk"))


def test_une_personne_en_liste_d_attente_garde_son_rang():
    serie = serie_publiee(capacite=1)
    inscrite(serie)
    seconde = inscrite(serie)
    fait = changer(serie, jour=1)

    assert Inscription.objects.get(personne=seconde, serie=fait.suite).etat == "liste_attente"
    places = Place.objects.filter(personne=seconde, seance__serie=fait.suite)
    assert set(places.values_list("etat", "rang")) == {("liste_attente", 1)}


@pytest.mark.parametrize(
    ("champs", "le", "code"),
    [
        ({}, LUNDI - 7 * JOUR, "passee"),
        ({"au": LUNDI - 7 * JOUR}, LUNDI, "sans_date"),
    ],
)
def test_changer_serie_refuse(champs, le, code):
    serie = serie_publiee()
    avant = lignes(serie)
    with pytest.raises(Refus) as refus:
        changer(serie, le=le, **champs)
    assert (refus.value.code, lignes(serie)) == (code, avant)


def test_changer_serie_en_brouillon_ou_changee_depuis_se_refuse():
    brouillon, publiee = creer_serie(), serie_publiee()
    with pytest.raises(Refus) as premier:
        changer(brouillon, capacite=4)
    with pytest.raises(Refus) as second:
        changer_serie(
            publiee, SerieVoulue({"capacite": 4}, LUNDI), par=None, version=99, quand=QUAND
        )
    assert (premier.value.code, second.value.code) == ("pas_publiee", "version")


def test_changer_les_regles_de_plusieurs_dit_gagnees_et_perdues():
    vacances, autre = serie_publiee(regle=Serie.Regle.HORS_VACANCES), serie_publiee(jour=3)
    brouillon = enregistrer_serie(creer_serie(jour=4, regle=Serie.Regle.HORS_VACANCES))
    PeriodeCalendrier.objects.create(
        centre=autre.atelier.centre,
        genre="vacances",
        nom="Noël",
        debut=LUNDI + 35 * JOUR,
        fin=LUNDI + 60 * JOUR,
    )
    planifier(vacances, quand=QUAND)
    inscrite(autre)
    series = [vacances, autre, brouillon]
    avant = list(Seance.objects.order_by("pk").values("pk", "etat"))
    bascules, apercu = apercu_des_regles(series, "hors_vacances", par=None, quand=QUAND)
    assert list(Seance.objects.order_by("pk").values("pk", "etat")) == avant
    faites = changer_les_regles(series, "hors_vacances", par=None, quand=QUAND)

    comptes = [(len(b.gagnees), len(b.perdues)) for b in bascules]
    assert comptes == [(len(b.gagnees), len(b.perdues)) for b in faites] == [(0, 0), (0, 1), (0, 0)]
    assert [ligne.canal for ligne in apercu.lignes] == ["courriel"]
    assert set(Serie.objects.values_list("regle", flat=True)) == {"hors_vacances"}
    assert [p.jour for p in dates_prevues(autre) if p.est_gardee][-1].month in (11, 12)
