import re

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import NoReverseMatch, get_resolver, reverse

from centre.messagerie.rendu import rendre
from centre.models import Affectation, Message, Utilisateur
from tests.builders import creer_centre

MOT_DE_PASSE = "un long mot de passe"


@pytest.fixture
def nadia(db):
    return Utilisateur.objects.create_user(
        "nadia@lierre.example", MOT_DE_PASSE, prenom="Nadia", nom="Klein"
    )


def connecter(client, courriel, mot_de_passe):
    return client.post("/connexion/", {"login": courriel, "password": mot_de_passe})


def test_connexion_par_adresse_sans_tenir_compte_de_la_casse(client, nadia):
    reponse = connecter(client, "Nadia@Lierre.example", MOT_DE_PASSE)

    assert (reponse.status_code, reponse.url) == (302, "/planning/")
    assert client.session["_auth_user_id"] == str(nadia.pk)


def test_connexion_refusee_apres_cinq_echecs_meme_avec_le_bon_mot_de_passe(client, nadia):
    for _ in range(5):
        connecter(client, nadia.courriel, "mauvais")

    reponse = connecter(client, nadia.courriel, MOT_DE_PASSE)

    assert reponse.status_code == 200
    assert "_auth_user_id" not in client.session


def test_echecs_de_l_une_ne_ferment_pas_la_porte_a_l_autre(client, nadia):
    Utilisateur.objects.create_user("zoe@lierre.example", MOT_DE_PASSE, prenom="Zoé", nom="Roth")
    for _ in range(5):
        connecter(client, nadia.courriel, "mauvais")

    assert connecter(client, "zoe@lierre.example", MOT_DE_PASSE).status_code == 302


def test_nouveau_compte_ferme(client, db):
    client.post("/connexion/nouveau-compte/", {"email": "x@x.example", "password1": MOT_DE_PASSE})

    assert not Utilisateur.objects.exists()


def test_acces_technique_passe_par_la_meme_connexion(client, db):
    assert client.get("/admin/login/?next=/admin/").url == "/connexion/?next=%2Fadmin%2F"


def test_mot_de_passe_oublie_part_par_la_messagerie(client, nadia):
    creer_centre("autre")
    lierre = creer_centre("le-lierre")
    Affectation.objects.create(utilisateur=nadia, centre=lierre, role="accueil")

    client.post("/mot-de-passe/oublie/", {"email": nadia.courriel})

    message = Message.objects.get()
    assert (message.centre, message.destinataire, message.est_sensible) == (
        lierre,
        nadia.courriel,
        True,
    )
    assert rendre(message).sujet == "Votre mot de passe"
    assert mail.outbox == []


def test_lien_du_mot_de_passe_oublie_en_pose_un_nouveau(client, nadia):
    creer_centre()
    client.post("/mot-de-passe/oublie/", {"email": nadia.courriel})
    lien = re.search(
        r"http://testserver(/mot-de-passe/cle/\S+)", rendre(Message.objects.get()).texte
    )
    nouveau = "un autre long mot de passe"

    formulaire = client.get(lien[1], follow=True).request["PATH_INFO"]
    client.post(formulaire, {"password1": nouveau, "password2": nouveau})

    nadia.refresh_from_db()
    assert nadia.check_password(nouveau)


def test_adresse_inconnue_ne_recoit_rien_et_ne_se_devine_pas(client, nadia):
    creer_centre()

    inconnue = client.post("/mot-de-passe/oublie/", {"email": "personne@lierre.example"})
    connue = client.post("/mot-de-passe/oublie/", {"email": nadia.courriel})

    assert (inconnue.status_code, inconnue.url) == (connue.status_code, connue.url)
    assert Message.objects.count() == 1


def test_django_scheduler_n_a_ni_page_ni_administration():
    modules = {motif.lookup_str.split(".")[0] for motif in _motifs(get_resolver().url_patterns)}

    assert "schedule" not in modules
    assert not [m for m in admin.site._registry if m._meta.app_label == "schedule"]
    with pytest.raises(NoReverseMatch):
        reverse("calendar_list")


def _motifs(motifs):
    for motif in motifs:
        if hasattr(motif, "url_patterns"):
            yield from _motifs(motif.url_patterns)
        else:
            yield motif
