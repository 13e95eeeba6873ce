"""What the database refuses of imports, exports and reports."""

import datetime as dt

import pytest

from bilans.models import Correspondance, Export, LigneImport, ObjetImporte, TexteRapport
from centre.temps import maintenant
from parcours.models.dispositifs import Public
from tests.bilans.tableaux import apercu, csv
from tests.builders import creer_centre, creer_dispositif, creer_rapport, creer_utilisateur
from tests.contraintes import refuse

pytestmark = pytest.mark.django_db


def test_une_ligne_un_objet_un_mot_s_ecrivent_une_fois():
    importe = apercu(csv("prenom;nom", "Rosa;Pinto"))
    ligne = {"importe": importe, "numero": 2, "etat": "ajoutee"}
    refuse("ligne_import_unique", LigneImport.objects.create, **ligne)
    objet = {"importe": importe, "modele": "parcours.personne", "cle": 1}
    ObjetImporte.objects.create(**objet)
    refuse("objet_importe_unique", ObjetImporte.objects.create, **objet)
    mot = {"centre": importe.centre, "genre": "personnes", "entete": "nom", "colonne": ""}
    refuse("correspondance_unique", Correspondance.objects.create, **mot)


def test_un_export_dure():
    quand = maintenant()
    refuse(
        "export_expire_apres",
        Export.objects.create,
        centre=creer_centre(),
        utilisateur=creer_utilisateur("coordination"),
        genre="personnes",
        extension="csv",
        nombre=0,
        cree_le=quand,
        expire_le=quand,
    )


def test_un_rapport_valide_a_une_periode_et_une_empreinte():
    rapport = creer_rapport()
    lendemain = rapport.au + dt.timedelta(days=1)
    refuse("rapport_periode", creer_rapport, rapport.centre, du=lendemain, au=rapport.du)
    refuse("rapport_a_une_empreinte", creer_rapport, rapport.centre, empreinte="")


def test_un_texte_du_rapport_a_sa_place():
    centre, dispositif = creer_centre(), creer_dispositif()
    ecrire = TexteRapport.objects.create
    champs = {"centre": centre, "annee": 2026, "rubrique": "public", "public": Public.values[0]}
    for nom, cadre in (
        ("texte_rapport_unique", dispositif),
        ("texte_rapport_de_tous_unique", None),
    ):
        ecrire(**champs, dispositif=cadre, texte="ici")
        refuse(nom, ecrire, **champs, dispositif=cadre, texte="là")
    refuse("texte_rapport_public_nomme", ecrire, **{**champs, "public": ""}, texte="sans public")
