"""Her side of the shared space: behind the three letters, whole, and hers to add to."""

import datetime as dt

import pytest
import time_machine

from centre.models import JournalAcces
from centre.temps import instant
from inscriptions.models import JetonParticipant
from parcours.models import DiagnosticCommun, NotePartagee, SituationComite
from parcours.operations.accords import retirer
from parcours.operations.comites import faire_sieger, presenter_situation
from parcours.operations.notes_partagees import ecrire_note
from parcours.operations.personnes import decider
from tests.builders import (
    creer_asg,
    creer_binome,
    creer_comite,
    creer_ligne_plan,
    creer_parcours,
    creer_personne,
    creer_utilisateur,
)
from tests.navigateurs import ouvrir_sa_page

pytestmark = pytest.mark.django_db
URL = "/moi/mes/accompagnement/"


@pytest.fixture
def rosa():
    return creer_personne(prenom="Rosa", nom="Pinto")


def test_sans_les_trois_lettres_rien_ne_se_lit_ni_ne_s_ecrit(rosa):
    parcours = creer_asg(personne=rosa)
    client = ouvrir_sa_page(rosa, lettres=False)
    reponses = [client.get(URL), client.post(URL, {"parcours": parcours.pk, "texte": "x"})]
    assert [(r.status_code, r.url) for r in reponses] == [(302, "/moi/")] * 2
    assert NotePartagee.objects.count() == 0


def dit(personne, **ouverture):
    """What her first page says of a committee, in the order of its lines."""
    JetonParticipant.objects.all().delete()
    texte = ouvrir_sa_page(personne, **ouverture).get("/moi/").text
    mots = ("Mardi 1er décembre", "parlent de votre", "ont parlé", "canari-decision")
    return [mot for mot in mots if mot in texte]


def test_asg_06_elle_sait_ou_l_on_parle_d_elle_tant_qu_elle_est_d_accord(rosa):
    """A parcours of any frame; anonymous, without letters, or taken back: nothing is said."""
    parcours, par = creer_parcours(rosa), creer_utilisateur("coordination")
    comite = creer_comite(rosa.centre, jour=dt.date(2026, 12, 1))
    with time_machine.travel(instant(dt.date(2026, 11, 19), dt.time(10)), tick=False):
        situation = presenter_situation(comite, parcours=parcours, question="canari", par=par)
        lus = [dit(rosa)]
        accord = {"est_nommee": True, "accord_le": dt.date(2026, 11, 18)}
        SituationComite.objects.filter(pk=situation.pk).update(**accord, decision="canari-decision")
        decider(rosa, objet="comite", accepte=True, recueilli_par="Claire")
        lus += [dit(rosa), dit(rosa, lettres=False)]
    with time_machine.travel(instant(dt.date(2026, 12, 31), dt.time(10)), tick=False):
        lus.append(dit(rosa))
        retirer(rosa.consentements.en_vigueur().get())
        lus.append(dit(rosa))
    jour_ecrit, decision = "Mardi 1er décembre", "canari-decision"
    assert lus == [
        [],
        [jour_ecrit, "parlent de votre", decision],
        [],
        [jour_ecrit, "ont parlé", decision],
        [],
    ]


def test_asg_04_elle_lit_tout_ce_qui_est_partage(rosa):
    parcours, binome = creer_asg(personne=rosa), creer_binome(personne=rosa)
    par = creer_utilisateur("coordination")
    ecrire_note(parcours, texte="canari-note", par=par)
    creer_ligne_plan(binome, quoi="canari-plan")
    DiagnosticCommun.objects.create(parcours=binome, paroles="canari-mots", volet_emploi="canari-e")
    comite = creer_comite(rosa.centre)
    situation = presenter_situation(
        comite, parcours=parcours, question="?", par=par, accord_le=dt.date(2026, 11, 2)
    )
    situation.decision = "canari-decision"
    situation.save()
    faire_sieger(comite, personne=rosa)
    client = ouvrir_sa_page(rosa)
    assert "Ce qui est écrit avec moi" in client.get("/moi/").text
    page = client.get(URL).text
    attendus = ("canari-note", "canari-plan", "canari-mots", "canari-e", "canari-decision")
    assert [mot for mot in (*attendus, "Avec votre nom", "je participe") if mot not in page] == []
    assert JournalAcces.objects.filter(page="page personnelle, accompagnement").count() == 1


def test_asg_05_elle_ajoute_ce_qu_elle_connait(rosa):
    parcours, client = creer_asg(personne=rosa), ouvrir_sa_page(rosa)
    envoi = {"parcours": parcours.pk, "texte": "Une voisine garde les enfants."}
    reponse = client.post(URL, envoi, follow=True)
    client.post(URL, envoi)
    assert "C’est écrit. Merci." in reponse.text
    assert list(NotePartagee.objects.values_list("parcours", "texte", "est_de_la_personne")) == [
        (parcours.pk, "Une voisine garde les enfants.", True)
    ]


def test_asg_05_elle_n_ecrit_que_dans_les_siens(rosa):
    client = ouvrir_sa_page(rosa)
    creer_asg(personne=rosa)
    autre, ordinaire = creer_asg(), creer_parcours(rosa)
    statuts = [
        client.post(URL, {"parcours": pk, "texte": "x"}).status_code
        for pk in (autre.pk, ordinaire.pk, "", "zzz", "9" * 30)
    ]
    assert (statuts, NotePartagee.objects.count()) == ([404] * 5, 0)


@pytest.mark.parametrize(
    ("texte", "phrase"), [("  ", "Écrivez quelque chose."), ("é" * 2001, "trop long")]
)
def test_un_texte_vide_ou_trop_long_est_dit_a_cote(rosa, texte, phrase):
    parcours = creer_asg(personne=rosa)
    page = ouvrir_sa_page(rosa).post(URL, {"parcours": parcours.pk, "texte": texte})
    assert phrase in page.text
    assert NotePartagee.objects.count() == 0


def test_une_autre_personne_ne_lit_rien_d_elle(rosa):
    ecrire_note(
        creer_asg(personne=rosa), texte="canari-note", par=creer_utilisateur("coordination")
    )
    autre = creer_personne(nom="Dubois")
    creer_asg(personne=autre)
    client = ouvrir_sa_page(autre)
    assert "canari-note" not in client.get(URL).text
    assert "écrit avec moi" not in ouvrir_sa_page(creer_personne(nom="Lenoir")).get("/moi/").text
