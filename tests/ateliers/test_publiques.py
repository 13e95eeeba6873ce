import datetime as dt

import pytest

from ateliers.operations import annuler
from centre.temps import instant
from tests.builders import (
    JOUR,
    creer_atelier,
    creer_centre,
    creer_lieu,
    creer_professionnel,
    creer_seance,
)

QUAND = instant(JOUR, dt.time(8))
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(QUAND, tick=False)]


def cartes(reponse):
    return [(c.titre, c.horaires) for j in reponse.context["journees"] for c in j.cartes]


def test_accueil_d_un_seul_centre_est_son_planning(client):
    creer_centre()
    creer_centre("ferme", est_public=False)
    creer_seance(creer_atelier(titre="Couture", slug="couture"), heure=9)

    reponse = client.get("/")
    assert cartes(reponse) == [("Couture", "9\u00a0h – 11\u00a0h")]
    assert reponse.context["centre_public"] == creer_centre()


def test_accueil_de_plusieurs_centres_est_leur_liste(client):
    creer_centre()
    creer_centre("autre", nom="Centre Autre")
    creer_centre("ferme", nom="Centre Fermé", est_public=False)

    texte = client.get("/").content.decode()
    liens = [f'href="/c/{slug}/"' in texte for slug in ("le-lierre", "autre", "ferme")]
    assert liens == [True, True, False]


def test_accueil_sans_centre_public_le_dit(client):
    assert "Aucun programme public" in client.get("/").content.decode()


def test_centre_planning_nomme_selon_le_niveau(client):
    """Level 2 is its family with its hours, level 3 and entretiens are absent (CAL-09)."""
    lieu = creer_lieu(nom="Salle polyvalente")
    creer_seance(creer_atelier(titre="Relaxation", sensibilite=1), heure=9, lieu=lieu)
    sophrologie = creer_atelier(
        titre="Sophrologie", slug="sophrologie", theme="bien", sensibilite=2
    )
    creer_seance(sophrologie, heure=14, lieu=lieu, titre_propre="Sophrologie du soir")
    groupe = creer_atelier(titre="Groupe de paroles", titre_discret="RDV L", sensibilite=3)
    creer_seance(groupe, heure=16, lieu=lieu)
    creer_seance(creer_atelier(titre="Entretien", genre="entretien"), heure=17, lieu=lieu)
    projet = creer_atelier(titre="Projet", est_publie=False)
    creer_seance(projet, heure=18, lieu=lieu, etat="brouillon")

    reponse = client.get("/c/le-lierre/")
    assert cartes(reponse) == [
        ("Relaxation", "9\u00a0h – 11\u00a0h"),
        ("Santé et bien-être", "14\u00a0h – 16\u00a0h"),
    ]
    texte = reponse.content.decode().lower()
    secrets = ("sophrologie", "groupe de paroles", "entretien", "projet")
    assert [secret for secret in secrets if secret in texte] == []


def test_centre_planning_ne_dit_ni_nom_ni_nombre(client):
    seance = creer_seance(creer_atelier(titre="Couture"), sieges_pris=7)
    seance.animateurs.add(creer_professionnel(prenom="Hélène", nom="Rouxel"))

    texte = client.get("/c/le-lierre/").content.decode()
    assert [mot for mot in ("Hélène", "Rouxel", "7 sur", "inscrit") if mot in texte] == []


def test_centre_planning_d_une_autre_semaine_et_d_une_semaine_fausse(client):
    creer_seance(creer_atelier(titre="Couture"), jour=dt.date(2026, 12, 2))

    assert len(cartes(client.get("/c/le-lierre/?semaine=2026-W49"))) == 1
    for texte in ("2026-W99", "x", "9999-W52"):
        reponse = client.get("/c/le-lierre/", {"semaine": texte})
        assert reponse.context["titre"] == "Semaine du 16 au 21 novembre"


def test_centre_planning_dit_une_annulation(client):
    seance = creer_seance(creer_atelier(titre="Couture"), heure=14)
    annuler(seance, motif="autre", par=None, quand=QUAND)

    (carte,) = client.get("/c/le-lierre/").context["journees"][3].cartes
    assert carte.mention == "Annulé"


def test_centre_planning_propose_l_abonnement_et_son_delai(client):
    creer_centre()

    texte = client.get("/c/le-lierre/").content.decode()
    assert "webcal://testserver/agenda/le-lierre.ics" in texte
    assert "http://testserver/agenda/le-lierre.ics" in texte
    assert "souvent une fois par jour" in texte


@pytest.mark.parametrize("chemin", ["/c/inconnu/", "/c/ferme/", "/c/le-lierre/inconnu/"])
def test_centre_planning_inconnu_ou_ferme_est_introuvable(client, chemin):
    creer_centre()
    creer_centre("ferme", est_public=False)

    assert client.get(chemin).status_code == 404


def test_centre_atelier_donne_les_prochaines_dates(client):
    atelier = creer_atelier(titre="Couture", slug="couture")
    lieu = creer_lieu(nom="Espace adultes", adresse="31 avenue de Guise")
    creer_seance(atelier, jour=JOUR - dt.timedelta(days=7), lieu=lieu)
    creer_seance(atelier, jour=JOUR + dt.timedelta(days=7), lieu=lieu)

    reponse = client.get("/c/le-lierre/couture/")
    assert reponse.context["dates"] == [
        {
            "jour": "jeudi 26 novembre",
            "horaires": "9\u00a0h – 11\u00a0h",
            "lieu": "Espace adultes, 31 avenue de Guise",
            "titre": "",
            "est_annulee": False,
        }
    ]
    assert "webcal://testserver/agenda/le-lierre/couture.ics" in reponse.content.decode()


@pytest.mark.parametrize(
    "champs",
    [
        {"sensibilite": 2},
        {"sensibilite": 3, "titre_discret": "RDV L"},
        {"est_publie": False},
        {"genre": "entretien"},
    ],
)
def test_centre_atelier_qui_n_est_pas_public_est_introuvable(client, champs):
    creer_atelier(slug="secret", **champs)

    assert client.get("/c/le-lierre/secret/").status_code == 404


@pytest.mark.parametrize("nombre", [1, 40])
def test_centre_planning_fait_le_meme_nombre_de_requetes(client, nombre, django_assert_num_queries):
    centre, lieu = creer_centre(), creer_lieu()
    for n in range(nombre):
        creer_seance(creer_atelier(centre), jour=JOUR, heure=8 + n % 10, lieu=lieu)

    with django_assert_num_queries(4):
        client.get("/c/le-lierre/")
