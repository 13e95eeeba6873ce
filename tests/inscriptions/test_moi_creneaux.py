"""A participant takes a slot alone where the permanence allows it; one queue for a window (S5)."""

import datetime as dt

import pytest
from django.urls import reverse

from ateliers.models import ReglePermanence
from inscriptions.creneaux import creneaux_ouverts
from inscriptions.models import Place
from inscriptions.operations import annuler_place, prendre_place
from tests.builders import creer_personne
from tests.inscriptions.test_creneaux import QUAND, permanence
from tests.inscriptions.test_pages_moi import ouvrir

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]


def ouverte(**champs):
    creneaux = permanence()
    valeurs = {"participants_reservent": True, **champs}
    ReglePermanence.objects.create(atelier=creneaux[0].atelier, **valeurs)
    return creneaux


def heures(personne):
    return [c.pk for c in creneaux_ouverts(personne, quand=QUAND)]


def test_elle_prend_un_creneau_et_les_autres_se_ferment_pour_elle(client):
    creneaux = ouverte()
    personne = ouvrir(client, creer_personne(nom="Ferhat", canal="sms"))
    adresse = reverse("inscriptions:moi-creneaux")
    assert adresse in client.get(reverse("inscriptions:moi")).content.decode()
    assert client.get(adresse).content.decode().count("/moi/creneaux/") == 4
    reponse = client.post(reverse("inscriptions:moi-creneau", args=[creneaux[1].pk]), follow=True)
    assert "lundi 23 novembre, à 16" in reponse.content.decode().replace("\u00a0", " ")
    place = Place.objects.get()
    assert (place.personne, place.seance, place.etat, place.faite_par) == (
        *(personne, creneaux[1], "confirmee", None),
    )
    assert (heures(personne), len(heures(creer_personne()))) == ([], 3)


@pytest.mark.parametrize(
    ("champs", "combien"),
    [
        ({}, 4),
        ({"participants_reservent": False}, 0),
        ({"creneaux_gardes": 4, "rendus_heures": 24}, 0),
        ({"preavis_max_jours": 2}, 0),
        ({"preavis_min_heures": 200}, 0),
    ],
)
def test_les_regles_de_la_permanence_disent_ce_qui_est_ouvert(champs, combien):
    ouverte(**champs)
    assert len(heures(creer_personne())) == combien


def test_un_creneau_pris_entre_temps_se_dit_et_rien_n_est_ecrit(client):
    creneaux = ouverte()
    ouvrir(client)
    prendre_place(seance=creneaux[0], personne=creer_personne(), par=None, quand=QUAND)
    adresse = reverse("inscriptions:moi-creneau", args=[creneaux[0].pk])
    reponse = client.post(adresse, follow=True)
    assert "Ce n’est pas possible. Appelez-nous." in reponse.content.decode()
    assert Place.objects.count() == 1


def test_un_creneau_rendu_est_propose_a_qui_attend_dans_la_permanence():
    """Two wait, for other hours: the one who came first is offered the slot that frees."""
    creneaux = permanence()
    tenants = [
        prendre_place(seance=c, personne=creer_personne(), par=None, quand=QUAND) for c in creneaux
    ]
    premiere, seconde = (
        prendre_place(
            seance=creneaux[rang],
            personne=creer_personne(),
            par=None,
            quand=QUAND + dt.timedelta(minutes=minute),
        )
        for minute, rang in ((1, 3), (2, 0))
    )
    annuler_place(tenants[0], par=None, par_la_personne=True, quand=QUAND)
    premiere.refresh_from_db()
    seconde.refresh_from_db()
    assert (premiere.etat, premiere.seance) == ("proposee", creneaux[0])
    assert (seconde.etat, seconde.seance) == ("liste_attente", creneaux[0])
    annuler_place(tenants[2], par=None, par_la_personne=True, quand=QUAND)
    seconde.refresh_from_db()
    assert (seconde.etat, seconde.seance) == ("proposee", creneaux[2])
    for creneau in creneaux:
        creneau.refresh_from_db()
    assert [c.sieges_pris for c in creneaux] == [1, 1, 1, 1]
