"""What the database refuses of the lines of the way, whatever page writes them."""

import datetime as dt

import pytest

from parcours.models import (
    ActionParcours,
    Jalon,
    Observation,
    Projet,
    Repere,
)
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db
HIER = b.JOUR - dt.timedelta(days=1)


def test_la_base_refuse_un_frein_incoherent():
    """ASI-13: settled after it came, helped only when settled, its own theme, sensitive apart."""
    frein = b.creer_frein(declare_le=b.JOUR)
    ecrire = type(frein).objects.filter(pk=frein.pk).update
    refuse("frein_leve_apres", ecrire, leve_le=HIER)
    refuse("frein_aide_si_leve", ecrire, ce_qui_a_aide="un ami")
    refuse("frein_detail_de_son_theme", ecrire, detail="numerique--acces")
    refuse("frein_sensible_a_part", ecrire, theme="sante")
    justice = "difficultes-administratives-ou-juridiques--justice"
    refuse("frein_sensible_a_part", ecrire, theme=justice.partition("--")[0], detail=justice)


def test_la_base_refuse_un_objectif_ou_une_etape_incoherents():
    """LIE-16: words, a family, an agreement before the end; a step that changed has its day."""
    objectif = b.creer_objectif()
    ecrire = type(objectif).objects.filter(pk=objectif.pk).update
    refuse("objectif_a_des_mots", ecrire, texte="")
    refuse("objectif_a_une_finalite", ecrire, finalite="obeir")
    refuse("objectif_atteint_apres", ecrire, atteint_le=HIER)
    jalon = b.creer_jalon(objectif)
    changer = Jalon.objects.filter(pk=jalon.pk).update
    refuse("jalon_change_a_une_date", changer, etat="fait")
    refuse("jalon_change_a_une_date", changer, change_le=b.JOUR)
    refuse("jalon_a_des_mots", changer, quoi="")


def test_la_base_refuse_un_etat_de_partenaire_invente():
    """ASI-15: five states, and a change is not before the proposal."""
    vers = b.creer_orientation_partenaire()
    ecrire = type(vers).objects.filter(pk=vers.pk).update
    refuse("orientation_partenaire_etat_connu", ecrire, etat="refusee")
    refuse("orientation_partenaire_change_apres", ecrire, change_le=HIER)


def test_la_base_refuse_une_place_hors_de_l_echelle_et_deux_fois_le_meme_repere():
    """ASI-22: one mark by theme and moment, between 1 and 5."""
    parcours = b.creer_parcours()
    champs = {"parcours": parcours, "moment": "entree", "theme": "projet", "le": b.JOUR}
    Repere.objects.create(place=5, **champs)
    refuse("repere_unique_par_moment", Repere.objects.create, place=2, **champs)
    ailleurs = {**champs, "theme": "parler"}
    refuse("repere_entre_1_et_5", Repere.objects.create, place=6, **ailleurs)


def test_la_base_refuse_une_ligne_sans_mots_ou_d_un_genre_inconnu():
    """ASI-19, LIE-15, ASG-03."""
    parcours = b.creer_parcours()
    ecrire = ActionParcours.objects.create
    refuse("action_type_connu", ecrire, parcours=parcours, le=b.JOUR, type="contrat_aide")
    dite = {"parcours": parcours, "le": b.JOUR, "theme": "social-initiatives"}
    refuse("observation_a_des_mots", Observation.objects.create, texte="", **dite)
    refuse("observation_a_une_voix", Observation.objects.create, texte="x", voix="ft", **dite)
    projet = {"personne": parcours.personne, "dit_le": b.JOUR}
    refuse("projet_a_des_mots", Projet.objects.create, texte="", **projet)
    refuse("projet_relu_apres", Projet.objects.create, texte="x", relu_le=HIER, **projet)
