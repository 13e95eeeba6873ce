import pytest
from django.urls import reverse

from centre.models import Organisme, Professionnel
from tests.builders import (
    creer_centre,
    creer_organisme,
    creer_professionnel,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
SAISIE = {"nom": "Mission locale", "type": "ML", "domaine": "Emploi"}


@pytest.fixture(autouse=True)
def coordinatrice(client):
    coordinatrice = creer_utilisateur("coordination")
    client.force_login(coordinatrice)
    return coordinatrice


def poster(client, vue, /, *args, **donnees):
    return client.post(reverse(f"centre:{vue}", args=args), donnees, follow=True)


def page(client, vue, *args, **parametres):
    return client.get(reverse(f"centre:{vue}", args=args), parametres).content.decode()


def test_organisme_list_vide_dit_quoi_faire(client):
    assert "L’annuaire est vide" in page(client, "organisme-list")


def test_organisme_list_de_l_accueil_se_lit_sans_bouton(client):
    creer_organisme(nom="Mission locale")
    client.force_login(creer_utilisateur("accueil"))
    html = page(client, "organisme-list")
    assert ("Mission locale" in html, "/partenaires/nouveau/" in html) == (True, False)


@pytest.mark.parametrize("q", ["épicerie", "EPICERIE", "alimentation", "caritative", "roux"])
def test_organisme_list_cherche_nom_domaine_type_et_personnes(client, q):
    voulu = creer_organisme(
        nom="Épicerie solidaire", domaine="Alimentation", type="ASSO_CARITATIVE"
    )
    creer_professionnel(organisme=voulu, nom="Roux")
    creer_organisme(nom="Mission locale", type="ML")
    html = page(client, "organisme-list", q=q)
    assert ("Épicerie solidaire" in html, "Mission locale" in html) == (True, False)


def test_organisme_list_sans_resultat_garde_la_recherche(client):
    creer_organisme()
    html = page(client, "organisme-list", q="zzz")
    assert "Aucun partenaire ne correspond" in html
    assert 'value="zzz"' in html


def test_organisme_list_des_orienteurs(client):
    creer_organisme(nom="UDAF", est_orienteur=True)
    creer_organisme(nom="Bibliothèque")
    html = page(client, "organisme-list", orienteurs="oui")
    assert ("UDAF</a>" in html, "Bibliothèque" in html) == (True, False)


def test_organisme_list_ne_montre_pas_l_autre_centre(client):
    creer_organisme(creer_centre("autre"), nom="Ailleurs")
    assert "Ailleurs" not in page(client, "organisme-list")


def test_organisme_list_fait_autant_de_requetes_pour_un_que_pour_beaucoup(
    client, django_assert_num_queries
):
    creer_professionnel()
    with django_assert_num_queries(6):
        page(client, "organisme-list")
    for _ in range(30):
        creer_professionnel()
    with django_assert_num_queries(6):
        page(client, "organisme-list")


def test_organisme_detail_fait_autant_de_requetes_pour_un_que_pour_beaucoup(
    client, django_assert_num_queries
):
    organisme = creer_organisme()
    for nombre in (1, 30):
        for _ in range(nombre):
            creer_professionnel(creer_utilisateur(), organisme=organisme)
        with django_assert_num_queries(6):
            page(client, "organisme-detail", organisme.pk)


def test_organisme_creer_ajoute_au_centre_de_la_session(client):
    poster(client, "organisme-creer", **SAISIE, centre=creer_centre("autre").pk)
    assert list(Organisme.objects.values_list("centre__slug", "nom", "est_sensible")) == [
        ("le-lierre", "Mission locale", False)
    ]


@pytest.mark.parametrize("genre", sorted(Organisme.TYPES_SENSIBLES))
def test_organisme_creer_de_sante_ou_de_justice_est_sensible(client, genre):
    poster(client, "organisme-creer", nom="Lieu d’écoute", type=genre)
    assert Organisme.objects.get().est_sensible is True


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"nom": ""}, "Ce champ est obligatoire."),
        ({"nom": "a\r\nb"}, "retour à la ligne"),
        ({"nom": "MISSION LOCALE"}, "Cet organisme existe déjà dans votre centre."),
        ({"type": "INCONNU"}, "Sélectionnez un choix valide."),
        ({"telephone": "12"}, "téléphone"),
    ],
)
def test_organisme_creer_dit_ce_qui_manque_et_garde_le_reste(client, champs, phrase):
    creer_organisme(nom="Mission locale")
    html = poster(client, "organisme-creer", **{**SAISIE, **champs}).content.decode()
    assert Organisme.objects.count() == 1
    assert phrase in html.partition('class="erreurs"')[2]
    assert 'value="Emploi"' in html


def test_organisme_creer_le_nom_d_un_autre_centre_est_libre(client):
    creer_organisme(creer_centre("autre"), nom="Mission locale")
    poster(client, "organisme-creer", **SAISIE)
    assert Organisme.objects.filter(nom="Mission locale").count() == 2


def test_organisme_modifier_n_ecrit_que_ce_qui_change(client):
    organisme = creer_organisme(nom="ML", type="ML", note="écrit")
    poster(client, "organisme-modifier", organisme.pk, **SAISIE, note="écrit")
    organisme.refresh_from_db()
    assert (organisme.nom, organisme.domaine, organisme.note) == (
        "Mission locale",
        "Emploi",
        "écrit",
    )


def test_professionnel_creer_va_chez_l_organisme_de_la_page(client):
    organisme = creer_organisme()
    poster(
        client,
        "professionnel-creer",
        organisme.pk,
        prenom="Hélène",
        nom="Roux",
        courriel="h.roux@example.org",
        organisme=creer_organisme().pk,
    )
    assert list(Professionnel.objects.values_list("organisme", "centre__slug", "nom")) == [
        (organisme.pk, "le-lierre", "Roux")
    ]


def test_professionnel_creer_dit_ce_qui_manque_et_garde_le_reste(client):
    html = poster(
        client, "professionnel-creer", creer_organisme().pk, prenom="Hélène", courriel="pas"
    ).content.decode()
    assert Professionnel.objects.count() == 0
    assert "Ce champ est obligatoire." in html
    assert "adresse" in html.partition('class="erreurs"')[2]
    assert 'value="Hélène"' in html


def test_professionnel_modifier_garde_le_compte(client):
    compte = creer_utilisateur()
    professionnel = creer_professionnel(compte)
    poster(client, "professionnel-modifier", professionnel.pk, nom="Klein", fonction="CIP")
    professionnel.refresh_from_db()
    assert (professionnel.nom, professionnel.fonction, professionnel.utilisateur) == (
        "Klein",
        "CIP",
        compte,
    )
