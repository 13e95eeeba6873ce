"""The fiche's way is written step by step; delays counted; a letter only after the calls."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from centre.models import Message
from parcours.contacts import PremierContact, premier_contact
from parcours.models import Entretien, Orientation, TransitionOrientation
from parcours.operations.orientations import Identite, changer_etat, envoyer_fiche, noter_appel
from parcours.operations.parcours import Entree, ouvrir_parcours
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_orientation,
    creer_personne,
    creer_professionnel,
    creer_utilisateur,
)

pytestmark = pytest.mark.django_db
Etat = Orientation.Etat


def recevoir(par):
    return envoyer_fiche(
        centre=creer_centre(),
        dispositif=creer_dispositif(),
        prescripteur=creer_professionnel(),
        identite=Identite("Nadia", "Ferhat"),
        difficultes=["logement"],
        accord_personne_le=dt.date(2026, 9, 1),
        recue_le=dt.date(2026, 9, 1),
        par=par,
    )


def etapes(orientation):
    return list(orientation.transitions.values_list("avant", "apres", "par"))


def test_chaque_changement_est_ecrit_avec_qui_et_une_seule_fois():
    ana, lea = creer_utilisateur("accueil"), creer_utilisateur("referent")
    orientation = recevoir(ana)
    for _ in range(2):
        noter_appel(orientation, issue="joint", par=ana)
        changer_etat(orientation, etat=Etat.ENTRETIEN_FIXE, par=lea)
    entree = Entree(dt.date(2026, 9, 14), creer_dispositif(), creer_professionnel())
    ouvrir_parcours(personne=orientation.personne, entree=entree, par=lea, orientation=orientation)
    assert etapes(orientation) == [
        ("", "recue", ana.pk),
        ("recue", "contact_en_cours", ana.pk),
        ("contact_en_cours", "premier_entretien_fixe", lea.pk),
        ("premier_entretien_fixe", "entree", lea.pk),
    ]


@pytest.mark.parametrize("etat", Orientation.CLOSES)
def test_asn_04_un_refus_ou_un_silence_n_envoie_rien(etat):
    par = creer_utilisateur("referent")
    orientation = recevoir(par)
    changer_etat(orientation, etat=etat, par=par)
    assert (etapes(orientation)[-1], Message.objects.count()) == (("recue", etat, par.pk), 0)


def test_les_etapes_ne_sont_pas_lues_par_le_prescripteur():
    prescripteur = creer_utilisateur("prescripteur")
    orientation = creer_orientation(
        creer_personne(), creer_professionnel(prescripteur, creer_centre())
    )
    TransitionOrientation.objects.create(orientation=orientation, apres="recue")
    lecteurs = [prescripteur, creer_utilisateur("accueil")]
    assert [TransitionOrientation.objects.visibles_par(u).count() for u in lecteurs] == [0, 1]


def midi(jour):
    return dt.datetime(2026, 9, jour, 10, tzinfo=dt.UTC)


def test_asi_05_les_delais_se_comptent_depuis_la_fiche():
    par = creer_utilisateur("accueil")
    orientation = creer_orientation(recue_le=dt.date(2026, 9, 1))
    assert premier_contact(orientation, midi(4)) == PremierContact(3, None, None, None, 0, False)
    noter_appel(orientation, issue="pas_de_reponse", par=par, quand=midi(2))
    noter_appel(orientation, issue="joint", par=par, quand=midi(5))
    Entretien.objects.create(
        orientation=orientation, debut=midi(12), type="premier_entretien", etat="tenu"
    )
    orientation.refresh_from_db()
    assert premier_contact(orientation, midi(20)) == PremierContact(None, 1, 4, 11, 1, False)


def test_asi_04_la_lettre_vient_apres_trois_appels_et_jamais_si_l_on_ne_peut_ecrire():
    par, orientation = creer_utilisateur("accueil"), creer_orientation()
    possibles = []
    for heure in range(3):
        noter_appel(
            orientation, issue="message", par=par, quand=midi(2) + dt.timedelta(hours=heure)
        )
        orientation.refresh_from_db()
        possibles.append(premier_contact(orientation, midi(9)).lettre_possible)
    orientation.personne.ne_pas_ecrire = True
    assert possibles == [False, False, True]
    assert premier_contact(orientation, midi(9)).lettre_possible is False
    orientation.personne.ne_pas_ecrire = False
    orientation.centre.appels_avant_lettre = 0
    assert premier_contact(orientation, midi(9)).lettre_possible is False


def test_la_page_imprime_la_lettre_apres_les_appels_seulement():
    accueil, orientation = creer_utilisateur("accueil"), creer_orientation()
    client = Client()
    client.force_login(accueil)
    lettre = reverse("parcours:orientation-lettre", args=[orientation.pk])
    avant = client.get(lettre)
    for heure in range(3):
        noter_appel(orientation, issue="message", par=accueil, quand=midi(2 + heure))
    apres = client.get(lettre)
    assert (avant.status_code, apres.status_code) == (302, 200)
    assert (apres["Content-Type"], apres.content[:5]) == ("application/pdf", b"%PDF-")
