"""What the database refuses about places and secret links, whatever page or program writes."""

import datetime as dt

import pytest

from ateliers.models import Sortie
from centre.temps import maintenant
from inscriptions.models import (
    AbonnementPartenaire,
    Accompagnant,
    Attribution,
    Inscription,
    JetonParticipant,
    LigneAttribution,
    Place,
)
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db


def creer_lien(personne, **champs):
    empreinte = JetonParticipant.tirer()[1]
    return JetonParticipant.objects.create(
        personne=personne, usage="page", empreinte=empreinte, **champs
    )


def test_une_personne_n_a_qu_une_carte_vivante():
    personne = b.creer_personne()
    quand = maintenant()
    creer_lien(personne, cree_le=quand, revoque_le=quand)
    creer_lien(personne)
    refuse("jeton_page_unique", creer_lien, personne)


def test_un_lien_ne_meurt_pas_avant_d_exister():
    hier = maintenant() - dt.timedelta(days=1)
    refuse("jeton_revoque_apres_creation", creer_lien, b.creer_personne(), revoque_le=hier)
    champs = {"utilisateur": b.creer_utilisateur("prescripteur"), "centre": b.creer_centre()}
    abonner = AbonnementPartenaire.objects.create
    refuse("abonnementpartenaire_revoque_apres_creation", abonner, revoque_le=hier, **champs)


@pytest.mark.parametrize("etat", ["a_confirmer", "a_appeler", "confirmee"])
def test_une_demande_ouverte_a_un_nom_et_un_moyen_de_la_joindre(etat):
    refuse("demande_publique_a_un_nom", b.creer_demande_publique, etat=etat, nom="")
    refuse("demande_publique_se_joint", b.creer_demande_publique, etat=etat, telephone="")
    b.creer_demande_publique(etat="refusee", prenom="", nom="", telephone="")


def test_une_phrase_n_a_qu_un_son_par_langue():
    b.creer_son()
    refuse("son_unique", b.creer_son)


def test_une_personne_n_est_inscrite_qu_une_fois_a_une_serie():
    ancienne = b.creer_inscription(etat=Inscription.Etat.ANNULEE_PERSONNE)
    b.creer_inscription(ancienne.personne, ancienne.serie)
    refuse("inscription_vivante_unique", b.creer_inscription, ancienne.personne, ancienne.serie)


@pytest.mark.parametrize("etat", ["demandee", "confirmee", "proposee"])
def test_une_personne_n_a_qu_une_place_vivante_par_date(etat):
    place = b.creer_place()
    refuse("place_vivante_unique", b.creer_place, place.seance, place.personne, etat=etat)


def test_deux_personnes_n_ont_pas_le_meme_rang():
    champs = {"etat": Place.Etat.LISTE_ATTENTE, "rang": 1}
    place = b.creer_place(**champs)
    refuse("place_rang_unique", b.creer_place, place.seance, **champs)


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("place_au_moins_un_siege", {"sieges": 0}),
        ("place_attente_a_un_rang", {"etat": Place.Etat.LISTE_ATTENTE}),
    ],
)
def test_une_place_impossible_est_refusee(contrainte, champs):
    refuse(contrainte, b.creer_place, **champs)


def test_un_accompagnant_a_un_age_d_homme():
    place = b.creer_place()
    refuse(
        "accompagnant_age_connu", Accompagnant.objects.create, place=place, prenom="Lina", age=121
    )


def test_un_prix_de_sortie_n_est_jamais_negatif():
    refuse("sortie_prix_positif", Sortie.objects.create, seance=b.creer_seance(), prix_adulte=-1)


def test_un_groupe_n_a_qu_un_tour_par_partage():
    place = b.creer_place(etat="demandee")
    partage = Attribution.objects.create(seance=place.seance, regle="règle", offertes=1)
    tour = {"attribution": partage, "place": place, "ordre": 1, "est_retenue": True}
    LigneAttribution.objects.create(**tour, explication="C’est son tour.")
    refuse("ligne_attribution_unique", LigneAttribution.objects.create, **tour, explication="x")


def test_un_courriel_recu_ne_se_decide_qu_une_fois():
    recue = b.creer_reponse_recue()
    refuse("reponse_recue_une_fois", b.creer_reponse_recue, recue.personne, cle=recue.cle)


def test_une_reponse_sans_effet_dit_pourquoi():
    b.creer_reponse_recue(decision="appliquee", raison="")
    refuse("reponse_a_une_raison", b.creer_reponse_recue, decision="ignoree", raison="")
