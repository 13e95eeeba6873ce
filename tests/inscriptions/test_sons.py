"""The centre's voice: what is accepted, what is heard where, what is missing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centre.erreurs import Refus
from centre.temps import JOUR, aujourdhui
from inscriptions.models import Son
from inscriptions.operations.liens import nouvelle_carte
from inscriptions.operations.sons import OCTETS_MAX, lire_le_son
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_seance,
    creer_son,
    creer_utilisateur,
    un_son,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("debut", "genre"),
    [
        (b"OggS", "audio/ogg"),
        (b"\x1aE\xdf\xa3", "audio/webm"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
    ],
)
def test_un_son_se_reconnait_a_ses_premiers_octets(debut, genre):
    octets = debut.ljust(300, b"\0")
    assert lire_le_son(io.BytesIO(octets)) == (octets, genre)


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "format"),
        (b"OggS", "format"),
        (b"<script>alert(1)</script>" * 40, "format"),
        (b"\x89PNG".ljust(300), "format"),
        (b"RIFF\0\0\0\0AVI ".ljust(300), "format"),
        (un_son(OCTETS_MAX + 1), "poids"),
    ],
)
def test_ce_qui_n_est_pas_un_petit_son_est_refuse(octets, code):
    with pytest.raises(Refus) as refus:
        lire_le_son(io.BytesIO(octets))
    assert refus.value.code == code


def poser(client, phrase="viens", langue="ar", octets=None, nom="voix.html"):
    """The name and the announced type lie: only the bytes count."""
    fichier = SimpleUploadedFile(nom, octets or un_son(), content_type="text/html")
    url = f"{reverse('inscriptions:son-poser')}?phrase={phrase}&langue={langue}"
    return client.post(url, {"son": fichier})


def test_la_coordination_pose_ecoute_remplace_et_retire(client):
    client.force_login(creer_utilisateur("coordination"))
    poser(client)
    poser(client, octets=un_son(500))
    son = Son.objects.get()
    recu = client.get(reverse("inscriptions:son-ecouter", args=[son.pk]))
    assert (recu["Content-Type"], recu["X-Content-Type-Options"], len(recu.content)) == (
        "audio/ogg",
        "nosniff",
        500,
    )
    liste = client.get(reverse("inscriptions:son-list")).content.decode()
    assert "1\u00a0phrase enregistrée, 80\u00a0manquent" in liste
    client.post(reverse("inscriptions:son-retirer", args=[son.pk]))
    assert Son.objects.count() == 0


def test_le_micro_ne_s_ouvre_que_sur_la_page_qui_enregistre(client):
    client.force_login(creer_utilisateur("coordination"))
    politiques = [
        client.get(url)["Permissions-Policy"]
        for url in (
            "/voix/poser/?phrase=viens&langue=ar",
            "/voix/",
            reverse("ateliers:planning-semaine"),
        )
    ]
    assert ["microphone=(self)" in p for p in politiques] == [True, False, False]


def test_un_faux_son_est_refuse_a_cote_du_champ(client):
    client.force_login(creer_utilisateur("coordination"))
    reponse = poser(client, octets=b"<html>" * 100)
    assert "n’est pas un son lisible" in reponse.content.decode()
    assert Son.objects.count() == 0


def ouvrir(client, personne):
    client.get(reverse("inscriptions:moi-jeton", args=[nouvelle_carte(personne)]))


def test_la_page_fait_entendre_la_voix_de_sa_langue_et_de_son_centre(client):
    personne = creer_personne(langue="ar")
    creer_place(creer_seance(creer_atelier(), bientot()), personne)
    creer_son(langue="ar")
    creer_son(langue="fr", phrase="venez")
    creer_son(creer_centre("ailleurs"), langue="ar", phrase="aide")
    ouvrir(client, personne)
    texte = client.get("/moi/").content.decode()
    vus = [f"/moi/sons/{phrase}/" in texte for phrase in ("viens", "venez", "aide")]
    assert vus == [True, False, False]
    assert client.get("/moi/sons/viens/")["Content-Type"] == "audio/ogg"
    assert client.get("/moi/sons/aide/").status_code == 404


def bientot():

    return aujourdhui() + 3 * JOUR


@pytest.mark.parametrize(
    ("plage", "statut", "octets", "dit"),
    [
        ("bytes=0-1", 206, b"Og", "bytes 0-1/400"),
        ("bytes=398-", 206, b"\0\0", "bytes 398-399/400"),
        ("bytes=2-9999", 206, None, "bytes 2-399/400"),
        ("bytes=400-", 416, b"", "bytes */400"),
        ("n’importe", 200, None, None),
    ],
)
def test_un_telephone_demande_le_son_par_morceaux(client, plage, statut, octets, dit):
    creer_son()
    ouvrir(client, creer_personne())
    recu = client.get("/moi/sons/viens/", headers={"Range": plage.encode().decode("latin-1")})
    assert (recu.status_code, recu.get("Content-Range")) == (statut, dit)
    assert octets is None or recu.content == octets
