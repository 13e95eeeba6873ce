"""Dates that appear in or leave a published series: places, calendars, the sheet before it."""

import datetime as dt
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from ateliers.models import Seance
from ateliers.operations import enregistrer_serie, publier
from centre.erreurs import Refus
from centre.models import Message
from centre.temps import JOUR, instant
from inscriptions.models import Inscription, Place
from inscriptions.operations import (
    annuler_place,
    apercu_des_dates,
    basculer_date,
    desinscrire,
    inscrire,
    replanifier,
)
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_serie,
    creer_utilisateur,
)
from tests.inscriptions.client_agenda import Client, lire_icalendar, lire_vobject
from tests.inscriptions.test_invitations import de_la_base, distribuer

QUAND = instant(dt.date(2026, 11, 1), dt.time(10))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]
LUNDI = dt.date(2026, 11, 2)
MERCREDI = dt.date(2026, 11, 11)


def serie_publiee(atelier=None, **champs):
    """Mondays 2, 9, 16 and 23 November, published."""
    serie = creer_serie(atelier, du=LUNDI, au=LUNDI + 21 * JOUR, **champs)
    enregistrer_serie(serie)
    publier(serie, par=None, quand=QUAND)
    return serie


def inscrite(serie, **champs):
    personne = creer_personne(serie.atelier.centre, **champs)
    inscrire(personne=personne, serie=serie, par=None, quand=QUAND)
    return personne


def etats(personne):
    """Day and state of each place of a person."""
    places = Place.objects.filter(personne=personne).order_by("seance__debut", "pk")
    return [(p.seance.date_origine.day, p.etat) for p in places.select_related("seance")]


def confirmees(personne):
    return [jour for jour, etat in etats(personne) if etat == "confirmee"]


@pytest.mark.parametrize("lire", [lire_icalendar, lire_vobject])
def test_les_dates_d_une_serie_se_retrouvent_dans_l_agenda(lire):
    serie, client = serie_publiee(), Client(lire)
    personne = inscrite(serie)
    distribuer([client])
    gestes = [
        partial(basculer_date, serie, MERCREDI),
        partial(basculer_date, serie, LUNDI + 7 * JOUR),
        partial(basculer_date, serie, LUNDI + 7 * JOUR),
        partial(basculer_date, serie, MERCREDI),
    ]
    lues = []
    for geste in gestes:
        geste(par=None, quand=QUAND)
        distribuer([client])
        assert client.seances() == de_la_base(personne)
        lues.append(confirmees(personne))

    assert lues == [[2, 9, 11, 16, 23], [2, 11, 16, 23], [2, 9, 11, 16, 23], [2, 9, 16, 23]]


def test_une_fin_plus_tard_donne_leur_place_aux_inscrites():
    serie = serie_publiee()
    restee, partie = inscrite(serie), inscrite(serie)
    desinscrire(Inscription.objects.get(personne=partie), par=None, quand=QUAND)
    serie.au = LUNDI + 35 * JOUR
    enregistrer_serie(serie)
    replanifier(serie, par=None, quand=QUAND)
    replanifier(serie, par=None, quand=QUAND)

    assert confirmees(restee) == [2, 9, 16, 23, 30, 7]
    assert confirmees(partie) == []
    assert sorted(serie.seances.values_list("sieges_pris", flat=True)) == [1] * 6


def test_une_date_ajoutee_garde_la_capacite_et_l_ordre():
    serie = serie_publiee(capacite=1)
    premiere, seconde = inscrite(serie), inscrite(serie)
    basculer_date(serie, MERCREDI, par=None, quand=QUAND)

    assert (11, "confirmee") in etats(premiere)
    assert (11, "liste_attente") in etats(seconde)
    ajoutee = Seance.objects.get(serie=serie, date_origine=MERCREDI)
    assert (ajoutee.sieges_pris, ajoutee.places.get(etat="liste_attente").rang) == (1, 1)


def test_une_date_ajoutee_ne_rend_pas_celle_que_la_personne_a_laissee():
    serie = serie_publiee()
    personne = inscrite(serie)
    place = Place.objects.get(personne=personne, seance__date_origine=LUNDI)
    annuler_place(place, par=None, par_la_personne=True, quand=QUAND)
    basculer_date(serie, MERCREDI, par=None, quand=QUAND)

    assert confirmees(personne) == [9, 11, 16, 23]


def test_une_date_ajoutee_se_dit_par_le_canal_de_chacune():
    serie = serie_publiee()
    for canal in ("sms", "appel"):
        inscrite(serie, canal=canal, telephone="+33639980001")
    muette = inscrite(serie, ne_pas_ecrire=True)
    Message.objects.all().update(etat="envoye", envoye_le=QUAND, tentatives=1)
    basculer_date(serie, MERCREDI, par=None, quand=QUAND)

    nouveaux = Message.objects.filter(etat="en_attente").order_by("canal")
    assert [(m.canal, m.graine["motif"]) for m in nouveaux] == [
        ("appel", "invitation"),
        ("sms", "invitation"),
    ]
    assert 11 in confirmees(muette)


def test_une_date_sautee_previent_et_libere():
    serie = serie_publiee()
    personne = inscrite(serie, canal="sms", telephone="+33639980001")
    changement = basculer_date(serie, LUNDI + 7 * JOUR, par=None, quand=QUAND)

    assert etats(personne)[1] == (9, "annulee_centre")
    assert [e.message.graine["motif"] for e in changement.envois] == ["annulation"]
    annulee = Seance.objects.get(serie=serie, date_origine=LUNDI + 7 * JOUR)
    assert (annulee.etat, annulee.sieges_pris) == ("annulee", 0)


def test_une_date_sautee_ou_personne_ne_vient_disparait():
    serie = serie_publiee()
    changement = basculer_date(serie, LUNDI, par=None, quand=QUAND)

    assert changement.planification.retirees == [LUNDI]
    assert [s.date_origine.day for s in serie.seances.all()] == [9, 16, 23]


def test_une_seance_deplacee_ou_commencee_ne_se_saute_pas_d_ici():
    serie = serie_publiee()
    inscrite(serie)
    seance = serie.seances.get(date_origine=LUNDI + 7 * JOUR)
    Seance.objects.filter(pk=seance.pk).update(
        debut=seance.debut + JOUR, fin=seance.fin + JOUR, est_touchee=True
    )
    codes = []
    for jour, quand in ((LUNDI + 7 * JOUR, QUAND), (LUNDI, QUAND + 3 * JOUR)):
        with pytest.raises(Refus) as refus:
            basculer_date(serie, jour, par=None, quand=quand)
        codes.append(refus.value.code)

    serie.refresh_from_db()
    assert (codes, serie.dates_sautees) == (["deplacee", "passee"], [])


def test_la_commande_planifier_donne_leur_place_aux_inscrites():
    serie = serie_publiee()
    personne = inscrite(serie)
    serie.au = LUNDI + 28 * JOUR
    enregistrer_serie(serie)
    call_command("planifier", stdout=StringIO())

    assert confirmees(personne) == [2, 9, 16, 23, 30]


def test_l_apercu_des_dates_ne_change_rien():
    serie = serie_publiee()
    personne = inscrite(serie)
    messages = Message.objects.count()
    geste = partial(basculer_date, serie, LUNDI, par=None)
    apercu, prevu = apercu_des_dates(serie, lambda quand: geste(quand=quand), quand=QUAND)

    assert [ligne.personne for ligne in apercu.lignes] == [personne]
    assert [s.date_origine for s in prevu.annulees] == [LUNDI]
    assert confirmees(personne) == [2, 9, 16, 23]
    assert (serie.dates_sautees, Message.objects.count()) == ([], messages)


def basculer(client, serie, **donnees):
    adresse = reverse("inscriptions:serie-basculer", args=[serie.pk])
    return client.post(adresse, {"jour": LUNDI.isoformat(), **donnees}, follow=True)


def test_serie_basculer_montre_qui_est_prevenu_puis_le_fait(client, claire):
    serie = serie_publiee()
    personne = inscrite(serie, canal="sms", telephone="+33639980001")
    feuille = basculer(client, serie)
    assert personne.nom_court in feuille.content.decode()
    assert confirmees(personne) == [2, 9, 16, 23]

    version = feuille.context["serie"].version
    for _ in range(2):
        faite = basculer(client, serie, etape="prevenir", version=version)
    assert confirmees(personne) == [9, 16, 23]
    # The second click of a double click comes with a version that is over.
    assert "Quelqu’un a changé cette série" in str(*faite.context["messages"])


def test_serie_basculer_sans_personne_se_fait_tout_de_suite(client, claire):
    serie = serie_publiee()
    reponse = basculer(client, serie)

    assert [str(m) for m in reponse.context["messages"]] == [
        "C’est fait\u00a0: 1\u00a0séance retirée."
    ]


@pytest.mark.parametrize("jour", ["", "demain", "2026-02-31", "9" * 21, "2027-01-01"])
def test_serie_basculer_refuse_un_jour_impossible(client, claire, jour):
    serie = serie_publiee()
    reponse = basculer(client, serie, jour=jour)

    assert [m.level_tag for m in reponse.context["messages"]] == ["error"]
    assert serie.seances.count() == 4


def test_serie_replanifier_montre_les_dates_ajoutees(client, claire):
    serie = serie_publiee()
    inscrite(serie)
    serie.au = LUNDI + 28 * JOUR
    enregistrer_serie(serie)
    adresse = reverse("inscriptions:serie-replanifier", args=[serie.pk])
    feuille = client.post(adresse)
    assert [s.date_origine.day for s in feuille.context["prevu"].ajoutees] == [30]
    assert "deux semaines avant" in feuille.content.decode()
    donnees = {"etape": "prevenir", "version": serie.version}
    faite = client.post(adresse, donnees, follow=True)
    encore = client.post(adresse, follow=True)

    assert [str(*r.context["messages"]) for r in (faite, encore)] == [
        "C’est fait\u00a0: 1\u00a0séance ajoutée.",
        "Le planning suivait déjà la série. Rien n’a changé.",
    ]


def test_serie_basculer_revient_a_la_coordination_du_centre(client):
    serie = serie_publiee(creer_atelier())
    statuts = []
    for role, centre in (("accueil", None), ("coordination", creer_centre("autre"))):
        client.force_login(creer_utilisateur(role, centre) if centre else creer_utilisateur(role))
        statuts.append(basculer(client, serie).status_code)

    assert statuts == [403, 404]
    assert serie.seances.count() == 4
