"""G22: warned thirty days before, erased everywhere after two years, no published figure moves."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bilans.figures import Perimetre, Periode, toutes
from centre.conservation import purger, regles
from centre.messagerie.rendu import octets_de
from centre.models import JournalAcces, Message
from centre.temps import ajouter_mois, instant
from inscriptions.models import Accompagnant, Envoi, JetonParticipant
from parcours.models import (
    AvisConservation,
    Consentement,
    Entretien,
    Frein,
    Personne,
    PreuveConservee,
    TentativeContact,
)
from parcours.operations.conservation import garder
from presences.models import Signature
from tests import builders as b

pytestmark = pytest.mark.django_db

DERNIER = dt.date(2024, 6, 10)
FIN = ajouter_mois(DERNIER, 24)
APPS = {"centre", "ateliers", "parcours", "inscriptions", "presences", "bilans"}


def midi(jour):
    return instant(jour, dt.time(12))


def jours(n):
    return dt.timedelta(days=n)


@pytest.fixture
def nadia():
    """One year of one person, one row of each kind, each free text marked; seen until June."""
    with time_machine.travel(midi(dt.date(2024, 1, 15)), tick=False):
        nadia = b.creer_personne(
            prenom="Canari-Prenom",
            nom="Canari-Nom",
            date_naissance=dt.date(1998, 3, 20),
            quand_appeler="canari le matin",
            qpv="oui",
        )
        b.creer_personne(prenom="Canari-Double", nom="Canari-Nom", fusionnee_dans=nadia)
        orientation = b.creer_orientation(
            nadia, recue_le=dt.date(2024, 1, 15), precisions="canari-fiche", etat="entree"
        )
        TentativeContact.objects.create(orientation=orientation, issue="joint", note="canari")
        parcours = b.creer_parcours(
            nadia,
            orientation=orientation,
            date_entree=dt.date(2024, 3, 10),
            date_fin_reelle=DERNIER,
            motif_sortie="cdi",
        )
        Entretien.objects.create(
            parcours=parcours,
            debut=midi(dt.date(2024, 4, 2)),
            etat="tenu",
            auteur=b.creer_utilisateur(),
            partageable="canari-partage",
            confidentiel="canari-secret",
        )
        Frein.objects.create(
            parcours=parcours, theme="sante", precision="canari", declare_le=dt.date(2024, 4, 2)
        )
        Consentement.objects.create(personne=nadia, objet="photo", texte="canari", canal="canari")
        for jour, statut in ((3, "present"), (10, "absent_excuse")):
            seance = b.creer_seance(jour=dt.date(2024, 5, jour), etat="tenue")
            place = b.creer_place(seance, nadia, parcours=parcours)
            b.creer_presence(place, statut=statut, motif="sante" if statut != "present" else "")
        Accompagnant.objects.create(place=place, prenom="Canari-Enfant", age=4)
        JetonParticipant.objects.create(personne=nadia, usage="page", empreinte="0" * 64)
        message = b.creer_message(destinataire="canari@example.org", graine={"nom": "canari"})
        Envoi.objects.create(message=message, personne=nadia, motif="invitation")
        return nadia


def contenu_de_la_base():
    lignes = [
        str(list(m.objects.values_list())) for m in apps.get_models() if m._meta.app_label in APPS
    ]
    return "".join(lignes).lower()


def chiffres():
    """Every figure of the year, with its numerator and denominator, and ages at the entry."""
    perimetre = Perimetre(b.creer_centre(), None, midi(dt.date(2026, 6, 1)))
    annee = Periode(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    lus = toutes(perimetre, annee)
    ages = [p.age_le(dt.date(2024, 3, 10)) for p in Personne.objects.order_by("pk")[:1]]
    return {c: (f.valeur, f.numerateur, f.denominateur) for c, f in lus.items()} | {"ages": ages}


def passer(jour, **options):
    sortie = StringIO()
    with time_machine.travel(midi(jour), tick=False):
        call_command("purger", stdout=sortie, **options)
    return sortie.getvalue()


def test_g22_annoncee_puis_effacee_partout_sans_changer_un_chiffre(nadia):
    avant = chiffres()
    passer(FIN - jours(31))
    assert AvisConservation.objects.count() == 0
    passer(FIN - jours(30))
    avis = AvisConservation.objects.get()
    assert (avis.personne, avis.dernier_contact, avis.echeance, avis.prevenue_le) == (
        nadia,
        DERNIER,
        FIN + jours(1),
        FIN - jours(30),
    )
    passer(FIN)
    nadia.refresh_from_db()
    assert (nadia.prenom, "canari" in contenu_de_la_base()) == ("Canari-Prenom", True)
    passer(FIN + jours(1))
    assert "canari" not in contenu_de_la_base()
    assert chiffres() == avant
    retire = Consentement.objects.get()
    assert (retire.personne_id, retire.retire_le is not None) == (nadia.pk, True)


def test_g22_le_temoin_les_chiffres_voient_une_ligne_de_moins(nadia):
    """Negative control: the comparison sees a row that goes."""
    avant = chiffres()
    nadia.orientations.all().delete()
    assert chiffres() != avant


def test_une_personne_revue_n_est_jamais_effacee_et_son_avis_s_en_va(nadia):
    passer(FIN - jours(10))
    assert AvisConservation.objects.get().echeance == FIN + jours(20)
    orientation = nadia.orientations.get()
    TentativeContact.objects.create(orientation=orientation, issue="joint", le=midi(FIN))
    passer(FIN + jours(60))
    nadia.refresh_from_db()
    assert (nadia.anonymisee_le, AvisConservation.objects.count()) == (None, 0)


def test_un_passage_tardif_annonce_d_abord_et_attend_trente_jours(nadia):
    tard = FIN + jours(400)
    passer(tard)
    nadia.refresh_from_db()
    assert (nadia.anonymisee_le, AvisConservation.objects.get().echeance) == (
        None,
        tard + jours(30),
    )


def test_un_parcours_ouvert_ou_une_demande_retient_le_dossier_et_la_page_le_dit(nadia):
    """Left open and forgotten, it would hold her file for ever: somebody is told to close it."""
    nadia.parcours.update(date_fin_reelle=None, motif_sortie="")
    passer(FIN + jours(1))
    assert AvisConservation.objects.count() == 0
    client, dits = Client(), []
    for jour in (FIN - jours(120), FIN + jours(1)):
        with time_machine.travel(midi(jour), tick=False):
            client.force_login(b.creer_utilisateur("coordination"))
            page = client.get(reverse("parcours:conservation"))
        dits.append([str(personne) for personne in page.context["oubliees"]])
    assert dits == [[], ["Canari-Prenom Canari-Nom"]]
    assert "un parcours est resté ouvert" in page.text


def test_garder_repousse_pour_une_raison_ecrite_puis_le_dossier_part(nadia):
    passer(FIN - jours(30))
    avis, par = AvisConservation.objects.get(), b.creer_utilisateur("coordination")
    voulue = FIN + jours(100)
    garder(avis, jusqu_au=voulue, raison="Recours en cours.", par=par, jour=FIN)
    passer(FIN + jours(50))
    nadia.refresh_from_db()
    assert nadia.anonymisee_le is None
    passer(voulue)
    nadia.refresh_from_db()
    assert nadia.prenom == ""


def test_a_blanc_dit_les_nombres_et_ne_change_rien(nadia):
    passer(FIN - jours(30))
    avant = contenu_de_la_base()
    dit = passer(FIN + jours(1), a_blanc=True)
    assert "      1  Contact, parcours, entretiens, orientations (2 ans" in dit
    assert "À blanc : rien n’a été changé." in dit
    assert contenu_de_la_base() == avant


def test_le_mot_a_la_personne_est_discret_et_part_une_fois(nadia):
    for _ in range(2):
        passer(FIN - jours(30))
    message = Message.objects.get(modele="inscriptions.preavis")
    texte = octets_de(message).decode()
    assert message.destinataire == nadia.courriel
    assert ("parcours" in texte.lower(), "Canari" in texte) == (False, False)


def test_une_personne_en_danger_ne_recoit_rien(nadia):
    Personne.objects.filter(pk=nadia.pk).update(ne_pas_ecrire=True)
    passer(FIN - jours(30))
    assert Message.objects.filter(modele="inscriptions.preavis").count() == 0
    assert AvisConservation.objects.get().prevenue_le is None


def test_les_confidences_partent_six_mois_apres_la_fin(nadia):
    passer(ajouter_mois(DERNIER, 6))
    assert Entretien.objects.get().confidentiel == "canari-secret"
    passer(ajouter_mois(DERNIER, 6) + jours(1))
    lu = Entretien.objects.get()
    assert (lu.confidentiel, lu.partageable) == ("", "canari-partage")


def test_le_journal_s_efface_apres_douze_mois():
    centre = b.creer_centre()
    for jour in (dt.date(2025, 6, 9), dt.date(2025, 6, 10)):
        JournalAcces.objects.create(centre=centre, qui="Ana", page="x", le=midi(jour))
    passer(dt.date(2026, 6, 10))
    assert [ligne.le.date() for ligne in JournalAcces.objects.all()] == [dt.date(2025, 6, 10)]


def test_le_texte_d_un_sms_part_apres_trois_mois_et_l_heure_reste(nadia):
    envoye = midi(dt.date(2024, 5, 1))
    message = b.creer_message(
        canal="sms", etat="envoye", graine={"motif": "rappel", "prenom": "Canari"}, envoye_le=envoye
    )
    Message.objects.filter(pk=message.pk).update(cree_le=envoye)
    Envoi.objects.create(message=message, personne=nadia, motif="rappel")
    passer(dt.date(2024, 8, 2))
    message.refresh_from_db()
    assert (message.graine, message.destinataire, message.envoye_le) == ({}, "", envoye)


def test_la_carte_d_une_personne_dont_tout_est_fini_ne_sert_plus(nadia):
    restee = b.creer_personne()
    JetonParticipant.objects.create(personne=restee, usage="page", empreinte="1" * 64)
    passer(DERNIER + jours(1))
    assert [j.personne for j in JetonParticipant.objects.vivants()] == [restee]


def test_fse_le_nom_et_la_signature_restent_a_part_puis_partent(nadia):
    place = nadia.places.get(presence__statut="present")
    operation = b.creer_operation(
        place.seance.atelier, debut=dt.date(2024, 1, 1), fin=dt.date(2024, 12, 31)
    )
    emport = b.creer_emport(b.creer_tablette(b.creer_utilisateur("animation")), place.seance)
    Signature.objects.create(
        place=place,
        traits=[[[1, 1], [2, 2]]],
        signee_le=place.seance.fin,
        code_le=place.seance.fin,
        recue_le=place.seance.fin,
        appareil=emport.appareil,
        preuve="0" * 64,
    )
    passer(FIN - jours(30))
    passer(FIN + jours(1))
    nadia.refresh_from_db()
    preuve = PreuveConservee.objects.get()
    assert (nadia.nom, preuve.nom, preuve.jusqu_au, preuve.operation) == (
        "",
        "Canari-Nom",
        dt.date(2029, 12, 31),
        operation,
    )
    assert Signature.objects.count() == 1
    passer(dt.date(2030, 1, 1))
    assert (PreuveConservee.objects.count(), Signature.objects.count()) == (0, 0)
    assert "canari-nom" not in contenu_de_la_base()


def test_chaque_regle_se_dit_et_se_compte_sans_rien_changer(nadia):
    assert all(
        (r.quoi and r.duree and r.ensuite and r.pourquoi and r.compter(midi(FIN)) >= 0)
        for r in regles()
    )
    assert len({r.code for r, _ in purger(midi(FIN), a_blanc=True)}) == len(regles())
