"""What tablets and check-in desks ask: JSON of any shape, cookies, one sentence."""

import datetime as dt
import json
import logging
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre.models.acces import code_court, empreinte_de
from centre.temps import instant
from inscriptions.operations.liens import nouvelle_carte
from presences.models import AppareilTablette, ArriveeParCarte, OperationTablette, Presence
from presences.operations.tablette_appareils import choisir_code, revoquer
from tests import builders as b

pytestmark = pytest.mark.django_db
CODE = "407193"
PENDANT = instant(b.JOUR, dt.time(10))


def adresse(nom):
    return reverse(f"presences:{nom}")


def demander(client, nom, **donnees):
    return client.post(adresse(nom), json.dumps(donnees), content_type="application/json")


@pytest.fixture
def animatrice():
    animatrice = b.creer_utilisateur("animation", prenom="Hélène", nom="Rouvier")
    choisir_code(animatrice, code=CODE)
    return animatrice


@pytest.fixture
def seance(animatrice):
    seance = b.creer_seance(b.creer_atelier(titre="Cuisine"))
    seance.animateurs.add(b.creer_professionnel(animatrice))
    return seance


@pytest.fixture
def tablette(animatrice, client):
    """The browser of the animatrice, known by its cookie."""
    client.force_login(animatrice)
    demander(client, "tablette-appareil", libelle="Cuisine")
    return client


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(PENDANT, tick=False) as voyage:
        yield voyage


def emporter(client, **autres):
    return demander(client, "tablette-emporter", code=CODE, **autres)


def test_l_appareil_est_connu_par_un_temoin_qu_aucun_script_ne_lit(tablette, animatrice):
    temoin = tablette.cookies[f"tablette-{animatrice.pk}"]
    assert (temoin["httponly"], temoin["samesite"], temoin["path"]) == (
        True,
        "Strict",
        "/tablette/",
    )
    appareil = AppareilTablette.objects.get()
    assert (appareil.empreinte, appareil.proprietaire) == (empreinte_de(temoin.value), animatrice)


def test_la_coquille_est_la_meme_pour_tous_et_ne_nomme_personne(tablette, seance, animatrice):
    b.creer_place(seance)
    autre = Client()
    autre.force_login(b.creer_utilisateur("coordination"))
    pages = [c.get(adresse("tablette")) for c in (tablette, autre)]
    assert pages[0].content == pages[1].content
    for cache in ("Hélène", "Rouvier", "Nadia", "Cuisine", "csrf"):
        assert cache not in pages[0].content.decode()
    assert "worker-src 'self'" in pages[0]["Content-Security-Policy"]
    assert "camera=(self)" in pages[0]["Permissions-Policy"]


def test_emporter_donne_la_cle_apres_le_code(tablette, seance):
    b.creer_place(seance, b.creer_personne(prenom="Nadia", nom="Ferhat"))
    faux = demander(tablette, "tablette-emporter", code="000000")
    assert (faux.status_code, faux.json()["code"], "cle" in faux.json()) == (403, "code", False)
    donne = emporter(tablette, maintenant="2026-11-19T09:12:00Z").json()
    assert (len(donne["cle"]), donne["ecart"]) == (64, 720)
    assert [ligne["nom"] for s in donne["seances"] for ligne in s["lignes"]] == ["Nadia F."]


def test_sans_jeton_de_formulaire_rien_n_est_recu(animatrice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(animatrice)
    assert demander(strict, "tablette-appareil", libelle="x").status_code == 403
    csrf = strict.get(adresse("tablette-etat")).json()["csrf"]
    avec = strict.post(
        adresse("tablette-appareil"),
        json.dumps({"libelle": "x"}),
        content_type="application/json",
        headers={"X-CSRFToken": csrf},
    )
    assert avec.status_code == 200


def test_le_temoin_d_une_collegue_n_ouvre_rien(tablette, seance, animatrice):
    reference = emporter(tablette).json()["emport"]
    collegue = b.creer_utilisateur("animation")
    choisir_code(collegue, code=CODE)
    voleuse = Client()
    voleuse.force_login(collegue)
    secret = tablette.cookies[f"tablette-{animatrice.pk}"].value
    voleuse.cookies[f"tablette-{collegue.pk}"] = secret
    assert emporter(voleuse, emport=reference).status_code == 403
    assert demander(voleuse, "tablette-synchro", emport=reference).status_code == 403


def test_une_tablette_retiree_apprend_qu_elle_doit_tout_effacer(tablette, seance):
    reference = emporter(tablette).json()["emport"]
    revoquer(AppareilTablette.objects.get())
    for reponse in (emporter(tablette), demander(tablette, "tablette-synchro", emport=reference)):
        assert (reponse.status_code, reponse.json()["code"]) == (410, "revoquee")
    assert tablette.get(adresse("tablette-etat")).json()["revoquee"] is True


def test_la_liste_d_une_autre_tablette_est_introuvable(tablette, seance, animatrice):
    autre = b.creer_emport(b.creer_tablette(animatrice), seance)
    reponse = demander(tablette, "tablette-synchro", emport=str(autre.reference))
    assert (reponse.status_code, reponse.json()["code"]) == (404, "ailleurs")


def test_un_envoi_dit_le_sort_de_chaque_geste(tablette, seance):
    place = b.creer_place(seance)
    reference = emporter(tablette).json()["emport"]
    bon = {"cle": str(uuid.uuid4()), "genre": "reponse", "seance": seance.pk, "place": place.pk,
           "statut": "present", "avant": "", "faite_le": "2026-11-19T09:00:00Z"}  # fmt: skip
    faux = {**bon, "cle": str(uuid.uuid4()), "statut": "peut-être"}
    for rendre in (False, True, True):
        envoi = {"gestes": [bon, faux], "rendre": rendre, "maintenant": "2026-11-19T09:00:01Z"}
        lu = demander(tablette, "tablette-synchro", emport=reference, **envoi).json()
        assert [r["resultat"] for r in lu["resultats"]] == ["ecrite", "illisible"]
        assert (lu["rendu"], lu["ecart"]) == (rendre, 1)
    assert list(Presence.objects.values_list("place", "statut")) == [(place.pk, "present")]


@pytest.mark.parametrize("horloge_fausse", ["2000-01-01T00:00:00Z", "2099-12-31T23:59:59Z"])
def test_une_horloge_folle_n_empeche_rien(tablette, seance, horloge_fausse):
    donne = emporter(tablette, maintenant=horloge_fausse)
    envoi = {"emport": donne.json()["emport"], "maintenant": horloge_fausse}
    assert demander(tablette, "tablette-synchro", **envoi).status_code == 200


# --- Anything at all -------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda dessous: (
        st.lists(dessous, max_size=4) | st.dictionaries(st.text(max_size=8), dessous, max_size=4)
    ),
    max_leaves=12,
)
UUIDS = st.uuids().map(str)
MOMENTS = st.datetimes(timezones=st.just(dt.UTC)).map(lambda d: d.isoformat())
POINT = st.lists(st.integers(-5, 1005), min_size=2, max_size=2)


def geste_presque_bon(seances, places):
    """A gesture of the right shape, each field of which may be anything."""
    return st.fixed_dictionaries(
        {
            "cle": UUIDS | JSON,
            "genre": st.sampled_from(["reponse", "venue", "signature"]) | JSON,
            "seance": st.sampled_from(seances) | st.integers() | JSON,
            "place": st.sampled_from(places) | st.integers() | JSON,
            "faite_le": MOMENTS | JSON,
            "statut": st.sampled_from([*Presence.Statut.values, ""]) | JSON,
            "avant": st.sampled_from([*Presence.Statut.values, ""]) | JSON,
        },
        optional={
            "venue": UUIDS | JSON,
            "arrivee": st.just("09:30") | st.just("23:59") | JSON,
            "depart": st.just("10:30") | JSON,
            "sieges": st.integers(-1, 100) | JSON,
            "prenom": st.text(max_size=90) | JSON,
            "initiale": st.text(max_size=5) | JSON,
            "creneau": st.sampled_from(seances) | JSON,
            "code_le": MOMENTS | JSON,
            "traits": st.lists(st.lists(POINT, max_size=3), max_size=3) | JSON,
            "preuve": st.just("0" * 64) | JSON,
        },
    )


@pytest.fixture
def deux_mondes(tablette, seance, animatrice):
    """The séance that is out, and others that are not: one of hers, one of somebody else."""
    place = b.creer_place(seance)
    sienne = b.creer_seance(jour=b.JOUR - dt.timedelta(days=1))
    sienne.animateurs.add(animatrice.professionnels.get())
    intouchables = [b.creer_place(sienne), b.creer_place(), b.creer_place()]
    emport = emporter(tablette).json()["emport"]
    return tablette, emport, seance, place, intouchables


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(donnees=st.data())
def test_un_envoi_quelconque_ne_casse_rien_et_ne_touche_que_sa_seance(deux_mondes, donnees):
    tablette, emport, seance, place, intouchables = deux_mondes
    seances = [seance.pk, *(p.seance_id for p in intouchables)]
    places = [place.pk, *(p.pk for p in intouchables)]
    corps = donnees.draw(
        JSON
        | st.fixed_dictionaries(
            {"emport": st.just(emport) | JSON,
             "gestes": st.lists(geste_presque_bon(seances, places), max_size=4) | JSON},
            optional={
                "maintenant": MOMENTS | JSON,
                "choix": st.lists(st.fixed_dictionaries(
                    {"cle": UUIDS | JSON, "choix": st.just("tablette") | JSON}
                ), max_size=2) | JSON,
            },
        )
    )  # fmt: skip
    reponse = tablette.post(
        adresse("tablette-synchro"), json.dumps(corps), content_type="application/json"
    )
    assert reponse.status_code in (200, 404, 422)
    assert json.loads(reponse.content)
    assert not Presence.objects.exclude(place__seance=seance).exists()
    assert not OperationTablette.objects.exclude(seance=seance).exists()


@pytest.mark.parametrize("corps", [b"", b"\xff", b"[" * 100_000, b"null", b"{} {}", b'{"a":'])
@pytest.mark.parametrize("nom", ["appareil", "code", "emporter", "synchro"])
def test_un_corps_illisible_est_refuse_en_json(tablette, nom, corps):
    reponse = tablette.post(adresse(f"tablette-{nom}"), corps, content_type="application/json")
    assert (reponse.status_code, reponse.json()["code"]) == (422, "forme")


# --- The desk --------------------------------------------------------------------------------


@pytest.fixture
def borne(seance):
    """A desk of the centre, and the card of somebody expected at an atelier that lets her in."""
    ArriveeParCarte.objects.create(atelier=seance.atelier)
    nadia = b.creer_personne(prenom="Nadia", nom="Ferhat")
    place = b.creer_place(seance, nadia)
    bureau = Client()
    bureau.cookies["borne"] = b.creer_tablette(centre=seance.centre).secret
    return bureau, nouvelle_carte(nadia), place


def phrase(client, lu):
    page = client.post(adresse("borne"), {"carte": lu}).content.decode()
    return page.split("data-phrase>")[1].split("<")[0]


BONJOUR, ACCUEIL = "Bonjour Nadia, c’est noté", "Adressez-vous à l’accueil."


@pytest.mark.parametrize("forme", ["adresse", "secret", "code"])
def test_la_carte_est_lue_sous_ses_trois_formes(borne, forme, horloge):
    client, jeton, place = borne
    horloge.move_to(instant(b.JOUR, dt.time(8, 50)))
    lu = {"adresse": f"https://x.example/moi/{jeton}/", "secret": jeton,
          "code": code_court(empreinte_de(jeton))}[forme]  # fmt: skip
    assert [phrase(client, lu), phrase(client, lu)] == [BONJOUR, BONJOUR]
    assert list(Presence.objects.values_list("place", "statut", "saisie_par", "saisie_le")) == [
        (place.pk, "present", None, instant(b.JOUR, dt.time(8, 50)))
    ]


def test_qui_arrive_apres_dix_minutes_a_son_heure(borne, horloge):
    client, jeton, place = borne
    horloge.move_to(instant(b.JOUR, dt.time(9, 25, 40)))
    assert phrase(client, jeton) == BONJOUR
    place.refresh_from_db()
    assert (place.presence.statut, place.presence.arrivee) == (
        "present_partiel",
        instant(b.JOUR, dt.time(9, 25)),
    )


def test_la_carte_ne_change_pas_ce_que_l_equipe_a_ecrit(borne):
    client, jeton, place = borne
    b.creer_presence(place, statut="absent")
    assert phrase(client, jeton) == BONJOUR
    assert Presence.objects.get().statut == "absent"


@pytest.mark.parametrize("heure", [dt.time(8, 20), dt.time(11, 5)])
def test_hors_de_l_heure_la_borne_renvoie_a_l_accueil(borne, heure, horloge):
    client, jeton, _ = borne
    horloge.move_to(instant(b.JOUR, heure))
    assert (phrase(client, jeton), Presence.objects.count()) == (ACCUEIL, 0)


def test_sans_l_option_ou_sans_place_la_borne_dit_la_meme_phrase(borne):
    client, jeton, _ = borne
    autre = nouvelle_carte(b.creer_personne(prenom="Rosa"))
    ailleurs = b.creer_personne(b.creer_centre("ailleurs", nom="Ailleurs"), prenom="Ines")
    phrases = [phrase(client, lu) for lu in (autre, nouvelle_carte(ailleurs), "x", "12345678", "")]
    ArriveeParCarte.objects.all().delete()
    assert {*phrases, phrase(client, jeton)} == {ACCUEIL}
    assert Presence.objects.count() == 0


def test_la_borne_retiree_ou_inconnue_ne_lit_rien(borne):
    client, jeton, _ = borne
    revoquer(AppareilTablette.objects.get(genre="borne"))
    for bureau in (client, Client()):
        reponse = bureau.post(adresse("borne"), {"carte": jeton})
        assert (reponse.status_code, b"ferm" in reponse.content) == (403, True)
    assert Presence.objects.count() == 0


def test_apres_trente_cartes_fausses_la_borne_n_ecoute_plus(borne, horloge):
    client, jeton, _ = borne
    for essai in range(30):
        assert phrase(client, f"{essai:08d}") == ACCUEIL
    assert phrase(client, jeton) == ACCUEIL
    horloge.shift(dt.timedelta(minutes=11))
    assert phrase(client, jeton) == BONJOUR


def test_le_secret_de_la_carte_n_est_ecrit_dans_aucun_journal(borne, caplog):
    client, jeton, _ = borne
    with caplog.at_level(logging.DEBUG):
        reponse = client.post(adresse("borne"), {"carte": f"https://x.example/moi/{jeton}/"})
        client.post(adresse("borne"), {"carte": f"{jeton}x"})
    journal = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert jeton not in journal + reponse.content.decode()


def test_ouvrir_la_borne_termine_la_session(client):
    client.force_login(b.creer_utilisateur("coordination"))
    reponse = client.post(adresse("borne-ouvrir"), {"libelle": "Accueil"})
    assert (reponse.status_code, reponse.url) == (302, "/borne/")
    assert client.get(adresse("tablettes")).status_code == 302
    assert "Montrez votre carte." in client.get(adresse("borne")).content.decode()
