import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from centre.erreurs import Refus
from centre.messagerie.rendu import rendre
from centre.models import Affectation, Message, Professionnel, Utilisateur
from centre.operations.equipe import fermer_acces, ouvrir_acces
from centre.permissions import ROLES_A_DONNER
from centre.temps import PARIS
from tests.builders import (
    creer_centre,
    creer_organisme,
    creer_professionnel,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
QUAND = dt.datetime(2026, 11, 19, 10, tzinfo=PARIS)
HIER = dt.date(2026, 11, 18)
SAISIE = {"role": "accueil", "prenom": "Zoé", "nom": "Neuve", "courriel": "zoe@lierre.example"}


@pytest.fixture(autouse=True)
def coordinatrice(client):
    with time_machine.travel(QUAND, tick=False):
        coordinatrice = creer_utilisateur("coordination")
        client.force_login(coordinatrice)
        yield coordinatrice


@pytest.fixture
def autre_navigateur():
    return Client()


def poster(client, vue, /, *args, **donnees):
    return client.post(reverse(f"centre:{vue}", args=args), donnees, follow=True)


def page(client, vue, *args, **parametres):
    return client.get(reverse(f"centre:{vue}", args=args), parametres).content.decode()


def acces_de(utilisateur):
    return utilisateur.affectations.get()


def test_equipe_montre_qui_depuis_quand_et_la_derniere_connexion(client):
    organisme = creer_organisme(nom="UDAF de Moselle")
    creer_utilisateur("prescripteur", organisme=organisme, nom="Klein", last_login=QUAND)
    creer_utilisateur("accueil")
    html = page(client, "equipe")
    for texte in ("Klein", "UDAF de Moselle", "01/01/2026", "19/11/2026", "jamais"):
        assert texte in html


def test_equipe_sans_partenaire_dit_quoi_faire(client):
    assert "Aucun accès ouvert" in page(client, "equipe")


def test_equipe_ne_montre_ni_l_autre_centre_ni_les_acces_finis(client):
    creer_utilisateur("accueil", creer_centre("autre"), nom="Ailleurs")
    acces = acces_de(creer_utilisateur("accueil", nom="Partie"))
    acces.fin = HIER
    acces.save()
    html = page(client, "equipe")
    assert ("Ailleurs" in html, "Partie" in html) == (False, False)


def test_equipe_fait_autant_de_requetes_pour_un_que_pour_beaucoup(
    client, django_assert_num_queries
):
    creer_utilisateur("prescripteur")
    with django_assert_num_queries(5):
        page(client, "equipe")
    for _ in range(30):
        creer_utilisateur("prescripteur")
    with django_assert_num_queries(5):
        page(client, "equipe")


def test_acces_ouvrir_cree_le_compte_et_envoie_un_lien_qui_pose_le_mot_de_passe(client):
    poster(client, "acces-ouvrir", **SAISIE)
    message = Message.objects.get()
    assert (message.destinataire, message.est_sensible, message.centre) == (
        "zoe@lierre.example",
        True,
        creer_centre(),
    )
    lien = re.search(r"http://testserver(/mot-de-passe/cle/\S+)", rendre(message).texte)
    client.logout()
    formulaire = client.get(lien[1], follow=True).request["PATH_INFO"]
    nouveau = "un long mot de passe"
    client.post(formulaire, {"password1": nouveau, "password2": nouveau})
    client.post("/connexion/", {"login": "zoe@lierre.example", "password": nouveau})
    assert client.get("/planning/").status_code == 200


def test_acces_ouvrir_s_arrete_au_centre_de_la_session(client):
    poster(client, "acces-ouvrir", **SAISIE, centre=creer_centre("autre").pk)
    zoe = Utilisateur.objects.get(courriel="zoe@lierre.example")
    assert zoe.roles_par_centre == {creer_centre().pk: frozenset({"accueil"})}
    assert (zoe.is_staff, zoe.is_superuser) == (False, False)


@pytest.mark.parametrize("role", ["coordination", "administration", "inconnu"])
def test_acces_ouvrir_ne_donne_ni_la_coordination_ni_l_acces_technique(client, coordinatrice, role):
    html = poster(client, "acces-ouvrir", **{**SAISIE, "role": role}).content.decode()
    assert "Sélectionnez un choix valide." in html
    with pytest.raises(Refus) as refus:
        ouvrir_acces(centre=creer_centre(), par=coordinatrice, **{**SAISIE, "role": role})
    assert (refus.value.code, Utilisateur.objects.count()) == ("role", 1)


@pytest.mark.parametrize("role", sorted({*Affectation.Role.values} - {"coordination"}))
def test_ouvrir_acces_refuse_qui_ne_coordonne_pas(role):
    with pytest.raises(Refus):
        ouvrir_acces(centre=creer_centre(), par=creer_utilisateur(role), **SAISIE)


def test_ouvrir_acces_refuse_la_coordination_d_un_autre_centre():
    ailleurs = creer_utilisateur("coordination", creer_centre("autre"))
    with pytest.raises(Refus):
        ouvrir_acces(centre=creer_centre(), par=ailleurs, **SAISIE)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"prenom": ""}, "Ce champ est obligatoire."),
        ({"nom": "a\r\nBcc: x"}, "retour à la ligne"),
        ({"courriel": "pas"}, "adresse"),
        ({"courriel": "a@b.fr\r\nBcc: x@y.fr"}, "adresse"),
        ({"role": "prescripteur"}, "Dites pour quel partenaire"),
        ({"organisme": "9" * 21}, "Sélectionnez un choix valide."),
        ({"professionnel": "9" * 21}, "Sélectionnez un choix valide."),
        ({"courriel": "TECHNIQUE@lierre.example"}, "administration technique"),
        ({"courriel": "ferme@lierre.example"}, "administration technique"),
        ({"courriel": "la@lierre.example"}, "a déjà cet accès"),
    ],
)
def test_acces_ouvrir_dit_ce_qui_manque_et_garde_le_reste(client, champs, phrase):
    creer_utilisateur(courriel="technique@lierre.example", is_staff=True)
    creer_utilisateur("accueil", courriel="la@lierre.example")
    creer_utilisateur(courriel="ferme@lierre.example", is_active=False)
    html = poster(client, "acces-ouvrir", **{**SAISIE, **champs}).content.decode()
    assert (Affectation.objects.count(), Message.objects.count()) == (2, 0)
    assert phrase in html.partition('class="erreurs"')[2]
    gardes = [valeur for champ, valeur in SAISIE.items() if champ not in {"role", *champs}]
    assert [valeur for valeur in gardes if f'value="{valeur}"' not in html] == []


def test_acces_ouvrir_refuse_le_partenaire_d_un_autre_centre(client):
    ailleurs = creer_organisme(creer_centre("autre"))
    poster(client, "acces-ouvrir", **{**SAISIE, "role": "binome"}, organisme=ailleurs.pk)
    assert Utilisateur.objects.count() == 1


def test_acces_ouvrir_d_une_adresse_connue_garde_son_nom_et_son_mot_de_passe(client):
    connu = creer_utilisateur("accueil", creer_centre("autre"), courriel="zoe@lierre.example")
    connu.set_password("le sien")
    connu.save()
    poster(client, "acces-ouvrir", **SAISIE)
    connu = Utilisateur.objects.get(pk=connu.pk)
    assert (connu.prenom, connu.check_password("le sien")) == ("Claire", True)
    assert (connu.affectations.count(), Message.objects.count()) == (2, 0)


def test_acces_ouvrir_depuis_l_annuaire_relie_la_ligne(client):
    organisme = creer_organisme(est_orienteur=True)
    ligne = creer_professionnel(organisme=organisme, nom="Roux", courriel="h@example.org")
    html = page(client, "acces-ouvrir", professionnel=ligne.pk)
    assert ('value="Roux"' in html, 'value="h@example.org"' in html) == (True, True)
    champs = {"role": "prescripteur", "organisme": organisme.pk, "professionnel": ligne.pk}
    poster(client, "acces-ouvrir", **{**SAISIE, **champs})
    ligne.refresh_from_db()
    assert (ligne.utilisateur.courriel, Professionnel.objects.count()) == (
        "zoe@lierre.example",
        1,
    )


@pytest.mark.parametrize("choisi", ["9" * 21, "x", "²"])
def test_acces_ouvrir_depuis_une_ligne_inconnue_s_ouvre_vide(client, choisi):
    assert "Ouvrir un accès" in page(client, "acces-ouvrir", professionnel=choisi)


def test_acces_ouvrir_refuse_la_ligne_d_un_autre_organisme(client):
    ligne = creer_professionnel()
    champs = {"role": "prescripteur", "organisme": creer_organisme().pk}
    html = poster(
        client, "acces-ouvrir", **{**SAISIE, **champs}, professionnel=ligne.pk
    ).content.decode()
    assert "n’est pas celle de ce compte" in html
    assert Utilisateur.objects.count() == 1


def test_acces_ouvrir_a_l_animation_l_ajoute_a_l_annuaire_du_centre(client):
    poster(client, "acces-ouvrir", **{**SAISIE, "role": "animation"})
    ligne = Professionnel.objects.get()
    assert (str(ligne), ligne.organisme.type, ligne.utilisateur.courriel) == (
        "Zoé Neuve",
        "CENTRE",
        "zoe@lierre.example",
    )


@pytest.mark.parametrize("role", ROLES_A_DONNER)
def test_acces_fermer_ferme_la_session_a_la_requete_suivante(client, autre_navigateur, role):
    compte = creer_utilisateur(role)
    compte.set_password("un long mot de passe")
    compte.save()
    autre_navigateur.force_login(compte)
    poster(client, "acces-fermer", acces_de(compte).pk)
    assert autre_navigateur.get("/planning/").url.startswith("/connexion/")
    compte = Utilisateur.objects.get(pk=compte.pk)
    assert (acces_de(compte).fin, compte.has_usable_password()) == (HIER, False)
    assert compte.roles_par_centre == {}


def test_acces_fermer_laisse_l_autre_centre_ouvert(client, autre_navigateur):
    compte = creer_utilisateur("accueil")
    Affectation.objects.create(utilisateur=compte, centre=creer_centre("autre"), role="accueil")
    autre_navigateur.force_login(compte)
    poster(client, "acces-fermer", compte.affectations.get(centre=creer_centre()).pk)
    assert autre_navigateur.get("/planning/").context["entete"]["centre"] == creer_centre("autre")
    assert autre_navigateur.get("/planning/?centre=le-lierre").status_code == 404


def test_acces_fermer_un_acces_du_jour_ne_reste_pas_ouvert(coordinatrice):
    acces = ouvrir_acces(centre=creer_centre(), par=coordinatrice, **SAISIE)
    fermer_acces(acces, par=coordinatrice)
    acces.refresh_from_db()
    assert (acces.debut, acces.fin) == (HIER, HIER)


@pytest.mark.parametrize("role", ["coordination", "administration"])
def test_acces_fermer_ne_retire_ni_la_coordination_ni_l_acces_technique(client, role):
    acces = acces_de(creer_utilisateur(role))
    html = poster(client, "acces-fermer", acces.pk).content.decode()
    acces.refresh_from_db()
    assert ("par l’administration technique" in html, acces.fin) == (True, None)


def test_acces_rouvert_apres_un_depart_envoie_un_nouveau_lien(client, coordinatrice):
    acces = ouvrir_acces(centre=creer_centre(), par=coordinatrice, **SAISIE)
    fermer_acces(acces, par=coordinatrice)
    poster(client, "acces-ouvrir", **SAISIE)
    assert (Message.objects.count(), acces.utilisateur.affectations.count()) == (2, 2)


def test_acces_lien_repart_tant_que_le_mot_de_passe_n_est_pas_choisi(client):
    compte = creer_utilisateur("accueil")
    poster(client, "acces-lien", acces_de(compte).pk)
    compte.set_password("un long mot de passe")
    compte.save()
    html = poster(client, "acces-lien", acces_de(compte).pk).content.decode()
    assert ("a déjà son mot de passe" in html, Message.objects.count()) == (True, 1)
