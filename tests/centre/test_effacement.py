import datetime as dt
import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from centre import effacement
from centre.effacement import Ligne, Sort
from centre.models import Message
from inscriptions.models import Accompagnant, Envoi, JetonParticipant
from parcours.models import Consentement, Entretien, Frein, Personne, TentativeContact
from tests.builders import (
    creer_message,
    creer_orientation,
    creer_parcours,
    creer_personne,
    creer_place,
    creer_presence,
    creer_utilisateur,
)

APPS = {"centre", "ateliers", "parcours", "inscriptions", "presences", "bilans"}


def mene_a_une_personne(modele, vus=frozenset()):
    """Follow foreign keys, one-to-one included, up to Personne."""
    if modele is Personne:
        return True
    liens = [c for c in modele._meta.get_fields() if c.many_to_one or c.one_to_one]
    cibles = {c.related_model for c in liens if c.concrete} - vus
    return any(mene_a_une_personne(cible, vus | {modele}) for cible in cibles)


def test_chaque_modele_qui_mene_a_une_personne_est_declare():
    siens = {
        modele._meta.label
        for modele in apps.get_models()
        if modele._meta.app_label in APPS and mene_a_une_personne(modele)
    }
    assert siens - effacement.modeles_declares() == set()


def test_aucun_modele_declare_n_a_disparu():
    assert {apps.get_model(nom)._meta.label for nom in effacement.modeles_declares()} == (
        effacement.modeles_declares()
    )


@pytest.fixture
def nadia(db):
    """A person with one row of everything, each text carrying a mark of its own."""
    nadia = creer_personne(
        prenom="Canari-Prenom", nom="Canari-Nom", date_naissance=dt.date(1990, 5, 17)
    )
    orientation = creer_orientation(nadia, precisions="canari-fiche")
    TentativeContact.objects.create(orientation=orientation, issue="joint", note="canari-appel")
    parcours = creer_parcours(nadia, orientation=orientation)
    Entretien.objects.create(
        parcours=parcours,
        debut=dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC),
        auteur=creer_utilisateur(),
        partageable="canari-partage",
        confidentiel="canari-secret",
    )
    Frein.objects.create(
        parcours=parcours,
        theme="sante",
        precision="canari-frein",
        declare_le=dt.date(2026, 10, 1),
    )
    Consentement.objects.create(personne=nadia, objet="titres", texte="oui", canal="canari-canal")
    place = creer_place(personne=nadia)
    creer_presence(place, statut="absent_excuse", motif="sante")
    Accompagnant.objects.create(place=place, prenom="Canari-Enfant", age=4)
    JetonParticipant.objects.create(personne=nadia, usage="page", empreinte="0" * 64)
    message = creer_message(destinataire="canari@example.org", graine={"nom": "canari"})
    Message.objects.filter(pk=message.pk).update(octets=b"canari")
    Envoi.objects.create(message=message, personne=nadia, motif="invitation")
    return nadia


def contenu_de_la_base():
    """Everything the project's tables hold, as text."""
    lignes = [
        str(list(m.objects.values_list())) for m in apps.get_models() if m._meta.app_label in APPS
    ]
    return "".join(lignes).lower()


def test_effacer_ne_laisse_aucun_texte_qui_nomme(nadia):
    assert "canari" in contenu_de_la_base()
    effacement.effacer(nadia.reference)
    assert "canari" not in contenu_de_la_base()


def test_effacer_garde_ce_que_les_bilans_comptent(nadia):
    comptes = {m: m.objects.count() for m in apps.get_models() if m._meta.app_label == "presences"}
    effacement.effacer(nadia.reference)
    nadia.refresh_from_db()
    assert (nadia.date_naissance, nadia.orientations.count(), nadia.parcours.count()) == (
        dt.date(1990, 5, 1),
        1,
        1,
    )
    assert {m: m.objects.count() for m in comptes} == comptes


def test_effacer_retire_les_messages_qui_attendent(nadia):
    effacement.effacer(nadia.reference)
    assert Message.objects.get().etat == "annule"


def test_effacer_ne_touche_pas_la_personne_d_a_cote(nadia):
    voisine = creer_personne(prenom="Voisine")
    effacement.effacer(nadia.reference)
    voisine.refresh_from_db()
    assert (voisine.prenom, voisine.anonymisee_le) == ("Voisine", None)


def test_effacer_deux_fois_garde_la_premiere_date(nadia):
    effacement.effacer(nadia.reference)
    nadia.refresh_from_db()
    premiere = nadia.anonymisee_le
    effacement.effacer(nadia.reference)
    nadia.refresh_from_db()
    assert nadia.anonymisee_le == premiere


def test_apercu_dit_ce_qui_part_et_ce_qui_reste_sans_rien_changer(nadia):
    avant = contenu_de_la_base()
    lignes = effacement.apercu(nadia.reference)
    assert [(ligne.quoi, ligne.nombre, ligne.sort) for ligne in lignes] == [
        ("raisons d’absence", 1, Sort.EFFACE),
        ("présences", 1, Sort.ANONYMISE),
        ("liens secrets", 1, Sort.EFFACE),
        ("messages envoyés\u00a0: adresse et texte", 1, Sort.EFFACE),
        ("accompagnants", 1, Sort.EFFACE),
        ("inscriptions et places", 1, Sort.ANONYMISE),
        ("nom, adresse, téléphone", 1, Sort.EFFACE),
        ("orientations", 1, Sort.ANONYMISE),
        ("parcours", 1, Sort.ANONYMISE),
        ("notes d’entretien", 1, Sort.EFFACE),
        ("freins", 1, Sort.ANONYMISE),
        ("accords", 1, Sort.ANONYMISE),
    ]
    assert contenu_de_la_base() == avant


def test_apercu_d_une_personne_effacee_n_annonce_plus_son_nom(nadia):
    effacement.effacer(nadia.reference)
    assert Ligne("nom, adresse, téléphone", 1, Sort.EFFACE) not in effacement.apercu(
        nadia.reference
    )


def test_copier_donne_tout_sauf_les_notes_confidentielles(nadia):
    copie = json.dumps(effacement.copier(nadia.reference), cls=DjangoJSONEncoder, default=str)
    lus = ("Canari-Prenom", "canari-fiche", "canari-partage", "Canari-Enfant", "canari@example.org")
    assert [mot for mot in lus if mot not in copie] == []
    assert "canari-secret" not in copie
