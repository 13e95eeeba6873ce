"""What the database refuses of agreements, requests, openings, links and the end of keeping."""

import datetime as dt

import pytest

from centre.temps import JOUR, maintenant
from parcours.models import (
    AvisConservation,
    BrisDeGlace,
    Consentement,
    DemandeDroit,
    InformationRemise,
    LienFiche,
    Operation,
    PreuveConservee,
    TransitionOrientation,
)
from tests.builders import (
    creer_centre,
    creer_organisme,
    creer_orientation,
    creer_personne,
)
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db


def test_une_ouverture_exceptionnelle_a_une_raison_et_une_fin():
    ouvrir, quand = BrisDeGlace.objects.create, maintenant()
    champs = {"personne": creer_personne(), "ouvert_le": quand}
    refuse("bris_a_une_raison", ouvrir, **champs, raison="", jusqu_a=quand + JOUR)
    refuse("bris_finit_apres_son_debut", ouvrir, **champs, raison="urgence", jusqu_a=quand)


def test_un_accord_ne_se_donne_pas_deux_fois_au_meme_organisme():
    champs = {
        "personne": creer_personne(),
        "objet": Consentement.Objet.PARTAGE_CONTACT,
        "destinataire": creer_organisme(),
        "texte": "J’accepte.",
        "canal": "papier",
    }
    premier = Consentement.objects.create(**champs)
    refuse("consentement_destinataire_unique", Consentement.objects.create, **champs)
    # Withdrawn, it may be given again.
    Consentement.objects.filter(pk=premier.pk).update(retire_le=maintenant())
    Consentement.objects.create(**champs)


def test_un_avis_precede_ce_qu_il_annonce():
    quand = maintenant().date()
    refuse(
        "avis_avant_l_echeance",
        AvisConservation.objects.create,
        personne=creer_personne(),
        dernier_contact=quand,
        annonce_le=quand,
        echeance=quand,
    )


def test_une_preuve_se_garde_une_fois_par_operation():
    centre, jour = creer_centre(), dt.date(2026, 1, 1)
    operation = Operation.objects.create(centre=centre, numero="1", intitule="Action", debut=jour)
    champs = {"personne": creer_personne(), "operation": operation, "jusqu_au": jour + 365 * JOUR}
    PreuveConservee.objects.create(**champs)
    refuse("preuve_unique", PreuveConservee.objects.create, **champs)


def test_une_demande_ouverte_et_une_feuille_remise_se_notent_une_fois():
    personne = creer_personne()
    demande = {"personne": personne, "genre": DemandeDroit.Genre.values[0], "identite": "connue"}
    DemandeDroit.objects.create(**demande)
    refuse("demande_droit_ouverte_unique", DemandeDroit.objects.create, **demande)
    feuille = {"personne": personne, "version": "2026-11"}
    InformationRemise.objects.create(**feuille)
    refuse("information_version_unique", InformationRemise.objects.create, **feuille)


def test_un_lien_pour_orienter_dure():
    quand = maintenant()
    refuse(
        "lien_fiche_expire_apres_creation",
        LienFiche.objects.create,
        centre=creer_centre(),
        organisme=creer_organisme(),
        empreinte="0" * 64,
        libelle="CCAS",
        cree_le=quand,
        expire_le=quand,
    )


def test_une_etape_change_d_etat():
    refuse(
        "transition_change_d_etat",
        TransitionOrientation.objects.create,
        orientation=creer_orientation(),
        avant="recue",
        apres="recue",
    )
