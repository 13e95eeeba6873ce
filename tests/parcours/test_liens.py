"""Fiches written behind a link of eight days: one purpose, one answer, nobody shown."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from centre.erreurs import Refus
from centre.journal import masquer
from parcours.models import LienFiche, Orientation, Personne
from parcours.operations.liens import (
    FICHES_PAR_LIEN,
    donner_un_lien,
    envoyer_par_lien,
    retirer_le_lien,
)
from parcours.operations.orientations import Identite
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_organisme,
    creer_personne,
    creer_professionnel,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def donne():
    """A link for the CMS, and its secret."""
    centre = creer_centre()
    cms = creer_organisme(centre, nom="CMS", est_orienteur=True)
    return donner_un_lien(centre=centre, organisme=cms, par=creer_utilisateur("coordination"))


def fiche(**champs):
    valeurs = {
        "prenom_pro": "Agnès",
        "nom_pro": "Weber",
        "prenom": "Nadia",
        "nom": "Ferhat",
        "date_naissance": "1990-05-17",
        "telephone": "",
        "courriel": "",
        "dispositif": creer_dispositif().pk,
        "difficultes": ["logement"],
        "precisions": "",
        "accord_personne_le": "2026-01-05",
        "transmission_souhaitee": "aucune",
    }
    return {**valeurs, **champs}


def entrer(jeton):
    client = Client()
    reponse = client.get(reverse("parcours:orienter-jeton", args=[jeton]))
    return client, reponse


def test_le_lien_mene_a_une_adresse_sans_secret_et_la_fiche_arrive(donne):
    lien, jeton = donne
    client, entree = entrer(jeton)
    reponse = client.post(entree.url, fiche())
    recue = Orientation.objects.select_related("prescripteur", "personne").get()
    lien.refresh_from_db()
    assert (entree.status_code, entree.url, reponse.status_code) == (302, "/orienter/", 200)
    assert (str(recue.personne), str(recue.prescripteur), recue.creee_par) == (
        "Nadia Ferhat",
        "Agnès Weber",
        None,
    )
    assert (recue.prescripteur.organisme, lien.fiches) == (lien.organisme, 1)
    assert reponse["Cache-Control"] == "private, no-store"


def test_la_meme_professionnelle_n_est_ecrite_qu_une_fois(donne):
    client, entree = entrer(donne[1])
    client.post(entree.url, fiche())
    client.post(entree.url, fiche(prenom="Karim", nom_pro="WEBER", prenom_pro="Agnes"))
    assert {o.prescripteur_id for o in Orientation.objects.all()} == {
        Orientation.objects.first().prescripteur_id
    }


def test_la_reponse_est_la_meme_pour_une_personne_connue(donne):
    creer_personne(prenom="Nadia", nom="Ferhat", date_naissance=dt.date(1990, 5, 17))
    client, entree = entrer(donne[1])
    connue = client.post(entree.url, fiche()).content
    inconnue = client.post(entree.url, fiche(prenom="Zoé", nom="Inconnue")).content
    assert (connue == inconnue, Personne.objects.count()) == (True, 2)


def test_sans_difficulte_la_fiche_n_est_pas_recue_et_la_saisie_reste(donne):
    client, entree = entrer(donne[1])
    reponse = client.post(entree.url, fiche(difficultes=[]))
    assert "Cochez au moins une difficulté." in reponse.content.decode()
    assert ('value="Ferhat"' in reponse.content.decode(), Orientation.objects.count()) == (True, 0)


def test_huit_jours_plus_tard_le_lien_n_ouvre_plus_rien(donne):
    client, entree = entrer(donne[1])
    with time_machine.travel(donne[0].cree_le + dt.timedelta(days=8, seconds=1)):
        fermee = client.post(entree.url, fiche())
        inconnu = entrer(donne[1])[1]
    assert ("ne sert plus" in fermee.content.decode(), inconnu.status_code) == (True, 404)
    assert Orientation.objects.count() == 0


def test_un_lien_retire_ferme_les_pages_deja_ouvertes(donne):
    client, entree = entrer(donne[1])
    retirer_le_lien(donne[0])
    assert "ne sert plus" in client.get(entree.url).content.decode()


@pytest.mark.parametrize("depart", ["role", "compte", "maison"])
def test_le_lien_d_une_professionnelle_meurt_avec_son_acces(depart):
    cms = creer_organisme(creer_centre(), nom="CMS", est_orienteur=True)
    compte = creer_utilisateur("prescripteur", organisme=cms)
    agnes = creer_professionnel(compte, organisme=cms)
    coordination = creer_utilisateur("coordination")
    donner_un_lien(centre=cms.centre, organisme=cms, professionnel=agnes, par=coordination)
    assert LienFiche.objects.vivants().count() == 1
    if depart == "role":
        compte.affectations.update(fin=dt.date(2026, 1, 2))
    elif depart == "compte":
        type(compte).objects.filter(pk=compte.pk).update(is_active=False)
    else:
        type(agnes).objects.update(organisme=creer_organisme(cms.centre, nom="Mairie"))
    assert LienFiche.objects.vivants().count() == 0


def test_un_lien_qui_a_assez_servi_refuse(donne):
    lien = donne[0]
    LienFiche.objects.filter(pk=lien.pk).update(fiches=FICHES_PAR_LIEN)
    with pytest.raises(Refus) as refus:
        envoyer_par_lien(lien, prenom="A", nom="B", identite=Identite("Nadia", "Ferhat"))
    assert refus.value.code == "nombre"


def test_trop_d_envois_en_une_heure_sont_refuses(donne):
    client, entree = entrer(donne[1])
    statuts = [client.post(entree.url, {}).status_code for _ in range(31)]
    assert (statuts[:30], statuts[30]) == ([200] * 30, 429)


def test_le_secret_est_garde_en_empreinte_et_masque_dans_les_journaux(donne):
    lien, jeton = donne
    assert jeton not in str(LienFiche.objects.values_list().get())
    assert masquer(f"GET /orienter/{jeton}/ 302") == "GET /orienter/…/ 302"
    assert lien.expire_le - lien.cree_le == dt.timedelta(days=8)
