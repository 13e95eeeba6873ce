import pytest
from django.contrib import admin
from django.urls import reverse

from centre.models import (
    Centre,
    JournalAcces,
    Lieu,
    Message,
    Organisme,
    Professionnel,
    Utilisateur,
)
from centre.temps import aujourdhui
from tests.builders import (
    creer_centre,
    creer_lieu,
    creer_message,
    creer_organisme,
    creer_professionnel,
    creer_seance,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
SIENS = [m for m in admin.site._registry if m._meta.app_label == "centre"]


@pytest.fixture
def technicienne(client):
    technicienne = creer_utilisateur("administration", is_staff=True, is_superuser=True)
    client.force_login(technicienne)
    return technicienne


def adresse(modele, vue, *args):
    return reverse(f"admin:centre_{modele._meta.model_name}_{vue}", args=args)


@pytest.mark.parametrize("modele", SIENS, ids=lambda m: m._meta.model_name)
def test_chaque_liste_s_ouvre(client, technicienne, modele):
    creer_message(), creer_lieu()
    assert client.get(adresse(modele, "changelist")).status_code == 200


@pytest.mark.parametrize("modele", [Message, JournalAcces])
def test_messages_et_journal_ne_s_ecrivent_pas(client, technicienne, modele):
    assert client.get(adresse(modele, "add")).status_code == 403


def test_message_ne_montre_ni_adresse_ni_texte(client, technicienne):
    message = creer_message(destinataire="canari@example.org", octets=b"canari")
    for url in (adresse(Message, "changelist"), adresse(Message, "change", message.pk)):
        assert "canari" not in client.get(url).content.decode()


def test_message_ne_se_supprime_pas(client, technicienne):
    message = creer_message()
    assert client.post(adresse(Message, "delete", message.pk)).status_code == 403
    assert Message.objects.count() == 1


def test_compte_se_cree_avec_son_role(client, technicienne):
    reponse = client.post(
        adresse(Utilisateur, "add"),
        {
            "courriel": "neuve@lierre.example",
            "prenom": "Zoé",
            "nom": "Neuve",
            "password1": "une-phrase-assez-longue",
            "password2": "une-phrase-assez-longue",
            "affectations-TOTAL_FORMS": 1,
            "affectations-INITIAL_FORMS": 0,
            "affectations-0-centre": creer_centre().pk,
            "affectations-0-role": "accueil",
            "affectations-0-debut": "2026-11-01",
        },
    )
    assert reponse.status_code == 302
    neuve = Utilisateur.objects.get(courriel="neuve@lierre.example")
    assert (neuve.check_password("une-phrase-assez-longue"), neuve.affectations.count()) == (
        True,
        1,
    )


def test_compte_ne_se_supprime_pas(client, technicienne):
    autre = creer_utilisateur()
    assert client.post(adresse(Utilisateur, "delete", autre.pk)).status_code == 403


@pytest.mark.parametrize(
    ("creer", "modele"),
    [
        (creer_centre, Centre),
        (creer_lieu, Lieu),
        (creer_organisme, Organisme),
        (creer_professionnel, Professionnel),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_ce_qui_sert_a_d_autres_ne_se_supprime_pas(client, technicienne, creer, modele):
    objet = creer()
    assert client.get(adresse(modele, "delete", objet.pk)).status_code == 403
    assert client.post(adresse(modele, "delete", objet.pk), {"post": "yes"}).status_code == 403
    assert modele.objects.filter(pk=objet.pk).exists()


def test_lieu_change_ici_reecrit_les_agendas(client, technicienne):
    lieu = creer_lieu()
    seance = creer_seance(lieu=lieu, jour=aujourdhui())
    donnees = {
        "centre": lieu.centre_id,
        "nom": lieu.nom,
        "slug": lieu.slug,
        "adresse": "2 rue du Port",
        "capacite": 12,
        "minutes_de_trajet": 0,
    }
    assert client.post(adresse(Lieu, "change", lieu.pk), donnees).status_code == 302
    seance.refresh_from_db()
    assert (seance.sequence, b"2 rue du Port" in bytes(seance.vevent)) == (1, True)


def test_aucun_modele_de_personne_n_est_dans_l_acces_technique():
    apps = {modele._meta.app_label for modele in admin.site._registry}
    assert apps & {"inscriptions", "presences"} == set()


def test_membre_sans_acces_technique_n_entre_pas(client):
    client.force_login(creer_utilisateur("coordination"))
    assert client.get("/admin/").status_code == 302
