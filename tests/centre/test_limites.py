"""Tries are counted once for all processes, and good links never wait."""

import datetime as dt

import pytest
from django.urls import reverse

from centre.limites import INCONNUS, compter
from centre.temps import instant
from inscriptions.operations.liens import nouvel_agenda, nouvelle_carte
from tests.builders import creer_personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essais_oublies")]
QUAND = instant(dt.date(2026, 11, 19), dt.time(10))
MINUTE = dt.timedelta(minutes=1)
PAGE, AGENDA = "inscriptions:moi-jeton", "inscriptions:agenda-personne"


def essayer(client, nom, jeton="inconnu", **environnement):
    return client.get(reverse(nom, args=[jeton]), **environnement)


def deviner(client, nom, fois=INCONNUS, **environnement):
    return {essayer(client, nom, f"essai-{n}", **environnement).status_code for n in range(fois)}


def test_compter_repart_a_la_fin_de_la_premiere_fenetre():
    instants = [QUAND, QUAND + MINUTE / 2, QUAND + MINUTE]
    comptes = [compter("essai", duree=MINUTE, quand=quand) for quand in instants]
    assert comptes == [(1, QUAND + MINUTE), (2, QUAND + MINUTE), (1, QUAND + 2 * MINUTE)]


def test_deviner_des_cartes_finit_par_attendre(client):
    assert deviner(client, PAGE) == {404}
    reponse = essayer(client, PAGE)
    assert reponse.status_code == 429
    assert 1 <= int(reponse["Retry-After"]) <= 60
    assert "Trop de demandes à la suite" in reponse.content.decode()


def test_deviner_des_agendas_finit_par_attendre(client):
    assert deviner(client, AGENDA) == {404}
    reponse = essayer(client, AGENDA)
    assert reponse.status_code == 429
    assert 1 <= int(reponse["Retry-After"]) <= 60
    assert reponse.content.decode() == "Trop de demandes\u00a0: attendez une minute.\n"


def test_les_deux_portes_se_comptent_ensemble(client):
    deviner(client, PAGE, INCONNUS // 2)
    deviner(client, AGENDA, INCONNUS // 2)
    assert {essayer(client, nom).status_code for nom in (PAGE, AGENDA)} == {429}


def test_un_bon_lien_n_attend_jamais(client):
    personne = creer_personne()
    carte, agenda = nouvelle_carte(personne), nouvel_agenda(personne)
    deviner(client, PAGE, INCONNUS + 1)
    statuts = [
        essayer(client, PAGE, carte).status_code,
        essayer(client, AGENDA, agenda).status_code,
    ]
    assert statuts == [302, 200]


def test_une_autre_adresse_n_attend_pas(client):
    deviner(client, PAGE, INCONNUS + 1, REMOTE_ADDR="203.0.113.1")
    assert essayer(client, PAGE, REMOTE_ADDR="203.0.113.2").status_code == 404


def test_un_abonne_ipv6_ne_change_pas_d_adresse_pour_deviner(client):
    deviner(client, AGENDA, INCONNUS, REMOTE_ADDR="2001:db8:1:2::1")
    statuts = [
        essayer(client, AGENDA, REMOTE_ADDR=adresse).status_code
        for adresse in ("2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    ]
    assert statuts == [429, 404]
