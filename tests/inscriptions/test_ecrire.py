"""A word to everybody of a séance: who reads it, in which words, once."""

import datetime as dt

import pytest
from django.urls import reverse

from centre.models import Message
from centre.temps import JOUR, aujourdhui, instant
from inscriptions.models import Envoi
from inscriptions.operations.ecrire import ecrire_a_tous
from tests.builders import (
    creer_atelier,
    creer_centre,
    creer_personne,
    creer_place,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
MOT = "Apportez vos lunettes, s'il vous plaît."


@pytest.fixture
def seance():
    return creer_seance(creer_atelier(titre="Couture"), aujourdhui() + 3 * JOUR, 14)


@pytest.fixture
def accueil(client, seance):
    client.force_login(creer_utilisateur("accueil", seance.centre))
    return client


def inscrite(seance, **champs):
    personne = creer_personne(seance.centre, **champs)
    creer_place(seance, personne)
    return personne


def adresse(seance):
    return reverse("inscriptions:seance-ecrire", args=[seance.pk])


def poster(client, seance, etape, **donnees):
    valeurs = {"qui": "seance", "texte": MOT, "cle": "7f0c8a1e-0000-4000-8000-000000000001"}
    return client.post(adresse(seance), {**valeurs, "etape": etape, **donnees})


def test_chacune_par_son_canal_et_personne_au_danger(accueil, seance):
    inscrite(seance, canal="sms", telephone="+33639980001")
    inscrite(seance, canal="courriel", courriel="zoe@example.org")
    inscrite(seance, canal="appel", telephone="+33639980002")
    inscrite(seance, canal="sms", telephone="+33639980003", ne_pas_ecrire=True)
    page = poster(accueil, seance, "apercu").content.decode()
    assert "Envoyer à 3\u00a0personnes" in page
    assert Message.objects.count() == 0
    poster(accueil, seance, "envoyer")
    canaux = sorted(Message.objects.values_list("canal", flat=True))
    assert canaux == ["appel", "courriel", "sms"]
    assert set(Envoi.objects.values_list("motif", flat=True)) == {"mot"}


def test_le_sms_dit_le_texte_entier_et_le_telephone(accueil, seance):
    inscrite(seance, canal="sms", telephone="+33639980001")
    poster(accueil, seance, "envoyer")
    from inscriptions.emails import rendre  # noqa: PLC0415

    texte = rendre(Message.objects.get()).texte
    assert texte.startswith("Bonjour. Apportez vos lunettes, s'il vous plait. Question : ")
    assert len(texte) <= 160


def test_un_double_clic_envoie_une_fois(accueil, seance):
    inscrite(seance, canal="sms", telephone="+33639980001")
    poster(accueil, seance, "envoyer")
    poster(accueil, seance, "envoyer")
    assert Message.objects.count() == 1
    poster(accueil, seance, "envoyer", cle="7f0c8a1e-0000-4000-8000-000000000002")
    assert Message.objects.count() == 2


def test_tout_l_atelier_lit_une_fois_par_personne(accueil, seance):
    autre = creer_seance(seance.atelier, aujourdhui() + 10 * JOUR, 14)
    les_deux = inscrite(seance, canal="sms", telephone="+33639980001")
    creer_place(autre, les_deux)
    inscrite(autre, canal="sms", telephone="+33639980002")
    poster(accueil, seance, "envoyer", qui="atelier")
    assert sorted(Message.objects.values_list("destinataire", flat=True)) == [
        "06 39 98 00 01",
        "06 39 98 00 02",
    ]


def test_un_texte_trop_long_pour_un_sms_dit_combien_enlever(accueil, seance):
    inscrite(seance, canal="sms", telephone="+33639980001")
    page = poster(accueil, seance, "apercu", texte="a" * 150).content.decode()
    assert "enlevez-en" in page
    assert "a" * 150 in page


def test_le_meme_texte_part_entier_quand_personne_ne_lit_de_sms(accueil, seance):
    inscrite(seance, canal="courriel", courriel="zoe@example.org")
    poster(accueil, seance, "envoyer", texte="a" * 150)
    assert Message.objects.get().graine["mot"] == "a" * 150


def test_le_titre_d_un_atelier_personnel_ne_part_pas(accueil, seance):
    seance.atelier.sensibilite = 1
    seance.atelier.save()
    inscrite(seance, canal="courriel", courriel="zoe@example.org")
    page = poster(accueil, seance, "apercu", texte="La COUTURE commence").content.decode()
    assert "Votre texte nomme l’atelier" in page


def test_sans_personne_inscrite_la_page_le_dit(accueil, seance):
    page = poster(accueil, seance, "apercu").content.decode()
    assert "Personne n’est inscrit" in page


def test_apres_le_debut_il_est_trop_tard(accueil, seance):
    inscrite(seance, canal="sms", telephone="+33639980001")
    type(seance).objects.update(
        debut=seance.debut - dt.timedelta(days=10), fin=seance.fin - dt.timedelta(days=10)
    )
    reponse = poster(accueil, seance, "envoyer")
    assert reponse.url == reverse("inscriptions:seance-detail", args=[seance.pk])
    assert Message.objects.count() == 0


def test_la_page_de_la_seance_propose_d_ecrire_quand_il_y_a_quelqu_un(accueil, seance):
    page = reverse("inscriptions:seance-detail", args=[seance.pk])
    assert adresse(seance) not in accueil.get(page).content.decode()
    inscrite(seance, canal="sms", telephone="+33639980001")
    assert adresse(seance) in accueil.get(page).content.decode()


def test_l_accueil_d_un_autre_centre_n_ecrit_a_personne(client, seance):
    inscrite(seance, canal="sms", telephone="+33639980001")
    client.force_login(creer_utilisateur("accueil", creer_centre("ailleurs")))
    assert poster(client, seance, "envoyer").status_code == 404
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("jour", "heure", "part"),
    [(16, (22, 30), (17, 8, 0)), (16, (14, 0), (16, 14, 10)), (18, (22, 30), (18, 22, 30))],
)
def test_un_mot_qui_peut_attendre_part_de_jour(jour, heure, part):
    """The séance is on Thursday 19 November at 9:00."""
    seance = creer_seance()
    inscrite(seance, canal="sms", telephone="+33639980001")
    quand = instant(dt.date(2026, 11, jour), dt.time(*heure))
    ecrire_a_tous(seance, texte=MOT, cle="1", par=creer_utilisateur("accueil"), quand=quand)
    attendu = instant(dt.date(2026, 11, part[0]), dt.time(*part[1:]))
    assert Message.objects.get().a_partir_de == attendu
