"""« Réponses reçues »: the queue, its line in « À faire », reading once."""

import pytest
from django.urls import reverse

from centre.temps import maintenant
from inscriptions.models import ReponseRecue
from inscriptions.taches import taches
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_reponse_recue,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("inscriptions:reponse-list")


@pytest.fixture
def accueil(client):
    personne = creer_personne()
    utilisateur = creer_utilisateur("accueil", personne.centre)
    client.force_login(utilisateur)
    return client, personne, utilisateur


def test_la_file_dit_qui_pourquoi_et_son_mot(accueil):
    client, personne, _ = accueil
    creer_reponse_recue(personne, raison="un_mot", commentaire="<b>En retard</b>")
    page = client.get(PAGE).content.decode()
    assert "A ajouté un mot à sa réponse" in page
    assert "«&nbsp;&lt;b&gt;En retard&lt;/b&gt;&nbsp;»" in page


def test_le_titre_d_un_atelier_protege_ne_se_montre_pas(accueil):
    client, personne, _ = accueil
    atelier = creer_atelier(
        personne.centre, titre="Groupe secret", titre_discret="RDV Le Lierre", sensibilite=3
    )
    place = creer_place(creer_seance(atelier), personne)
    creer_reponse_recue(personne, place=place, raison="place_rendue")
    page = client.get(PAGE).content.decode()
    assert "Groupe secret" not in page
    assert reverse("inscriptions:seance-detail", args=[place.seance_id]) not in page


def test_une_reponse_lue_quitte_la_file_et_perd_ses_mots(accueil):
    client, personne, utilisateur = accueil
    reponse = creer_reponse_recue(personne, commentaire="Bonjour")
    client.post(reverse("inscriptions:reponse-lue", args=[reponse.pk]))
    reponse.refresh_from_db()
    assert (reponse.commentaire, reponse.expediteur, reponse.lue_par) == ("", "", utilisateur)
    assert "Rien à lire" in client.get(PAGE).content.decode()


def test_celles_d_un_autre_centre_ne_sont_pas_la(accueil):
    client, _, utilisateur = accueil
    ailleurs = creer_personne(creer_centre("ailleurs"), nom="Invisible")
    reponse = creer_reponse_recue(ailleurs, commentaire="mot d’ailleurs")
    assert "mot d’ailleurs" not in client.get(PAGE).content.decode()
    assert client.post(reverse("inscriptions:reponse-lue", args=[reponse.pk])).status_code == 404
    centre = utilisateur.affectations.get().centre
    assert [t.titre for t in taches(utilisateur, centre, maintenant())] == []


def test_a_faire_compte_ce_qui_attend(accueil):
    _, personne, utilisateur = accueil
    for decision in ("a_lire", "a_lire", "ignoree"):
        creer_reponse_recue(personne, decision=decision)
    titres = [t.titre for t in taches(utilisateur, personne.centre, maintenant())]
    assert titres == ["2\u00a0réponses à lire"]


def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(accueil, django_assert_num_queries):
    client, personne, _ = accueil
    creer_reponse_recue(personne)
    client.get(PAGE)
    with django_assert_num_queries(NOMBRE):
        client.get(PAGE)
    ReponseRecue.objects.bulk_create(
        ReponseRecue(
            cle=f"b{n:063d}",
            centre=personne.centre,
            personne=personne,
            decision="a_lire",
            raison="un_mot",
        )
        for n in range(40)
    )
    with django_assert_num_queries(NOMBRE):
        client.get(PAGE)


NOMBRE = 6
