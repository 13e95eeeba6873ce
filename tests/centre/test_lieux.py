import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from ateliers.models import VersionAgenda
from centre.erreurs import Refus
from centre.models import Lieu
from centre.operations.annuaire import enregistrer_lieu, retirer_lieu
from centre.temps import PARIS
from tests.builders import (
    creer_centre,
    creer_lieu,
    creer_organisme,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
SAISIE = {"nom": "Salle de l’Étang", "adresse": "2 rue du Port", "capacite": "12"}


@pytest.fixture(autouse=True)
def coordinatrice(client):
    with time_machine.travel(dt.datetime(2026, 11, 18, 10, tzinfo=PARIS), tick=False):
        coordinatrice = creer_utilisateur("coordination")
        client.force_login(coordinatrice)
        yield coordinatrice


def poster(client, vue, /, *args, **donnees):
    return client.post(reverse(f"centre:{vue}", args=args), donnees, follow=True)


def page(client, vue, *args):
    return client.get(reverse(f"centre:{vue}", args=args)).content.decode()


def test_lieu_list_vide_dit_quoi_faire(client):
    html = page(client, "lieu-list")
    assert "Aucun lieu pour le moment" in html
    assert reverse("centre:lieu-creer") in html


def test_lieu_list_de_l_animation_se_lit_sans_bouton(client):
    creer_lieu(nom="Grande salle")
    client.force_login(creer_utilisateur("animation"))
    html = page(client, "lieu-list")
    assert ("Grande salle" in html, "/lieux/nouveau/" in html) == (True, False)


def test_lieu_list_ne_montre_pas_l_autre_centre(client):
    creer_lieu(creer_centre("autre"), nom="Ailleurs")
    assert "Ailleurs" not in page(client, "lieu-list")


def test_lieu_list_fait_autant_de_requetes_pour_un_que_pour_beaucoup(
    client, django_assert_num_queries
):
    creer_lieu(organisme=creer_organisme())
    with django_assert_num_queries(5):
        page(client, "lieu-list")
    for _ in range(30):
        creer_lieu(organisme=creer_organisme())
    with django_assert_num_queries(5):
        page(client, "lieu-list")


def test_lieu_creer_fait_l_adresse_d_apres_le_nom(client):
    poster(client, "lieu-creer", **SAISIE, centre=creer_centre("autre").pk)
    assert list(Lieu.objects.values_list("centre__slug", "nom", "slug", "capacite")) == [
        ("le-lierre", "Salle de l’Étang", "salle-de-letang", 12)
    ]


def test_lieu_creer_deux_noms_qui_font_la_meme_adresse():
    centre = creer_centre()
    noms = ("Salle A", "Salle-A", "Salle  A", "教室")
    slugs = [
        enregistrer_lieu(Lieu(centre=centre, nom=nom, adresse="ici"), champs=()).slug
        for nom in noms
    ]
    assert slugs == ["salle-a", "salle-a-2", "salle-a-3", "lieu"]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"nom": ""}, "Ce champ est obligatoire."),
        ({"nom": "a\r\nBcc: x"}, "retour à la ligne"),
        ({"nom": "GRANDE SALLÉ"}, "Un lieu de votre centre porte déjà ce nom."),
        ({"capacite": "0"}, "La capacité est d’au moins 1."),
        ({"capacite": "9" * 21}, "inférieure ou égale"),
        ({"organisme": "9" * 21}, "Sélectionnez un choix valide."),
    ],
)
def test_lieu_creer_dit_ce_qui_manque_et_garde_le_reste(client, champs, phrase):
    creer_lieu(nom="Grande salle")
    reponse = poster(client, "lieu-creer", **{**SAISIE, **champs})
    html = reponse.content.decode()
    assert (reponse.status_code, Lieu.objects.count()) == (200, 1)
    assert phrase in html.partition('class="erreurs"')[2]
    assert "2 rue du Port" in html


def test_lieu_creer_refuse_le_partenaire_d_un_autre_centre(client):
    ailleurs = creer_organisme(creer_centre("autre"))
    html = poster(client, "lieu-creer", **SAISIE, organisme=ailleurs.pk).content.decode()
    assert (ailleurs.nom in html, Lieu.objects.count()) == (False, 0)


def test_lieu_modifier_reecrit_les_agendas_et_garde_l_adresse_du_flux(client):
    lieu = creer_lieu(slug="salle-bleue")
    seance = creer_seance(lieu=lieu)
    poster(client, "lieu-modifier", lieu.pk, **SAISIE)
    lieu.refresh_from_db(), seance.refresh_from_db()
    assert (lieu.nom, lieu.slug, seance.sequence) == ("Salle de l’Étang", "salle-bleue", 1)
    assert b"2 rue du Port" in bytes(seance.vevent)
    assert VersionAgenda.objects.get(cle=f"lieu:{lieu.pk}").version >= 1


def test_lieu_modifier_sans_rien_changer_ne_touche_pas_aux_agendas(client):
    lieu = creer_lieu()
    seance = creer_seance(lieu=lieu)
    donnees = {"nom": lieu.nom, "adresse": lieu.adresse, "capacite": lieu.capacite}
    donnees["minutes_de_trajet"] = lieu.minutes_de_trajet
    poster(client, "lieu-modifier", lieu.pk, **donnees)
    seance.refresh_from_db()
    assert seance.sequence == 0


def test_lieu_retirer_un_lieu_qui_n_a_pas_servi(client):
    lieu = creer_lieu()
    assert "Retirer «" in page(client, "lieu-retirer", lieu.pk)
    poster(client, "lieu-retirer", lieu.pk)
    assert Lieu.objects.count() == 0


def test_lieu_retirer_refuse_quand_une_seance_s_y_tient(client):
    lieu = creer_seance().lieu
    html = poster(client, "lieu-retirer", lieu.pk).content.decode()
    assert "il reste dans la liste" in html
    with pytest.raises(Refus) as refus:
        retirer_lieu(lieu)
    assert (refus.value.code, Lieu.objects.filter(pk=lieu.pk).exists()) == ("utilise", True)
