"""What the database refuses on a sheet, whatever page or program writes."""

import datetime as dt

import pytest

from centre.temps import instant
from parcours.models import LogoFinanceur
from presences.models import DemandeCorrection, PhotoFeuille, Signature
from tests import builders as b
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db

DIX_HEURES = instant(b.JOUR, dt.time(10))


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("presence_motif_si_excuse", {"statut": "absent", "motif": "sante"}),
        ("presence_partielle_a_une_heure", {"statut": "present_partiel"}),
        ("presence_partielle_a_une_heure", {"statut": "present", "arrivee": DIX_HEURES}),
        (
            "presence_depart_apres_arrivee",
            {"statut": "present_partiel", "arrivee": DIX_HEURES, "depart": DIX_HEURES},
        ),
    ],
)
def test_une_presence_impossible_est_refusee(contrainte, champs):
    refuse(contrainte, b.creer_presence, **champs)


def test_une_photo_est_gardee_une_fois():
    photo = b.creer_photo(b.creer_seance())
    champs = {"feuille": photo.feuille, "empreinte": photo.empreinte, "octets": 1}
    refuse("photo_une_fois", PhotoFeuille.objects.create, **champs)


def test_une_demande_attend_a_la_fois():
    demande = b.creer_demande()
    champs = {"presence": demande.presence, "objet": "la"}
    refuse("demande_une_a_la_fois", DemandeCorrection.objects.create, **champs)


def test_une_demande_traitee_a_une_date():
    champs = {"presence": b.creer_presence(), "objet": "la", "issue": "gardee"}
    refuse("demande_traitee_a_une_date", DemandeCorrection.objects.create, **champs)


def test_une_demi_journee_se_signe_une_fois():
    place = b.creer_place()
    champs = {"place": place, "demi_journee": "matin", "traits": [], "preuve": "0" * 64}
    champs |= dict.fromkeys(("signee_le", "code_le", "recue_le"), DIX_HEURES)
    Signature.objects.create(**champs)
    Signature.objects.create(**{**champs, "demi_journee": "apres_midi"})
    refuse("signature_une_par_demi_journee", Signature.objects.create, **champs)


def test_un_financeur_a_un_logo_par_operation():
    logo = b.creer_logo(b.creer_operation(b.creer_atelier()))
    champs = {"operation": logo.operation, "financeur": logo.financeur, "image": logo.image}
    refuse("logo_un_par_financeur", LogoFinanceur.objects.create, **champs)
