import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from ateliers.models import Atelier, Seance, Serie, VersionAgenda
from ateliers.operations import deplacer, enregistrer_serie, planifier, publier
from centre.erreurs import Refus
from centre.models import PeriodeCalendrier
from centre.temps import a_paris, instant
from tests.builders import (
    creer_atelier,
    creer_lieu,
    creer_place,
    creer_professionnel,
    creer_serie,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
AVANT = instant(dt.date(2026, 9, 1), dt.time(8))
DU, AU = dt.date(2026, 11, 2), dt.date(2026, 11, 23)
LUNDIS = [dt.date(2026, 11, jour) for jour in (2, 9, 16, 23)]


def serie_de_novembre(atelier=None, **champs):
    """Four Mondays of November, 14:00–16:00."""
    return creer_serie(atelier, **{"du": DU, "au": AU, **champs})


def permanence(**champs):
    atelier = creer_atelier(genre=Atelier.Genre.PERMANENCE)
    horaires = {"heure_debut": dt.time(16), "heure_fin": dt.time(18), "duree_creneau": 30}
    return serie_de_novembre(atelier, **{**horaires, **champs})


def horaires(seances):
    return [
        (a_paris(s.debut).strftime("%d/%m %H:%M"), a_paris(s.fin).strftime("%H:%M"))
        for s in seances.order_by("debut")
    ]


def test_planifier_ecrit_des_brouillons():
    serie = serie_de_novembre()
    animateur = creer_professionnel()
    serie.animateurs.add(animateur)

    faite = planifier(serie, quand=AVANT)

    assert (faite.ajoutees, faite.gardees, faite.sautees) == (LUNDIS, [], [])
    assert horaires(serie.seances) == [(f"{j:%d/%m} 14:00", "16:00") for j in LUNDIS]
    valeurs = ("etat", "lieu", "capacite", "atelier", "centre", "animateurs")
    assert set(serie.seances.values_list(*valeurs)) == {
        ("brouillon", serie.lieu_id, 10, serie.atelier_id, serie.atelier.centre_id, animateur.pk)
    }


def test_planifier_deux_fois_n_ajoute_rien():
    serie = permanence()
    planifier(serie, quand=AVANT)
    avant = list(Seance.objects.order_by("pk").values())

    faite = planifier(serie, quand=AVANT)

    assert (faite.ajoutees, faite.gardees, faite.retirees) == ([], LUNDIS, [])
    assert list(Seance.objects.order_by("pk").values()) == avant


def test_planifier_par_lots_ecrit_tout():
    serie = creer_serie(jour=3, lieu=creer_lieu())

    assert len(planifier(serie).ajoutees) == serie.seances.count() == 53


def test_planifier_garde_quatorze_heures_aux_deux_changements_d_heure():
    serie = creer_serie(du=dt.date(2026, 10, 19), au=dt.date(2027, 4, 5))
    planifier(serie)

    debuts = [a_paris(s.debut) for s in serie.seances.all()]
    assert {d.time() for d in debuts} == {dt.time(14)}
    assert {d.utcoffset() for d in debuts} == {dt.timedelta(hours=1), dt.timedelta(hours=2)}


def test_planifier_une_permanence_la_coupe_en_creneaux():
    serie = permanence(au=DU)
    planifier(serie, quand=AVANT)

    fenetre = Seance.objects.comptees().get()
    assert fenetre.capacite == 4
    assert horaires(fenetre.creneaux) == [
        ("02/11 16:00", "16:30"),
        ("02/11 16:30", "17:00"),
        ("02/11 17:00", "17:30"),
        ("02/11 17:30", "18:00"),
    ]
    assert set(fenetre.creneaux.values_list("capacite", "serie", "etat")) == {
        (1, None, "brouillon")
    }


def test_planifier_une_permanence_laisse_le_reste_trop_court():
    serie = permanence(au=DU, duree_creneau=45)
    planifier(serie, quand=AVANT)

    assert [fin for _, fin in horaires(Seance.objects.creneaux())] == ["16:45", "17:30"]


def test_planifier_apres_un_changement_d_heure_ne_double_rien():
    serie = serie_de_novembre()
    planifier(serie, quand=AVANT)
    serie.heure_debut, serie.heure_fin = dt.time(9), dt.time(11)
    enregistrer_serie(serie)

    faite = planifier(serie, quand=AVANT)

    assert (faite.ajoutees, faite.modifiees) == ([], LUNDIS)
    assert horaires(serie.seances) == [(f"{j:%d/%m} 09:00", "11:00") for j in LUNDIS]


def test_planifier_recoupe_les_creneaux_quand_l_heure_change():
    serie = permanence(au=DU)
    planifier(serie, quand=AVANT)
    serie.heure_debut = dt.time(17)
    planifier(serie, quand=AVANT)

    assert horaires(Seance.objects.creneaux()) == [
        ("02/11 17:00", "17:30"),
        ("02/11 17:30", "18:00"),
    ]
    assert Seance.objects.comptees().get().capacite == 2


def test_planifier_laisse_ce_que_quelqu_un_a_touche():
    """A past row, one with a place, one moved by hand and a slot taken keep their hours."""
    serie = serie_de_novembre()
    planifier(serie, quand=AVANT)
    _passee, prise, deplacee, libre = serie.seances.all()
    creer_place(prise, etat="annulee_personne")
    jeudi = dt.date(2026, 11, 19)
    debut, fin = instant(jeudi, dt.time(10)), instant(jeudi, dt.time(12))
    deplacer(deplacee, debut=debut, fin=fin, lieu=serie.lieu, par=None, quand=AVANT)
    serie.heure_debut = dt.time(15)

    faite = planifier(serie, quand=instant(dt.date(2026, 11, 3), dt.time(8)))

    assert faite.modifiees == [libre.date_origine]
    assert [h for h, _ in horaires(serie.seances)] == [
        "02/11 14:00",
        "09/11 14:00",
        "19/11 10:00",
        "23/11 15:00",
    ]


def test_planifier_laisse_la_fenetre_dont_un_creneau_est_pris():
    serie = permanence(au=DU)
    planifier(serie, quand=AVANT)
    creer_place(Seance.objects.creneaux().first())
    serie.heure_debut = dt.time(17)

    assert planifier(serie, quand=AVANT).modifiees == []
    assert Seance.objects.creneaux().count() == 4


def test_planifier_retire_les_dates_qui_ferment_et_garde_celles_qui_sont_prises():
    serie = serie_de_novembre()
    publier(serie, par=None, quand=AVANT)
    creer_place(serie.seances.get(date_origine=LUNDIS[1]))
    PeriodeCalendrier.objects.create(
        centre=serie.atelier.centre, genre="fermeture", nom="Travaux", debut=LUNDIS[1], fin=AU
    )

    faite = planifier(serie, quand=AVANT)

    assert faite.retirees == LUNDIS[2:]
    assert [p.raison for p in faite.sautees] == ["centre fermé\u00a0: Travaux"] * 3
    assert [s.date_origine for s in serie.seances.all()] == LUNDIS[:2]


def test_planifier_remet_le_lieu_et_les_animateurs_de_la_serie():
    serie = serie_de_novembre(au=DU)
    planifier(serie, quand=AVANT)
    serie.lieu = creer_lieu()
    animateur = creer_professionnel()
    serie.animateurs.add(animateur)

    planifier(serie, quand=AVANT)

    seance = serie.seances.get()
    assert (seance.lieu, list(seance.animateurs.all())) == (serie.lieu, [animateur])


def test_planifier_une_serie_publiee_publie_les_dates_nouvelles():
    serie = serie_de_novembre()
    publier(serie, par=None, quand=AVANT)
    serie.au = dt.date(2026, 11, 30)

    assert planifier(serie, quand=AVANT).ajoutees == [dt.date(2026, 11, 30)]
    assert set(serie.seances.values_list("etat", flat=True)) == {"prevue"}


def test_planifier_compte_le_meme_nombre_de_requetes_pour_2_ou_20_dates(
    django_assert_num_queries,
):
    longue = serie_de_novembre(au=dt.date(2027, 3, 15))
    courte = serie_de_novembre(au=dt.date(2026, 11, 9))
    for serie in (courte, longue):
        serie.atelier.centre  # noqa: B018 (read before the count)
        planifier(serie, quand=AVANT)
    # One question to each model above that may hold a séance.
    au_dessus = [
        r for r in Seance._meta.related_objects if r.related_model._meta.app_label != "ateliers"
    ]
    for serie in (courte, longue):
        with django_assert_num_queries(9 + len(au_dessus)):
            planifier(serie, quand=AVANT)


def test_publier_montre_les_seances_et_leur_agenda():
    atelier = creer_atelier(est_publie=False)
    serie = serie_de_novembre(atelier)
    claire = creer_utilisateur("coordination")
    planifier(serie, quand=AVANT)
    assert not Seance.objects.affichables().exists()

    publier(serie, par=claire, quand=AVANT)

    serie.refresh_from_db()
    assert (serie.etat, serie.publiee_par, serie.publiee_le) == ("publiee", claire, AVANT)
    assert Seance.objects.affichables().count() == 4
    assert set(VersionAgenda.objects.values_list("cle", "version")) == {
        (f"centre:{atelier.centre_id}", 1),
        (f"atelier:{atelier.pk}", 1),
        (f"lieu:{serie.lieu_id}", 1),
    }


def test_publier_deux_fois_ne_change_rien():
    serie = permanence()
    publier(serie, par=None, quand=AVANT)
    avant = (list(Seance.objects.values()), list(VersionAgenda.objects.values()))

    publier(serie, par=creer_utilisateur("coordination"), quand=AVANT)

    assert (list(Seance.objects.values()), list(VersionAgenda.objects.values())) == avant
    assert Serie.objects.get().publiee_par is None


def test_publier_une_permanence_publie_ses_creneaux():
    publier(permanence(), par=None, quand=AVANT)

    assert set(Seance.objects.values_list("etat", flat=True)) == {"prevue"}


def test_publier_une_serie_sans_date_est_refuse():
    serie = serie_de_novembre(jour=6, au=DU)

    with pytest.raises(Refus, match="aucune date"):
        publier(serie, par=None, quand=AVANT)
    assert Serie.objects.get().etat == "brouillon"


@time_machine.travel(AVANT, tick=False)
def test_planifier_en_commande_dit_ce_qui_est_ajoute_garde_saute():
    serie = serie_de_novembre(etat=Serie.Etat.PUBLIEE)
    serie_de_novembre()
    PeriodeCalendrier.objects.create(
        centre=serie.atelier.centre, genre="ferie", nom="Fête", debut=DU, fin=DU
    )
    lignes = []
    for _ in range(2):
        sortie = StringIO()
        call_command("planifier", "--centre", "le-lierre", stdout=sortie)
        lignes.append(sortie.getvalue().splitlines()[-1])

    assert lignes == [
        "Total\u00a0: 3 ajoutées, 0 gardées, 1 sautées",
        "Total\u00a0: 0 ajoutées, 3 gardées, 1 sautées",
    ]


PRINTEMPS, AUTOMNE = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


@pytest.mark.parametrize(("jour", "nombre"), [(PRINTEMPS, 4), (AUTOMNE, 8)])
def test_une_permanence_de_la_nuit_garde_des_creneaux_entiers(jour, nombre):
    nuit = {"heure_debut": dt.time(1), "heure_fin": dt.time(4), "du": jour, "au": jour}
    serie = permanence(**nuit, jour=6)
    publier(serie, par=None, quand=instant(dt.date(2026, 1, 5), dt.time(9)))
    fenetre = Seance.objects.comptees().get(serie=serie)
    assert (fenetre.capacite, fenetre.minutes) == (nombre, 30 * nombre)
    assert [c.minutes for c in fenetre.creneaux.order_by("debut")] == [30] * nombre


def test_une_heure_que_la_montre_saute_garde_sa_duree():
    serie = creer_serie(
        jour=6, du=PRINTEMPS, au=PRINTEMPS, heure_debut=dt.time(2, 30), heure_fin=dt.time(3, 30)
    )
    publier(serie, par=None, quand=instant(dt.date(2026, 1, 5), dt.time(9)))
    seances = Seance.objects.filter(serie=serie)
    assert horaires(seances) == [("29/03 03:30", "04:30")]
