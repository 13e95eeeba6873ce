"""Renewing a parcours: argument, agreement of both, dates, silence (ASI-09, S10)."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from centre.messagerie.rendu import octets_de
from centre.models import JournalAcces, Message
from centre.temps import fin_de_periode, instant
from parcours.models import Renouvellement
from parcours.operations import renouvellements as operations
from parcours.queries.renouvellements import (
    Etat,
    demande_du_lien,
    jeton_de,
    suite_de,
    suites,
    taches_de_fin,
)
from tests.builders import (
    creer_centre,
    creer_dispositif,
    creer_parcours,
    creer_professionnel,
    creer_referent,
    creer_utilisateur,
)
from tests.refus import refus

pytestmark = pytest.mark.django_db

ENTREE = dt.date(2026, 3, 18)
FIN = dt.date(2026, 9, 17)
ARGUMENT = "Elle prépare une visite en cantine et veut finir cette étape."


def le(jour, heure=10):
    return instant(jour, dt.time(heure))


def asi(**champs):
    regles = {"duree_mois": 6, "renouvellements_max": 1, "accord_prescripteur": True}
    return creer_dispositif("asi", **regles | {"nom": "ASI", "point_prescripteur_mois": 2} | champs)


@pytest.fixture
def suivi(db):
    """S10: entry on 18/03/2026; a référente of the team, a prescriber with an account."""
    prescripteur = creer_professionnel(creer_utilisateur("prescripteur"))
    parcours = creer_parcours(
        dispositif=asi(),
        prescripteur=prescripteur,
        date_entree=ENTREE,
        date_fin_prevue=fin_de_periode(ENTREE, 6),
    )
    parcours.compte = creer_utilisateur("referent")
    creer_referent(parcours, creer_professionnel(parcours.compte))
    return parcours


def preparer(parcours, jour=dt.date(2026, 8, 10), **champs):
    valeurs = {"argument": ARGUMENT, "accord_personne_le": jour, "quand": le(jour)}
    return operations.preparer(parcours, par=parcours.compte, **valeurs | champs)


def demander(parcours, jour=dt.date(2026, 8, 18)):
    return operations.demander(preparer(parcours), par=parcours.compte, quand=le(jour))


def repondre(demande, decision="accord", jour=dt.date(2026, 9, 1), **champs):
    valeurs = {"voie": "compte", "decide_par": demande.parcours.prescripteur, "quand": le(jour)}
    return operations.repondre(demande, decision=decision, **valeurs | champs)


def etat_le(parcours, jour):
    parcours.refresh_from_db()
    return suite_de(parcours, parcours.renouvellements.all(), jour).etat


def test_asi_09_s10_les_etats_suivent_le_calendrier(suivi):
    """J-45 is 03/08, J-30 is 18/08; a week of silence calls for a reminder."""
    assert suivi.date_fin_prevue == FIN
    avant = [dt.date(2026, 8, n) for n in (2, 3, 17, 18)]
    assert [etat_le(suivi, jour) for jour in avant] == [
        *(Etat.LOIN, Etat.A_PREPARER, Etat.A_PREPARER, Etat.A_DEMANDER)
    ]
    demander(suivi)
    apres = [dt.date(2026, 8, 24), dt.date(2026, 8, 25), dt.date(2026, 9, 18)]
    assert [etat_le(suivi, j) for j in apres] == [Etat.DEMANDE, Etat.A_RELANCER, Etat.A_RELANCER]


def test_s10_un_accord_mene_au_17_mars_et_un_second_est_refuse(suivi):
    decide = repondre(demander(suivi))
    suivi.refresh_from_db()
    assert (decide.rang, decide.rang_max, decide.du) == (1, 1, dt.date(2026, 9, 18))
    assert (decide.decide_par, decide.decide_le) == (
        suivi.prescripteur,
        le(dt.date(2026, 9, 1)),
    )
    assert suivi.date_fin_prevue == decide.nouvelle_fin == dt.date(2027, 3, 17)
    assert etat_le(suivi, dt.date(2026, 9, 18)) is Etat.RENOUVELE
    assert etat_le(suivi, dt.date(2027, 2, 20)) is Etat.DERNIERE
    refus("deja_renouvele", preparer, suivi, dt.date(2027, 2, 20))


def test_s10_un_refus_ou_un_silence_ne_change_aucune_date(suivi):
    demande = demander(suivi)
    assert etat_le(suivi, dt.date(2026, 9, 18)) is Etat.A_RELANCER
    decide = repondre(demande, "refus", motif="autre_suite")
    suivi.refresh_from_db()
    assert (suivi.date_fin_prevue, suivi.date_fin_reelle, suivi.motif_sortie) == (FIN, None, "")
    assert (decide.decision, decide.motif) == ("refus", "autre_suite")
    assert etat_le(suivi, dt.date(2026, 9, 2)) is Etat.REFUSE
    assert etat_le(suivi, dt.date(2026, 9, 18)) is Etat.FIN_DEPASSEE


@pytest.mark.parametrize(
    ("entree", "fin", "renouvelee"),
    [
        (dt.date(2026, 8, 31), dt.date(2027, 2, 27), dt.date(2027, 8, 30)),
        (dt.date(2028, 2, 29), dt.date(2028, 8, 28), dt.date(2029, 2, 27)),
        (dt.date(2026, 3, 18), dt.date(2026, 9, 17), dt.date(2027, 3, 17)),
        (dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 12, 31)),
    ],
)
def test_s10_les_fins_de_mois_sont_tenues(suivi, entree, fin, renouvelee):
    suivi.date_entree, suivi.date_fin_prevue = entree, fin_de_periode(entree, 6)
    suivi.save()
    ecrit = preparer(suivi, fin - dt.timedelta(days=10))
    assert (suivi.date_fin_prevue, ecrit.nouvelle_fin) == (fin, renouvelee)


def test_une_fin_deplacee_repart_de_son_lendemain(suivi):
    """When a job or a hand moved the planned end, six months count from there."""
    suivi.date_fin_prevue = dt.date(2026, 10, 5)
    suivi.save()
    ecrit = preparer(suivi, dt.date(2026, 9, 20))
    assert (ecrit.du, ecrit.nouvelle_fin) == (dt.date(2026, 10, 6), dt.date(2027, 4, 5))


def test_asi_09_rien_ne_part_sans_argument_ni_accord(suivi):
    refus("argument", preparer, suivi, argument="Oui.")
    refus("trop_tot", preparer, suivi, dt.date(2026, 8, 2))
    refus("accord_date", preparer, suivi, accord_personne_le=dt.date(2026, 3, 17))
    sans = preparer(suivi, accord_personne_le=None)
    refus("accord", operations.demander, sans, par=suivi.compte)
    assert Message.objects.count() == 0
    demande = demander(suivi)
    refus("en_attente", preparer, suivi)
    refus("en_attente", operations.demander, demande, par=suivi.compte)
    refus("decision", repondre, demande, "peut-etre")


def test_une_demande_ne_vaut_que_pour_sa_fin_prevue(suivi):
    demande = demander(suivi)
    type(suivi).objects.update(date_fin_prevue=dt.date(2026, 10, 31))
    refus("fin", repondre, demande)
    type(suivi).objects.update(date_fin_reelle=dt.date(2026, 9, 1), motif_sortie="cdi")
    refus("clos", repondre, demande)
    refus("clos", preparer, suivi)


def test_le_courriel_ne_nomme_personne_et_son_lien_ouvre_la_demande(suivi):
    demande = demander(suivi)
    message = Message.objects.get(modele="parcours.renouvellement")
    texte = octets_de(message).decode()
    lien = re.search(r"/renouvellement/([^/\s]+)/", texte.replace("=\r\n", ""))[1]
    assert message.destinataire == suivi.prescripteur.utilisateur.courriel
    assert message.est_sensible
    for interdit in (suivi.personne.prenom, suivi.personne.nom, "cantine"):
        assert interdit not in texte
        assert interdit not in lien
    assert demande_du_lien(lien, dt.date(2026, 9, 17)) == demande
    assert demande_du_lien(lien, dt.date(2026, 9, 18)) is None


def test_une_relance_tue_le_lien_d_avant(suivi):
    demande = demander(suivi)
    ancien = jeton_de(demande)
    refus("deja_relance", operations.relancer, demande, quand=le(dt.date(2026, 8, 18), 18))
    relancee = operations.relancer(demande, quand=le(dt.date(2026, 8, 26)))
    assert (relancee.tour, relancee.lien_jusquau) == (2, dt.date(2026, 9, 25))
    assert demande_du_lien(ancien, dt.date(2026, 8, 26)) is None
    assert demande_du_lien(jeton_de(relancee), dt.date(2026, 8, 26)) == demande
    assert Message.objects.filter(modele="parcours.renouvellement").count() == 2


def test_un_lien_falsifie_ou_pour_un_autre_prescripteur_n_ouvre_rien(suivi):
    demande, jour = demander(suivi), dt.date(2026, 8, 20)
    jeton = jeton_de(demande)
    autre = signing.Signer(salt="autre", sep="~").sign(jeton.split("~")[0])
    assert [demande_du_lien(j, jour) for j in (jeton + "x", autre, "1-1-1", "")] == [None] * 4
    type(suivi).objects.update(prescripteur=creer_professionnel())
    assert demande_du_lien(jeton, jour) is None


def test_un_compte_ferme_ferme_aussi_le_lien_du_courriel(suivi):
    """A role that ended, an account put out; a professional who never had one keeps his link."""
    demande, jour = demander(suivi), dt.date(2026, 8, 20)
    jeton, compte = jeton_de(demande), suivi.prescripteur.utilisateur
    lus = [demande_du_lien(jeton, jour)]
    for champs in ({"fin": dt.date(2026, 8, 19)}, {"fin": None}):
        compte.affectations.update(**champs)
        lus.append(demande_du_lien(jeton, jour))
    type(compte).objects.filter(pk=compte.pk).update(is_active=False)
    lus.append(demande_du_lien(jeton, jour))
    type(suivi.prescripteur).objects.update(utilisateur=None)
    lus.append(demande_du_lien(jeton, jour))
    assert lus == [demande, None, demande, None, demande]


def test_par_le_lien_lire_ne_decide_rien_et_repondre_sert_une_fois(suivi, time_machine):
    time_machine.move_to(le(dt.date(2026, 8, 20)))
    adresse = reverse("parcours:renouvellement-lien", args=[jeton_de(demander(suivi))])
    client = Client()
    client.head(adresse)
    page = client.get(adresse)
    assert (page.status_code, suivi.personne.nom_court in page.text, ARGUMENT in page.text) == (
        *(200, True),
        True,
    )
    assert page["Referrer-Policy"] == "same-origin"
    suivi.refresh_from_db()
    assert suivi.date_fin_prevue == FIN
    qui = f"{suivi.prescripteur}, par le lien reçu"
    assert JournalAcces.objects.get(sujet=suivi.personne.reference).qui == qui
    assert "Merci" in client.post(adresse, {"decision": "accord"}).text
    suivi.refresh_from_db()
    assert suivi.date_fin_prevue == dt.date(2027, 3, 17)
    assert Renouvellement.objects.get().voie == "lien"


def test_un_lien_qui_a_servi_dit_qui_appeler_et_rien_d_elle(suivi, time_machine):
    time_machine.move_to(le(dt.date(2026, 8, 20)))
    client, adresse = Client(), reverse("parcours:renouvellement-lien", args=["1-1-1"])
    assert "Une réponse est déjà notée" not in client.get(adresse).text
    adresse = reverse("parcours:renouvellement-lien", args=[jeton_de(demander(suivi))])
    client.post(adresse, {"decision": "accord"})
    for mort in (client.get(adresse), client.post(adresse, {"decision": "refus"})):
        assert (mort.status_code, suivi.personne.nom_court in mort.text) == (404, False)
        assert "Une réponse est déjà notée" in mort.text


def test_avec_son_compte_le_prescripteur_repond_et_un_autre_ne_trouve_rien(suivi, client):
    demande = demander(suivi)
    adresse = reverse("parcours:renouvellement-repondre", args=[demande.pk])
    client.force_login(creer_utilisateur("prescripteur"))
    assert client.post(adresse, {"decision": "accord"}).status_code == 404
    client.force_login(suivi.compte)
    assert client.post(adresse, {"decision": "accord"}).status_code == 403
    client.force_login(suivi.prescripteur.utilisateur)
    assert "Choisissez une réponse." in client.post(adresse, {}).text
    client.post(adresse, {"decision": "refus", "motif": "autre_suite"})
    lu = Renouvellement.objects.get()
    assert (lu.decision, lu.motif, lu.voie, lu.decide_par) == (
        *("refus", "autre_suite", "compte"),
        suivi.prescripteur,
    )
    reponse = Message.objects.get(modele="parcours.reponse")
    assert reponse.destinataire == suivi.compte.courriel
    assert suivi.personne.nom not in octets_de(reponse).decode()


def test_un_prescripteur_ne_lit_pas_une_demande_qui_n_est_pas_partie(suivi, client):
    ecrit = preparer(suivi)
    compte = suivi.prescripteur.utilisateur
    assert not Renouvellement.objects.visibles_par(compte).exists()
    operations.demander(ecrit, par=suivi.compte)
    assert list(Renouvellement.objects.visibles_par(compte)) == [ecrit]
    assert list(Renouvellement.objects.visibles_par(creer_utilisateur("referent"))) == []


def test_ce_qu_il_dit_de_vive_voix_est_note_a_son_nom(suivi, client):
    demande = demander(suivi)
    client.force_login(suivi.compte)
    client.post(reverse("parcours:renouvellement-noter", args=[demande.pk]), {"decision": "accord"})
    lu = Renouvellement.objects.get()
    assert (lu.voie, lu.decide_par) == ("dit", suivi.prescripteur)
    assert not Message.objects.filter(modele="parcours.reponse").exists()


def test_sans_prescripteur_a_demander_le_referent_decide(suivi, client, time_machine):
    time_machine.move_to(le(dt.date(2026, 8, 20)))
    type(suivi).objects.update(dispositif=asi_sans_accord())
    suivi.refresh_from_db()
    ecrit = preparer(suivi)
    client.force_login(suivi.compte)
    client.post(reverse("parcours:renouvellement-decider", args=[ecrit.pk]))
    suivi.refresh_from_db()
    lu = Renouvellement.objects.get()
    assert (lu.decision, lu.decide_par.utilisateur) == ("accord", suivi.compte)
    assert suivi.date_fin_prevue == dt.date(2027, 3, 17)


def asi_sans_accord():
    return creer_dispositif("agl", nom="AGL", duree_mois=6, renouvellements_max=1)


def test_ou_l_accord_est_demande_le_referent_ne_decide_pas(suivi):
    moi = suivi.referents.get().professionnel
    refus(
        "accord_prescripteur",
        operations.renouveler_en_equipe,
        preparer(suivi),
        decide_par=moi,
        par=suivi.compte,
    )


def test_sans_prescripteur_la_demande_est_refusee(suivi):
    ecrit = preparer(suivi)
    type(suivi).objects.update(prescripteur=None)
    refus("prescripteur", operations.demander, ecrit, par=suivi.compte)


def test_a_faire_dit_relancer_puis_confirmer_sans_rien_fermer(suivi):
    centre, referent = creer_centre(), suivi.compte

    def dites(jour):
        return [(t.titre, t.pourquoi) for t in taches_de_fin(referent, centre, jour)]

    nom = suivi.personne.nom_court
    assert dites(dt.date(2026, 8, 2)) == []
    assert dites(dt.date(2026, 8, 18)) == [
        (
            f"Renouvellement à demander\u00a0: {nom}",
            "Fin prévue le 17 septembre, avec l’accord du prescripteur.",
        )
    ]
    demande = demander(suivi)
    assert dites(dt.date(2026, 8, 20)) == []
    assert dites(dt.date(2026, 8, 25)) == [
        (
            f"Renouvellement à relancer\u00a0: {nom}",
            "Sans réponse du prescripteur depuis le 18 août.",
        )
    ]
    repondre(demande, "refus")
    assert dites(dt.date(2026, 9, 18)) == [
        (
            f"Fin de parcours à confirmer\u00a0: {nom}",
            "Fin prévue le 17 septembre. Rien ne se ferme sans vous.",
        )
    ]


def test_les_pages_se_lisent_a_chaque_etape(suivi, client, time_machine):
    time_machine.move_to(le(dt.date(2026, 8, 20)))
    client.force_login(suivi.compte)
    page = reverse("parcours:renouvellement", args=[suivi.pk])
    assert "Écrivez au moins une phrase" in client.post(page, {"argument": "Oui."}).text
    reponse = client.post(
        page, {"argument": ARGUMENT, "accord_personne_le": "2026-08-20"}, follow=True
    )
    assert "17/03/2027" in reponse.text
    pk = Renouvellement.objects.get().pk
    suite = client.post(reverse("parcours:renouvellement-demander", args=[pk]), follow=True)
    assert "Demande partie" in suite.text
    liste = client.get(reverse("parcours:renouvellement-list")).text
    assert (suivi.personne.nom in liste, "17/09/2026" in liste) == (True, True)
    client.force_login(creer_utilisateur("referent"))
    assert suivi.personne.nom not in client.get(reverse("parcours:renouvellement-list")).text


@pytest.mark.parametrize("nombre", [1, 25])
def test_la_liste_coute_trois_requetes(nombre, django_assert_num_queries):
    for _ in range(nombre):
        parcours = creer_parcours(dispositif=asi(), date_entree=ENTREE, date_fin_prevue=FIN)
        parcours.compte = None
        preparer(parcours)
    coordination, centre = creer_utilisateur("coordination"), creer_centre()
    # Roles, parcours, their renewals.
    with django_assert_num_queries(3):
        assert len(suites(coordination, centre, dt.date(2026, 8, 18))) == nombre
