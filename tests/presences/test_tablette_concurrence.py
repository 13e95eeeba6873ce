"""Tablets at the same instant, on both engines: each gesture once, each wrong code counted."""

import datetime as dt
import uuid

import pytest

from centre.temps import instant
from presences.models import OperationTablette, Presence
from presences.operations.tablette_appareils import choisir_code, revoquer, verifier_code
from presences.operations.tablette_gestes import Geste, recevoir
from tests import builders as b
from tests.contraintes import refuse
from tests.inscriptions.test_concurrence import ensemble

pytestmark = pytest.mark.django_db(transaction=True)
QUAND = instant(b.JOUR, dt.time(10))


@pytest.fixture
def animatrice():
    return b.creer_utilisateur("animation")


@pytest.fixture
def place(animatrice):
    seance = b.creer_seance()
    seance.animateurs.add(b.creer_professionnel(animatrice))
    return b.creer_place(seance)


def un_geste(place, statut="present"):
    return Geste(uuid.uuid4(), "reponse", place.seance_id, QUAND, place=place.pk, statut=statut)


def envoi(emport, geste, par):
    return lambda: recevoir(emport, geste, par=par, quand=QUAND).resultat


def test_le_meme_geste_au_meme_instant_est_ecrit_une_fois(animatrice, place):
    emport = b.creer_emport(b.creer_tablette(animatrice), place.seance)
    geste = un_geste(place)
    assert ensemble([envoi(emport, geste, animatrice)] * 6) == ["ecrite"] * 6
    assert list(Presence.objects.values_list("place", "statut")) == [(place.pk, "present")]
    assert OperationTablette.objects.count() == 1


def test_deux_tablettes_au_meme_instant_se_voient(animatrice, place):
    gestes = [
        envoi(
            b.creer_emport(b.creer_tablette(animatrice), place.seance),
            un_geste(place, statut),
            animatrice,
        )
        for statut in ("present", "absent")
    ]
    assert sorted(ensemble(gestes)) == ["conflit", "ecrite"]
    assert Presence.objects.count() == 1


def test_une_tablette_retiree_au_meme_instant_ecrit_avant_ou_jamais(animatrice, place):
    emport = b.creer_emport(b.creer_tablette(animatrice), place.seance)
    dits = ensemble(
        [envoi(emport, un_geste(place), animatrice), lambda: revoquer(emport.appareil) or "retiree"]
    )
    assert sorted(dits) in (["ecrite", "retiree"], ["retiree", "revoquee"])
    assert Presence.objects.count() == ("ecrite" in dits)


def test_tous_les_codes_faux_sont_comptes(animatrice):
    choisir_code(animatrice, code="407193")
    dits = ensemble([lambda: verifier_code(animatrice, "000001", quand=QUAND)] * 8)
    assert dits == ["code"] * 8
    animatrice.code_tablette.refresh_from_db()
    assert (animatrice.code_tablette.essais, animatrice.code_tablette.bloque_jusqu_au) == (
        5,
        QUAND + dt.timedelta(hours=1),
    )


def test_un_appareil_a_quelqu_un_sauf_la_borne(animatrice):
    tablette = b.creer_tablette(animatrice)
    tablette.proprietaire = None
    refuse("appareil_tablette_a_quelqu_un", tablette.save)
