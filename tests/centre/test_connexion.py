import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse

from centre.models import Utilisateur

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
